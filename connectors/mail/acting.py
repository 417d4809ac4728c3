"""Carries out what was decided on a mail: ticket, event, letter and mark, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk import customers
from connectors.desk.addresses import NOBODY, address_of
from connectors.desk.changing import Step
from connectors.desk.due import DueTimes
from connectors.desk.fields import LONGEST_NAME, LONGEST_QUESTION, InvalidField, check_question
from connectors.desk.hours import BusinessHours
from connectors.desk.merging import link_with_named
from connectors.desk.tickets import create_ticket
from connectors.mail.authentication import dmarc_verdict, is_confirmed
from connectors.mail.message import Mail, Returned
from connectors.mail.rules.bounces import Bounce
from connectors.mail.rules.machines import is_robot
from connectors.mail.rules.rule import Desk, Outcome
from connectors.mail.rules.threads import REFERENCE
from connectors.mail.topics import TopicModes
from connectors.services.post.letter import ReplyTo
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import TRIED, Caps, put
from connectors.services.post.undelivered import note_undelivered
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput, NotFound
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket, TicketEvent

FaqSource = Callable[[Session, str], FaqEntry]

OLD = timedelta(days=7)
"""Older mails, as a backfill brings them, get no automatic reply."""


@dataclass(frozen=True)
class Limits:
    """What may go out automatically.

    Attributes:
        topics: Whether sure answers are sent, or wait for people, by what they are about.
        a_day: Automatic letters a day in all.
    """

    topics: TopicModes
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
        self._caps = Caps(limits.a_day)

    def act(self, session: Session, row: IncomingMail, mail: Mail, outcome: Outcome, now: datetime) -> None:
        """Make or find the ticket, write the letter, and note on the mail what was done and why."""
        row.action, row.rule, row.reason = outcome.action, outcome.rule, outcome.reason
        row.keys, row.questions = list(outcome.keys), list(outcome.questions)
        row.confidence = outcome.confidence or None
        row.confirmed = is_confirmed(mail, self._desk)
        if outcome.action in {"answer", "handoff"}:
            ticket = self._ticket(session, row, mail, outcome, now)
            row.ticket_id = ticket.id
            self._reply(session, row, mail, outcome, ticket, now)
        elif outcome.action == "thread":
            row.ticket_id = self._join(session, row, mail, outcome, now)
        elif outcome.rule == Bounce.name and mail.returned is not None:
            row.ticket_id = self._take_back(session, mail.returned, now)

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
            candidates=[
                {"key": key, "score": score} for key, score in zip_longest(outcome.keys, outcome.scores)
            ],
            channel="mail",
            idempotency_key=row.id,
            due=self._due,
        )
        session.flush()
        if outcome.ticket:
            # For staff only: nothing of the old ticket reaches whoever is not on it.
            _note(ticket, "linked", {"mail": row.id, "ticket": outcome.ticket}, now)
            if found := REFERENCE.fullmatch(outcome.ticket):
                link_with_named(session, ticket, int(found[1]), now)
        return ticket

    def _join(
        self, session: Session, row: IncomingMail, mail: Mail, outcome: Outcome, now: datetime
    ) -> int | None:
        found = REFERENCE.fullmatch(outcome.ticket)
        ticket = session.get(Ticket, int(found[1])) if found else None
        if ticket is None:
            return None
        # Nobody looks at a ticket that was merged into another.
        ticket = customers.last_of(session, ticket)
        _note(ticket, "mail_received", {"mail": row.id, "text": _question_of(mail)}, now)
        ticket.updated_at = now
        session.flush()
        if outcome.reopens:
            step = Step(now)
            if not customers.hear(session, ticket.id, step, self._due, mail=row.id):
                customers.deny(session, ticket.id, step, self._due)
        return ticket.id

    def _take_back(self, session: Session, returned: Returned, now: datetime) -> int | None:
        """Note on a letter of ours that it came back; whatever else the mail says is believed by nobody."""
        ids = select(OutgoingMail).where(OutgoingMail.message_id.in_(returned.ids))
        letter = session.scalar(ids.where(OutgoingMail.state.in_(TRIED)).limit(1))
        if letter is None:
            return None
        if returned.failed:
            step, reason = Step(now), returned.words
            note_undelivered(session, letter, step, self._due, reason=reason, for_good=returned.for_good)
        return letter.ticket_id

    def _reply(
        self,
        session: Session,
        row: IncomingMail,
        mail: Mail,
        outcome: Outcome,
        ticket: Ticket,
        now: datetime,
    ) -> None:
        why_not: str | None = "people put it back" if row.put_back_at else outcome.quiet
        why_not = why_not or self._why_no_reply(session, mail, ticket, now)
        entries = self._entries(session, outcome.keys) if outcome.action == "answer" else []
        if why_not and not entries:
            row.reason = f"{row.reason} No receipt sent: {why_not}."
            return
        sends = not why_not and self._limits.topics.mode_of(entries) == "auto"
        to = ReplyTo(ticket.person.email, mail.message_id, mail.references)
        try:
            if entries:
                letter = self._letters.answer(to, ticket.id, ticket.reference, entries, now)
                put(session, letter, "answer", now, ticket_id=ticket.id, incoming_id=row.id, draft=not sends)
                if sends:
                    ticket.status = "waiting"
                    ticket.unanswered_since = None
                    self._due.pause(ticket, now)
                    _note(ticket, "answered_by_mail", {"mail": row.id, "keys": list(outcome.keys)}, now)
            else:
                opening = self._hours.sentence(now)
                letter = self._letters.acknowledgement(to, ticket.id, ticket.reference, opening, now)
                put(session, letter, "acknowledgement", now, ticket_id=ticket.id, incoming_id=row.id)
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
        return self._caps.why_not(session, email, ticket.id, now)

    def _entries(self, session: Session, keys: Sequence[str]) -> list[FaqEntry]:
        found = []
        for key in keys:
            try:
                found.append(self._faq(session, key))
            except NotFound:
                continue
        return found


def _note(ticket: Ticket, kind: str, data: dict[str, object], now: datetime) -> None:
    ticket.events.append(TicketEvent(kind=kind, data=data, created_at=now))


def _usable(mail: Mail) -> str:
    """Return the address that a reply goes to; never one of another organisation than the sender's."""
    if mail.sender is None:
        return NOBODY
    same = [address for address in mail.reply_to if address.domain == mail.sender.domain]
    for address in (*same[:1], mail.sender):
        if email := address_of(address.email):
            return email
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
