"""One signed delivery over HTTP: no redirects, no proxies, and never for long."""

import asyncio
import hashlib
import hmac
import ssl
from collections.abc import Mapping
from datetime import datetime

import httpx

from connectors.services.webhooks.addresses import Gate
from knowledge.errors import HelpdeskError

SIGNATURE = "Helpdesk-Signature"
TIMESTAMP = "Helpdesk-Timestamp"


class NotDelivered(HelpdeskError):
    """The address didn't take the delivery."""


def sign(secret: str, timestamp: str, body: str) -> str:
    """Return the signature of a delivery: HMAC-SHA256 over time stamp, full stop and body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()


class Sender:
    """Delivers.

    Args:
        gate: Decides where to.
        timeout: Seconds that a delivery may take in all, from looking up the name to the answer.
        trust: Whom to believe certificates from; none stands for the usual ones.
    """

    def __init__(self, gate: Gate, *, timeout: float, trust: ssl.SSLContext | None = None) -> None:
        self._gate = gate
        self._timeout = timeout
        self._trust = trust

    def send(self, address: str, secret: str, *, name: str, delivery: str, body: str, now: datetime) -> int:
        """Deliver one event; return the status of the answer.

        Raises:
            NotAllowed: If the address may not be reached.
            NotDelivered: If there was no answer in time, or one that isn't 2xx.
        """
        timestamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "SECAS-Helpdesk/1",
            "Helpdesk-Event": name,
            "Helpdesk-Delivery": delivery,
            TIMESTAMP: timestamp,
            SIGNATURE: f"v1={sign(secret, timestamp, body)}",
        }
        try:
            status = asyncio.run(asyncio.wait_for(self._post(address, headers, body), self._timeout))
        except TimeoutError as error:
            raise NotDelivered(f"There was no answer within {self._timeout:g} seconds.") from error
        except (httpx.HTTPError, OSError) as error:
            raise NotDelivered(f"There was no answer: {type(error).__name__}.") from error
        if 300 <= status < 400:
            raise NotDelivered(f"It answered {status}; redirects are not followed.")
        if not 200 <= status < 300:
            raise NotDelivered(f"It answered {status}.")
        return status

    async def _post(self, address: str, headers: Mapping[str, str], body: str) -> int:
        target = await asyncio.to_thread(self._gate.target, address)
        async with (
            httpx.AsyncClient(
                verify=self._trust or True, trust_env=False, follow_redirects=False, timeout=self._timeout
            ) as client,
            client.stream(
                "POST",
                target.url,
                headers={**headers, "Host": target.host},
                content=body.encode(),
                extensions={"sni_hostname": target.name},
            ) as response,
        ):
            # What it says beyond the status is of no use to us, and isn't read.
            return response.status_code
