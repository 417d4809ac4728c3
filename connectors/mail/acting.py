"""Carries out what was decided on a mail: ticket, event, letter and mark, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.desk import customers
from connectors.desk.changing import Step
from connectors.desk.due import DueTimes
from connectors.desk.fields import LONGEST_NAME, LONGEST_QUESTION, InvalidField, check_email, check_question
from connectors.desk.hours import BusinessHours
from connectors.desk.tickets import create_ticket
from connectors.mail.authentication import dmarc_verdict
from connectors.mail.letters import Letter, Letters, ReplyTo
from connectors.mail.message import Mail
from connectors.mail.rules.machines import is_robot
from connectors.mail.rules.rule import Desk, Outcome
from connectors.mail.rules.threads import REFERENCE
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput, NotFound
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket, TicketEvent

Mode = Literal["draft", "auto"]
FaqSource = Callable[[Session, str], FaqEntry]

NOBODY = "unknown.sender@mail.invalid"
"""Stands for a sender without an address that can be written to; nothing is ever sent there."""

A_DAY = timedelta(days=1)
OLD = timedelta(days=7)
"""Older mails, as a backfill brings them, get no automatic reply."""

MOST_FOR_A_TICKET = 3
MOST_FOR_A_SENDER = 5
"""Automatic replies a day."""


@dataclass(frozen=True)
class Limits:
    """What may go out automatically.

    Attributes:
        mode: Whether sure answers are sent, or wait for people.
        a_day: Automatic replies a day in all.
    """

    mode: Mode
    a_day: int


class Acting:
    """Writes the outcome of a mail. Takes a session, never commits.

    Args:
        letters: Writes what is sent.
        faq: Knows the published entries.
        hours: Knows when the Helpdesk is open.
        due: Keeps the due times of tickets.
        desk: What is ours.
        limits: What may go out.
    """

    def __init__(
        self,
        letters: Letters,
        faq: FaqSource,
        hours: BusinessHours,
        due: DueTimes,
        desk: Desk,
        limits: Limits,
    ) -> None:
        self._letters = letters
        self._faq = faq
        self._hours = hours
        self._due = due
        self._desk = desk
        self._limits = limits

    def act(self, session: Session, row: IncomingMail, mail: Mail, outcome: Outcome, now: datetime) -> None:
        """Make or find the ticket, write the letter, and note on the mail what was done and why."""
        row.action, row.rule, row.reason = outcome.action, outcome.rule, outcome.reason
        row.keys = list(outcome.keys)
        if outcome.action in {"answer", "handoff"}:
            ticket = self._ticket(session, row, mail, outcome, now)
            row.ticket_id = ticket.id
            self._reply(session, row, mail, outcome, ticket, now)
        elif outcome.action == "thread":
            row.ticket_id = self._join(session, row, mail, outcome, now)

    def _ticket(
        self, session: Session, row: IncomingMail, mail: Mail, outcome: Outcome, now: datetime
    ) -> Ticket:
        email = _usable(mail)
        ticket = create_ticket(
            session,
            now=now,
            conversation_id=None,
            name=_name_of(mail, email),
            email=email,
            organisation="",
            question=_question_of(mail),
            reason=outcome.rule[:40],
            candidates=[{"key": key, "score": None} for key in outcome.keys],
            channel="mail",
            idempotency_key=row.id,
            due=self._due,
        )
        session.flush()
        if outcome.ticket:
            # Only a note: nothing of the old ticket reaches whoever is not on it.
            _note(ticket, "linked", {"mail": row.id, "ticket": outcome.ticket}, now)
        return ticket

    def _join(
        self, session: Session, row: IncomingMail, mail: Mail, outcome: Outcome, now: datetime
    ) -> int | None:
        found = REFERENCE.fullmatch(outcome.ticket)
        ticket = session.get(Ticket, int(found[1])) if found else None
        if ticket is None:
            return None
        _note(ticket, "mail_received", {"mail": row.id, "text": _question_of(mail)}, now)
        ticket.updated_at = now
        session.flush()
        if outcome.reopens:
            step = Step(now)
            if not customers.hear(session, ticket.id, step, self._due, mail=row.id):
                customers.deny(session, ticket.id, step, self._due)
        return ticket.id

    def _reply(
        self,
        session: Session,
        row: IncomingMail,
        mail: Mail,
        outcome: Outcome,
        ticket: Ticket,
        now: datetime,
    ) -> None:
        why_not = self._why_no_reply(session, mail, ticket, now)
        entries = self._entries(session, outcome.keys) if outcome.action == "answer" else []
        if why_not and not entries:
            row.reason = f"{row.reason} No receipt sent: {why_not}."
            return
        sends = self._limits.mode == "auto" and not why_not
        to = ReplyTo(ticket.person.email, mail.message_id, mail.references)
        try:
            if entries:
                letter = self._letters.answer(to, ticket.id, ticket.reference, entries, now)
                self._put(session, row, ticket, letter, "answer", "waiting" if sends else "draft", now)
                if sends:
                    ticket.status = "waiting"
                    ticket.unanswered_since = None
                    self._due.pause(ticket, now)
                    _note(ticket, "answered_by_mail", {"mail": row.id, "keys": list(outcome.keys)}, now)
            else:
                opening = self._hours.sentence(now)
                letter = self._letters.acknowledgement(to, ticket.id, ticket.reference, opening, now)
                self._put(session, row, ticket, letter, "acknowledgement", "waiting", now)
        except InvalidInput as error:
            row.reason = f"{row.reason} No reply could be written: {error}"

    def _why_no_reply(self, session: Session, mail: Mail, ticket: Ticket, now: datetime) -> str | None:
        email = ticket.person.email
        if email == NOBODY or mail.sender is None or is_robot(mail.sender.local_part):
            return "there is nobody to send it to"
        if dmarc_verdict(mail, self._desk) == "fail":
            return "its sender could not be confirmed"
        if mail.sent_at and now - mail.sent_at > OLD:
            return "it is old"
        sent = select(func.count(OutgoingMail.id)).where(OutgoingMail.created_at > now - A_DAY)
        if (session.scalar(sent.where(OutgoingMail.ticket_id == ticket.id)) or 0) >= MOST_FOR_A_TICKET:
            return "its ticket had enough of them today"
        if (session.scalar(sent.where(OutgoingMail.recipient == email)) or 0) >= MOST_FOR_A_SENDER:
            return "its sender had enough of them today"
        if (session.scalar(sent) or 0) >= self._limits.a_day:
            return "enough were sent today"
        return None

    def _entries(self, session: Session, keys: Sequence[str]) -> list[FaqEntry]:
        found = []
        for key in keys:
            try:
                found.append(self._faq(session, key))
            except NotFound:
                continue
        return found

    def _put(
        self,
        session: Session,
        row: IncomingMail,
        ticket: Ticket,
        letter: Letter,
        kind: str,
        state: str,
        now: datetime,
    ) -> None:
        session.add(
            OutgoingMail(
                message_id=letter.message_id,
                incoming_id=row.id,
                ticket_id=ticket.id,
                kind=kind,
                recipient=letter.recipient,
                raw=letter.raw,
                state=state,
                next_try_at=now,
                created_at=now,
            )
        )


def _note(ticket: Ticket, kind: str, data: dict[str, object], now: datetime) -> None:
    ticket.events.append(TicketEvent(kind=kind, data=data, created_at=now))


def _usable(mail: Mail) -> str:
    """Return the address that a reply goes to; never one of another organisation than the sender's."""
    if mail.sender is None:
        return NOBODY
    same = [address for address in mail.reply_to if address.domain == mail.sender.domain]
    for address in (*same[:1], mail.sender):
        try:
            return check_email(address.email)
        except InvalidField:
            continue
    return NOBODY


def _name_of(mail: Mail, email: str) -> str:
    name = mail.sender.name if mail.sender else ""
    return (name or email.partition("@")[0])[:LONGEST_NAME].strip() or "Unknown"


def _question_of(mail: Mail) -> str:
    said = "\n\n".join(part for part in (mail.text, mail.passed_on) if part.strip())
    for text in (said, mail.body, mail.subject):
        try:
            return check_question(text[:LONGEST_QUESTION])
        except InvalidField:
            continue
    return "(There is no text in this mail. The mail itself is kept.)"
