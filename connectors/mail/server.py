"""The address of a mail server, as a setting has it: ``imaps://user@host:993/INBOX``."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from knowledge.errors import InvalidSettings

_NOISE = re.compile(r"^\[Errno -?\d+\] | \(\d[\d.]* \+ [\d. +]+ secs\)")
"""What only programs need of the words of a failure: numbers, and how long it took."""

PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Server:
    """Where a mail server is.

    Attributes:
        scheme: ``imap``, ``imaps``, ``smtp`` or ``smtps``; without the s the connection turns to TLS
            before anything secret is sent, except on the loopback address.
        user: The account; may be empty for sending.
        host: Its name.
        port: Its port.
        path: What follows: a folder.
    """

    scheme: str
    user: str
    host: str
    port: int
    path: str = ""

    @classmethod
    def parse(cls, url: str) -> "Server":
        """Read an address.

        Raises:
            InvalidSettings: If it isn't one, or holds a password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise InvalidSettings(f"{url!r} is not the address of a mail server: {error}.") from error
        if parts.password is not None:
            raise InvalidSettings(
                "The address of a mail server holds no password; it has a setting of its own."
            )
        if parts.scheme not in PORTS or not parts.hostname:
            raise InvalidSettings(
                f"{url!r} is not the address of a mail server, like imaps://user@mail.example.org/INBOX "
                "or smtp://user@mail.example.org:587."
            )
        return cls(
            parts.scheme,
            unquote(parts.username or ""),
            parts.hostname,
            port or PORTS[parts.scheme],
            unquote(parts.path.strip("/")),
        )

    @property
    def tls_at_once(self) -> bool:
        """Whether the connection is encrypted from its first byte."""
        return self.scheme.endswith("s")

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.host}:{self.port}/{self.path}"


def plain_words(error: Exception) -> str:
    """Return what a library or a server says went wrong, for people."""
    said = str(error)
    said = said[2:-1] if said.startswith("b'") else said
    return _NOISE.sub("", said).strip(". ") or type(error).__name__
