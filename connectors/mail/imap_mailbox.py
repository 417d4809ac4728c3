"""A mailbox on an IMAP server, read by UIDVALIDITY and UID; nothing on the server is changed."""

import imaplib
import ssl
import time
from collections.abc import Iterator
from datetime import date, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from connectors.desk.clock import Clock
from connectors.mail.mailbox import Fetched, Position
from connectors.mail.server import Server
from knowledge.errors import Unavailable

TIMEOUT = 30.0
"""Seconds after which a server that says nothing is given up."""

FIRST_DAYS = 7
"""How many days back the first look goes; `--backfill` reads what is older."""

_FAILURES = (IMAPClientError, imaplib.IMAP4.error, OSError, ssl.SSLError, ValueError)


class ImapMailbox:
    """One folder of an IMAP account.

    Args:
        server: Where it is; the path names the folder, INBOX where there is none.
        password: Of the account.
        clock: Tells how far back the first look goes.
        timeout: Seconds after which a silent server is given up.
    """

    def __init__(self, server: Server, password: str, clock: Clock, timeout: float = TIMEOUT) -> None:
        self._server = server
        self._password = password
        self._clock = clock
        self._timeout = timeout

    @property
    def name(self) -> str:
        return f"{self._server}"[:200]

    def fetch(self, after: Position, known: frozenset[str], since: date | None = None) -> Iterator[Fetched]:
        try:
            client = self._log_in()
        except _FAILURES as error:
            raise Unavailable(f"The mailbox {self.name} can't be reached: {_words(error)}.") from error
        try:
            yield from self._fetch(client, after, known, since)
        except _FAILURES as error:
            raise Unavailable(f"The mailbox {self.name} can't be read: {_words(error)}.") from error
        finally:
            client.shutdown()

    def wait(self, seconds: float) -> None:
        try:
            client = self._log_in()
            try:
                if client.has_capability("IDLE"):
                    client.select_folder(self._server.path or "INBOX", readonly=True)
                    client.idle()
                    client.idle_check(timeout=seconds)
                    client.idle_done()
                else:
                    time.sleep(seconds)
            finally:
                client.shutdown()
        except _FAILURES as error:
            raise Unavailable(f"The mailbox {self.name} can't be watched: {_words(error)}.") from error

    def _log_in(self) -> IMAPClient:
        server = self._server
        client = IMAPClient(server.host, port=server.port, ssl=server.tls_at_once, timeout=self._timeout)
        try:
            if not server.tls_at_once and (client.has_capability("STARTTLS") or not server.is_loopback):
                client.starttls(ssl.create_default_context())
            client.login(server.user, self._password)
        except BaseException:
            client.shutdown()
            raise
        return client

    def _fetch(
        self, client: IMAPClient, after: Position, known: frozenset[str], since: date | None
    ) -> Iterator[Fetched]:
        selected = client.select_folder(self._server.path or "INBOX", readonly=True)
        validity = int(selected[b"UIDVALIDITY"])
        last = after.last_uid if validity == after.uid_validity else 0
        if since is None and not after.uid_validity:
            since = self._clock().date() - timedelta(days=FIRST_DAYS)
        criteria: list[object] = ["SINCE", since] if since else ["UID", f"{last + 1}:*"]
        for uid in sorted(client.search(criteria)):
            # "n:*" names the last mail even where its UID is smaller than n.
            if f"{validity}:{uid}" in known or (since is None and uid <= last):
                continue
            found = client.fetch([uid], ["BODY.PEEK[]"])
            raw = found.get(uid, {}).get(b"BODY[]")
            if raw is not None:
                last = max(last, uid)
                yield Fetched(f"{validity}:{uid}", raw, Position(validity, last))


def _words(error: Exception) -> str:
    said = str(error)
    said = said[2:-1] if said.startswith("b'") else said
    return said.strip(". ") or type(error).__name__
