"""A mailbox on an IMAP server, read by UIDVALIDITY and UID; nothing on the server is changed."""

import imaplib
import ssl
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from connectors.desk.clock import Clock
from connectors.mail.deadline import LONGEST, Deadline
from connectors.mail.limits import HEAD, LARGEST
from connectors.mail.mailbox import Fetched, Position
from connectors.mail.server import Server, plain_words
from connectors.mail.watched import WatchedImap
from knowledge.errors import Unavailable

TIMEOUT = 30.0
"""Seconds after which a server that says nothing is given up."""

FIRST_DAYS = 7
"""How many days back the first look goes, and one at new UIDs; `--backfill` reads what is older."""

_FAILURES = (IMAPClientError, imaplib.IMAP4.error, OSError, ssl.SSLError, ValueError)


class ImapMailbox:
    """One folder of an IMAP account.

    Args:
        server: Where it is; the path names the folder, INBOX where there is none.
        password: Of the account.
        clock: Tells how far back the first look goes.
        timeout: Seconds after which a silent server is given up.
        longest: Seconds that looking, or one mail, may take as a whole.
    """

    def __init__(
        self,
        server: Server,
        password: str,
        clock: Clock,
        timeout: float = TIMEOUT,
        longest: float = LONGEST,
    ) -> None:
        self._server = server
        self._password = password
        self._clock = clock
        self._timeout = timeout
        self._longest = longest

    @property
    def name(self) -> str:
        return f"{self._server}"[:200]

    def fetch(self, after: Position, known: frozenset[str], since: date | None = None) -> Iterator[Fetched]:
        with Deadline(self._longest) as deadline:
            yield from self._within(deadline, after, known, since)

    def _within(
        self, deadline: Deadline, after: Position, known: frozenset[str], since: date | None
    ) -> Iterator[Fetched]:
        try:
            client = self._log_in(deadline)
        except LoginError as error:
            raise Unavailable(
                f"The mailbox {self.name} refuses our name or password: {self._words(error)}. The name is in "
                "HELPDESK_MAIL_SOURCE, the password in HELPDESK_MAIL_PASSWORD."
            ) from error
        except _FAILURES as error:
            raise Unavailable(
                f"The mailbox {self.name} can't be reached: {deadline.why() or self._words(error)}."
            ) from error
        try:
            for fetched in self._fetch(client, after, known, since):
                yield fetched
                deadline.begin()
        except _FAILURES as error:
            raise Unavailable(
                f"The mailbox {self.name} can't be read: {deadline.why() or self._words(error)}."
            ) from error
        finally:
            client.shutdown()

    def wait(self, seconds: float) -> None:
        with Deadline(seconds + self._longest) as deadline:
            self._wait(seconds, deadline)

    def _wait(self, seconds: float, deadline: Deadline) -> None:
        try:
            client = self._log_in(deadline)
            try:
                if client.has_capability("IDLE"):
                    self._select(client)
                    client.idle()
                    client.idle_check(timeout=seconds)
                    client.idle_done()
                else:
                    time.sleep(seconds)
            finally:
                client.shutdown()
        except _FAILURES as error:
            raise Unavailable(
                f"The mailbox {self.name} can't be watched: {deadline.why() or self._words(error)}."
            ) from error

    def _log_in(self, deadline: Deadline) -> IMAPClient:
        server = self._server
        client = WatchedImap(server, self._timeout, deadline)
        try:
            if not server.tls_at_once and (client.has_capability("STARTTLS") or not server.is_loopback):
                client.starttls(ssl.create_default_context())
            client.login(server.user, self._password)
        except BaseException:
            client.shutdown()
            raise
        return client

    def _select(self, client: IMAPClient) -> dict[bytes, Any]:
        folder = self._server.path or "INBOX"
        try:
            selected: dict[bytes, Any] = client.select_folder(folder, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise Unavailable(
                f"There is no folder {folder} that we may read in the mailbox {self.name}: "
                f"{self._words(error)}. HELPDESK_MAIL_SOURCE names the folder."
            ) from error
        return selected

    def _words(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return f"it says nothing for {self._timeout:g} seconds"
        return plain_words(error)

    def _fetch(
        self, client: IMAPClient, after: Position, known: frozenset[str], since: date | None
    ) -> Iterator[Fetched]:
        selected = self._select(client)
        validity = int(selected[b"UIDVALIDITY"])
        is_new = validity != after.uid_validity
        last = 0 if is_new else after.last_uid
        if since is None and is_new:
            # What was stored under other UIDs is told by its words.
            since = (after.read_on or self._clock().date()) - timedelta(days=FIRST_DAYS)
        uids = sorted(client.search(["SINCE", since] if since else ["UID", f"{last + 1}:*"]))
        # "n:*" names the last mail even where its UID is smaller than n.
        wanted = [uid for uid in uids if f"{validity}:{uid}" not in known and (since or uid > last)]
        for uid in wanted:
            raw, cut_from = _one_mail(client, uid)
            if raw is None:
                # It was taken out of the mailbox meanwhile.
                continue
            # A look back by days may pass over younger mails, which the next look by UID finds.
            if is_new or not since:
                last = max(last, uid)
            yield Fetched(f"{validity}:{uid}", raw, Position(validity, last), cut_from)


def _one_mail(client: IMAPClient, uid: int) -> tuple[bytes | None, int | None]:
    """Return the bytes of a mail, or its head and its size where it is too large to be read."""
    size = int(client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0))
    if size > LARGEST:
        return client.fetch([uid], [f"BODY.PEEK[]<0.{HEAD}>"]).get(uid, {}).get(b"BODY[]<0>"), size
    return client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]"), None
