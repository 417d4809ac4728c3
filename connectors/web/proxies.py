"""Who really asks, where a proxy stands before us: believed only from proxies that are named.

Without any, headers such as X-Forwarded-For are what a stranger says, and are not looked at.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network
SCHEMES = ("http", "https")


class TrustedProxies:
    """Takes the visitor's address and the scheme from the headers of trusted proxies.

    Args:
        app: What is behind it.
        proxies: Addresses or networks of the proxies, as in ``10.0.0.1`` or ``10.0.0.0/8``.

    Raises:
        ValueError: If one of them is no address.
    """

    def __init__(self, app: "WSGIApplication", proxies: Iterable[str]) -> None:
        self._app = app
        self._proxies = [ip_network(proxy, strict=False) for proxy in proxies]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request, with its real origin where that is known."""
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
            # Each proxy adds on the right whom it heard from; what stands further left may be made up.
            for address in reversed([part.strip() for part in forwarded]):
                if _address(address) is None:
                    break
                environ["REMOTE_ADDR"] = address
                if not self._is_trusted(address):
                    break
            scheme = str(environ.get("HTTP_X_FORWARDED_PROTO", "")).strip().lower()
            if scheme in SCHEMES:
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)

    def _is_trusted(self, address: str) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self._proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
