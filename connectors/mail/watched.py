"""The libraries' connections, with a deadline that knows them from their first byte on."""

import imaplib
import smtplib
import socket
import ssl

from imapclient import IMAPClient

from connectors.mail.deadline import Deadline
from connectors.mail.server import Server


class WatchedImap(IMAPClient):  # type: ignore[misc]  # the library has no types
    """An IMAP client.

    Args:
        server: Where it connects to.
        timeout: Seconds after which a silent server is given up.
        deadline: Cuts it off.
    """

    def __init__(self, server: Server, timeout: float, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(server.host, port=server.port, ssl=server.tls_at_once, timeout=timeout)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's name
        context = ssl.create_default_context() if self.ssl else None
        return _Imap(self.host, self.port, self._timeout.connect, context, self._deadline)


class _Imap(imaplib.IMAP4):
    def __init__(
        self, host: str, port: int, timeout: float, context: ssl.SSLContext | None, deadline: Deadline
    ) -> None:
        self._context = context
        self._deadline = deadline
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return _connect(self.host, self.port, timeout, self._context, self._deadline)


class WatchedSmtp(smtplib.SMTP):
    """An SMTP client; the library's own for TLS at once differs only in what is connected.

    Args:
        server: Where it connects to.
        timeout: Seconds after which a silent server is given up.
        deadline: Cuts it off.
    """

    def __init__(self, server: Server, timeout: float, deadline: Deadline) -> None:
        # Before the library's constructor, which connects.
        self._context = ssl.create_default_context() if server.tls_at_once else None
        self._deadline = deadline
        super().__init__(server.host, server.port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _connect(host, port, timeout, self._context, self._deadline)


def _connect(
    host: str, port: int, timeout: float | None, context: ssl.SSLContext | None, deadline: Deadline
) -> socket.socket:
    plain = deadline.watch(socket.create_connection((host, port), timeout))
    return context.wrap_socket(plain, server_hostname=host) if context else plain
