"""What is known of earlier mails and tickets: in the database, and in memory for a dry run."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.mail.message import Mail
from connectors.mail.rules.duplicates import identity_of
from connectors.mail.rules.rule import Correspondence, Outcome
from connectors.mail.rules.threads import REFERENCE, reference_of
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket

LONGEST_ID = 1000

OpenSession = Callable[[], AbstractContextManager[Session]]


class StoredCorrespondence:
    """Knows the tickets and the mails of the database.

    Args:
        open_session: Opens a session for each look.
    """

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def seen(self, mail: Mail) -> str | None:
        key = identity_of(mail).key
        if not key:
            return None
        with self._open() as session:
            found = select(IncomingMail.id).where(IncomingMail.identity == key, IncomingMail.state == "done")
            return session.scalar(found.limit(1))

    def ticket_of_message(self, message_id: str) -> str | None:
        with self._open() as session:
            for table in (OutgoingMail, IncomingMail):
                found = session.scalar(
                    select(table.ticket_id).where(
                        table.message_id == message_id[:LONGEST_ID], table.ticket_id.is_not(None)
                    )
                )
                if found is not None:
                    return reference_of(found)
        return None

    def is_ours(self, message_id: str) -> bool:
        with self._open() as session:
            found = select(OutgoingMail.id).where(OutgoingMail.message_id == message_id)
            return session.scalar(found) is not None

    def people_on(self, ticket: str) -> frozenset[str] | None:
        found = REFERENCE.fullmatch(ticket)
        if found is None:
            return None
        with self._open() as session:
            row = session.get(Ticket, int(found[1]))
            if row is None:
                return None
            # Whoever wrote the mail that made it may have asked for replies elsewhere.
            wrote = session.scalars(
                select(IncomingMail.sender).where(
                    IncomingMail.ticket_id == row.id, IncomingMail.action.in_(("answer", "handoff"))
                )
            )
            return frozenset({row.person.email.lower(), *wrote} - {""})


class DryRun:
    """Remembers the mails of one run beside what is stored, as if they had been acted on.

    Args:
        stored: What was before.
    """

    def __init__(self, stored: Correspondence) -> None:
        self._stored = stored
        self._names: dict[str, str] = {}
        self._tickets: dict[str, str] = {}
        self._people: dict[str, frozenset[str]] = {}

    def note(self, name: str, mail: Mail, outcome: Outcome) -> None:
        """Remember a mail and what was made of it.

        Args:
            name: Of the file; a ticket that would be made is called after it.
            mail: The mail.
            outcome: What would happen to it.
        """
        if key := identity_of(mail).key:
            self._names.setdefault(key, name)
        if outcome.action not in {"answer", "handoff", "thread"} or mail.sender is None:
            return
        is_new = outcome.action != "thread"
        ticket = f"new:{name}" if is_new else outcome.ticket
        if is_new:
            self._people[ticket] = frozenset({mail.sender.email})
        if mail.message_id:
            self._tickets.setdefault(mail.message_id, ticket)

    def seen(self, mail: Mail) -> str | None:
        return self._names.get(identity_of(mail).key) or self._stored.seen(mail)

    def ticket_of_message(self, message_id: str) -> str | None:
        return self._stored.ticket_of_message(message_id) or self._tickets.get(message_id)

    def is_ours(self, message_id: str) -> bool:
        return self._stored.is_ours(message_id)

    def people_on(self, ticket: str) -> frozenset[str] | None:
        return self._people.get(ticket) or self._stored.people_on(ticket)
