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
        plain = self._deadline.watch(socket.create_connection((self.host, self.port), timeout))
        return self._context.wrap_socket(plain, server_hostname=self.host) if self._context else plain


class WatchedSmtp(smtplib.SMTP):
    """An SMTP client without TLS at once; see `watched_smtp`."""

    deadline: Deadline

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.deadline.watch(socket.create_connection((host, port), timeout, self.source_address))


class WatchedSmtpOverTls(smtplib.SMTP_SSL, WatchedSmtp):
    """The same over TLS: the library wraps what the class below connects."""


def watched_smtp(server: Server, timeout: float, deadline: Deadline) -> smtplib.SMTP:
    """Return a connection to an SMTP server that a deadline cuts off."""
    kind = WatchedSmtpOverTls if server.tls_at_once else WatchedSmtp
    # The constructor connects, and needs to know already.
    connection = kind.__new__(kind)
    connection.deadline = deadline
    more = {"context": ssl.create_default_context()} if server.tls_at_once else {}
    connection.__init__(server.host, server.port, timeout=timeout, **more)  # type: ignore[misc]
    return connection
