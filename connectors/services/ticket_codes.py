"""Codes that prove whose ticket it is: sent to the ticket's own address, and good in one conversation only.

Whoever asks learns nothing from the asking: a ticket that doesn't exist is asked for, answered and
guessed at like any other.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from connectors.desk.changing import LARGEST_ID
from knowledge.code_tables import TicketCode, TicketFollow
from knowledge.locking import lock_table
from knowledge.tables import Ticket, TicketEvent

DIGITS = 8
LASTS = timedelta(minutes=15)
MOST_TRIES = 5
FOLLOWED_FOR = timedelta(days=14)
"""For so long a conversation that entered a right code may see the ticket's status."""

AWAITED_FOR = timedelta(hours=1)
"""For so long digits count as a code, even one that has run out."""

A_DAY = timedelta(days=1)
KEPT_FOR = timedelta(days=2)


class CodePost(Protocol):
    """Writes the letter that holds a code."""

    def send_code(self, session: Session, ticket: Ticket, code: str, now: datetime) -> bool:
        """Put a letter into the outbox; tell whether the ticket has an address to send it to."""
        ...

    def send_copy(self, session: Session, ticket_id: int, now: datetime) -> bool:
        """Mail what was said on a ticket to where its code went; tell whether that may be done."""
        ...


@dataclass(frozen=True)
class CodeLimits:
    """How many codes are sent in a day.

    Attributes:
        ticket: For one ticket.
        person: For all tickets of one person.
        network: For one network, wishes for tickets that don't exist included.
        everyone: In all.
    """

    ticket: int = 4
    person: int = 8
    network: int = 12
    everyone: int = 200


class TicketCodes:
    """Sends codes and takes them. Takes a session, never commits.

    Args:
        post: Writes the letters.
        secret: Keys the hashes, so that the table alone gives no code away.
        limits: How many codes are sent.

    Raises:
        ValueError: If the secret is empty.
    """

    def __init__(self, post: CodePost, secret: str, limits: CodeLimits = CodeLimits()) -> None:
        if not secret:
            raise ValueError("Codes need a secret to be hashed with; it is empty.")
        self._post = post
        self._secret = secret.encode()
        self._limits = limits

    def ask(
        self, session: Session, now: datetime, *, conversation_id: str, number: int, network: str
    ) -> None:
        """Take down the wish to see a ticket's status, and send a code where that may be done.

        Args:
            session: Everything is written in its transaction.
            now: The moment.
            conversation_id: Where the code will count.
            number: Of the ticket, as the visitor wrote it.
            network: Where the wish came from.
        """
        # One after the other, so that wishes at the same moment don't slip through the limits.
        lock_table(session, TicketCode)
        session.execute(delete(TicketCode).where(TicketCode.created_at < now - KEPT_FOR))
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        row = TicketCode(
            conversation_id=conversation_id,
            code_hash=self._hash("code", conversation_id, code),
            network_hash=self._hash("network", network),
            created_at=now,
            expires_at=now + LASTS,
        )
        ticket = session.get(Ticket, number) if 0 < number <= LARGEST_ID else None
        if ticket is not None and self._may_send(session, now, ticket, row.network_hash):
            row.ticket_id = ticket.id if self._post.send_code(session, ticket, code, now) else None
        session.add(row)
        session.flush()

    def awaits_code(self, session: Session, now: datetime, conversation_id: str) -> bool:
        """Tell whether a conversation was asked for a code of late, and hasn't entered the right one."""
        last = session.scalar(_latest(conversation_id))
        return last is not None and last.used_at is None and last.created_at > now - AWAITED_FOR

    def enter(self, session: Session, now: datetime, *, conversation_id: str, code: str) -> Ticket | None:
        """Take a code; return the ticket that it opens, or None where it opens none.

        A try counts before it is looked at. Only the code that was sent last counts, once.
        """
        last = session.scalar(_latest(conversation_id))
        if last is None:
            return None
        counted = session.execute(
            update(TicketCode)
            .where(
                TicketCode.id == last.id,
                TicketCode.tries < MOST_TRIES,
                TicketCode.used_at.is_(None),
                TicketCode.expires_at > now,
            )
            .values(tries=TicketCode.tries + 1)
            .returning(TicketCode.id, TicketCode.code_hash, TicketCode.ticket_id)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if counted is None:
            return None
        fits = hmac.compare_digest(counted.code_hash, self._hash("code", conversation_id, code))
        if not fits or counted.ticket_id is None:
            return None
        session.execute(update(TicketCode).where(TicketCode.id == counted.id).values(used_at=now))
        ticket = session.get_one(Ticket, counted.ticket_id)
        self._let_follow(session, now, conversation_id, ticket)
        return ticket

    def send_copy(self, session: Session, now: datetime, ticket_id: int) -> bool:
        """Mail what was said on a ticket whose code was entered; tell whether that may be done."""
        return self._post.send_copy(session, ticket_id, now)

    def _let_follow(self, session: Session, now: datetime, conversation_id: str, ticket: Ticket) -> None:
        last_event = select(func.max(TicketEvent.id)).where(TicketEvent.ticket_id == ticket.id)
        follow = session.get(TicketFollow, (conversation_id, ticket.id))
        if follow is None:
            follow = TicketFollow(conversation_id=conversation_id, ticket_id=ticket.id, created_at=now)
            session.add(follow)
        follow.expires_at = now + FOLLOWED_FOR
        follow.told_event_id = session.scalar(last_event) or 0
        session.flush()

    def _may_send(self, session: Session, now: datetime, ticket: Ticket, network_hash: str) -> bool:
        of_person = TicketCode.ticket_id.in_(select(Ticket.id).where(Ticket.person_id == ticket.person_id))
        sent = TicketCode.ticket_id.is_not(None)
        return (
            _count(session, now, TicketCode.ticket_id == ticket.id) < self._limits.ticket
            and _count(session, now, of_person) < self._limits.person
            and _count(session, now, TicketCode.network_hash == network_hash) < self._limits.network
            and _count(session, now, sent) < self._limits.everyone
        )

    def _hash(self, *parts: str) -> str:
        return hmac.new(self._secret, "\0".join(("ticket-code", *parts)).encode(), hashlib.sha256).hexdigest()


def _latest(conversation_id: str) -> Select[TicketCode]:
    return (
        select(TicketCode)
        .where(TicketCode.conversation_id == conversation_id)
        .order_by(TicketCode.id.desc())
        .limit(1)
    )


def _count(session: Session, now: datetime, which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(TicketCode).where(TicketCode.created_at > now - A_DAY, which)
    return session.scalar(query) or 0
