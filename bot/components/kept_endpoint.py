"""The way to the action server, over one connection that stays open.

Rasa's own endpoint opens a new session and a new connection for every action, and sends the whole
domain and all that was said so far along, which only the check of a form's slots looks at.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

IDLE = 3
"""Seconds after which an idle connection is given up: before the action server does, which waits for five."""

CHECKS_A_FORM = "validate_"
"""What the names of actions begin with that need the domain and the events."""


class KeptEndpoint(EndpointConfig):
    """Rasa's endpoint of an action server, with a session that is kept."""

    _kept: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, other: EndpointConfig) -> KeptEndpoint:
        """Return a kept endpoint with the address and the headers of another."""
        return cls(other.url, headers=other.headers)

    async def request(self, *_: Any, **options: Any) -> Any:
        """Post an action call and return the decoded reply.

        Raises:
            ClientResponseError: If the action server answers with an error.
            aiohttp.ClientError: If it doesn't answer.
        """
        if self._kept is None or self._kept.closed:
            # Not made in the constructor: a session belongs to the loop that is running.
            self._kept = aiohttp.ClientSession(
                headers=self.headers,
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                connector=aiohttp.TCPConnector(keepalive_timeout=IDLE),
            )
        call = options["json"]
        if not str(call.get("next_action", "")).startswith(CHECKS_A_FORM):
            call = {**call, "domain": {}, "tracker": {**call["tracker"], "events": []}}
        async with self._kept.post(self.url, json=call) as response:
            body = await response.read()
            if response.status >= 400:
                raise ClientResponseError(response.status, response.reason, body)
            return json.loads(body)

    async def close(self) -> None:
        """Close the connection."""
        if self._kept is not None:
            await self._kept.close()
