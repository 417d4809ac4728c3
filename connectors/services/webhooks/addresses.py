"""Where a webhook may lead: to public addresses only, so that nobody reaches inside through us.

A name is looked up once, every address that it has is checked, and the connection goes to an
address that was checked: what the name means a moment later makes no difference.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from connectors.desk.fields import InvalidField
from knowledge.errors import HelpdeskError

LONGEST_ADDRESS = 1000

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a name; raises OSError where it has none."""

_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""Networks of IPv6 whose last 32 bits are an address of IPv4."""


class NotAllowed(HelpdeskError):
    """This address may not be reached."""


@dataclass(frozen=True)
class Target:
    """Where a delivery goes.

    Attributes:
        url: With the checked address in place of the name.
        host: The name with its port, for the header ``Host``.
        name: The name, which the certificate has to be for.
    """

    url: httpx.URL
    host: str
    name: str


def look_up(name: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as the machine knows them.

    Raises:
        OSError: If it has none.
    """
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Gate:
    """Decides which addresses may be reached.

    Args:
        allowed: Networks that may be reached although they are private, such as ``10.1.0.0/16``.
        resolve: Looks names up.
    """

    def __init__(self, allowed: Iterable[str] = (), resolve: Resolve = look_up) -> None:
        self._allowed = [ip_network(network, strict=False) for network in allowed]
        self._resolve = resolve

    def check(self, address: str) -> str:
        """Return the address of a new webhook, if it may be kept.

        Raises:
            InvalidField: If it is no address that may be reached; says why.
        """
        try:
            self.target(address.strip())
        except NotAllowed as error:
            raise InvalidField("address", str(error)) from error
        return address.strip()

    def target(self, address: str) -> Target:
        """Return where a delivery to an address goes, right now.

        Raises:
            NotAllowed: If it may not be reached, or has no address.
        """
        url = _read(address)
        name, port = url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)
        try:
            found = [_parse(text) for text in self._resolve(name, port)]
        except (OSError, UnicodeError) as error:
            raise NotAllowed(f"There is no machine of the name “{name[:80]}”.") from error
        if not found:
            raise NotAllowed(f"There is no machine of the name “{name[:80]}”.")
        if not all(self._may_reach(ip) for ip in found):
            raise NotAllowed(f"“{name[:80]}” is inside a private network, and is not reached from here.")
        if url.scheme == "http" and not all(self._is_allowed(ip) for ip in found):
            raise NotAllowed("An address has to begin with https://, so that nobody on the way reads along.")
        checked = f"[{found[0]}]" if found[0].version == 6 else str(found[0])
        return Target(url.copy_with(host=checked), url.netloc.decode("ascii"), name)

    def _may_reach(self, ip: Ip) -> bool:
        return self._is_allowed(ip) or all(_is_public(one) for one in _with_embedded(ip))

    def _is_allowed(self, ip: Ip) -> bool:
        # As it is written: an address that is mapped or translated is none of those that were named.
        return any(ip in network for network in self._allowed)


def _read(address: str) -> httpx.URL:
    if not 1 <= len(address) <= LONGEST_ADDRESS or not address.isprintable():
        raise NotAllowed(f"An address has 1 to {LONGEST_ADDRESS} plain characters.")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise NotAllowed("This is no address. One looks like https://www.example.org/hook.") from error
    if url.scheme not in {"https", "http"} or not url.host:
        raise NotAllowed("An address looks like https://www.example.org/hook.")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise NotAllowed("This is no address: ports go from 1 to 65535.")
    if url.userinfo:
        raise NotAllowed("An address must hold no name or password before the host.")
    if url.fragment:
        raise NotAllowed("An address must end before the sign #.")
    return url


def _parse(text: str) -> Ip:
    # A link-local address comes with the name of its interface.
    return ip_address(text.partition("%")[0])


def _with_embedded(ip: Ip) -> list[Ip]:
    """Return an address with the addresses of IPv4 that it stands for."""
    if isinstance(ip, IPv4Address):
        return [ip]
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in _TRANSLATED) or ip in ip_network("::/96"):
        inner.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    found: list[Ip] = [one for one in inner if one is not None]
    # What is mapped is not public by itself; what it stands for decides.
    return found if ip.ipv4_mapped is not None else [ip, *found]


def _is_public(ip: Ip) -> bool:
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or site_local)
