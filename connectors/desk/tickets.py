"""The ticket queue's entrance: a question that people answer, made once however often it is sent."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.desk.due import DueTimes
from connectors.desk.fields import check_email, check_name, check_organisation, check_question
from knowledge.errors import NotFound
from knowledge.faq import entry
from knowledge.tables import Conversation, Person, Ticket, TicketEvent

TRIES = 3
"""How often a ticket is tried while others make the same ticket or person at the same moment."""


@dataclass(frozen=True)
class _Form:
    name: str
    email: str
    organisation: str
    question: str


def create_ticket(  # noqa: PLR0913 - each is a field of the ticket, given by name
    session: Session,
    *,
    now: datetime,
    conversation_id: str | None,
    name: str,
    email: str,
    organisation: str,
    question: str,
    reason: str,
    candidates: Sequence[Mapping[str, Any]],
    channel: str,
    idempotency_key: str,
    due: DueTimes | None = None,
    actor_id: int | None = None,
) -> Ticket:
    """Make a ticket with its event ``created``; the same key again returns the same ticket.

    The person is the visitor with this e-mail address. Whoever writes under a known address
    renames nobody: what was filled in stands in the event.

    Args:
        session: Both are written in its transaction.
        now: The moment of the making.
        conversation_id: The thread that it came from. Where there is no such thread the ticket is
            made all the same, without one.
        name: 1 to 200 characters in one line.
        email: Where the answer goes.
        organisation: Up to 200 characters in one line; may be empty.
        question: 1 to 4,000 characters.
        reason: `Decision.reason`, or what else led here.
        candidates: ``{"key", "score"}`` of what the assistant would have answered, best first.
        channel: Where the person wrote.
        idempotency_key: Chosen by the sender, one for each ticket, up to 80 characters.
        due: Sets when it is due; without it, it counts as due at once.
        actor_id: The member of staff who makes it for the customer; None where the customer does.

    Raises:
        InvalidField: If a field can't be used; names it. Nothing is written.
    """
    form = _Form(
        check_name(name), check_email(email), check_organisation(organisation), check_question(question)
    )
    thread, key = _thread_and_key(session, conversation_id, idempotency_key)
    for last in (number == TRIES for number in range(1, TRIES + 1)):
        before = _find(session, thread, key)
        if before is not None:
            return before
        try:
            with session.begin_nested():
                ticket = Ticket(
                    conversation_id=thread,
                    person=_person(session, form, now),
                    channel=channel,
                    question=form.question,
                    reason=reason,
                    topic=topic_of(session, candidates),
                    candidates=[dict(candidate) for candidate in candidates],
                    search_text=haystack(form.name, form.email, form.organisation, form.question),
                    idempotency_key=key,
                    unanswered_since=now,
                    created_at=now,
                    updated_at=now,
                )
                _set_due(ticket, due)
                ticket.events.append(_created(form, reason, channel, now, actor_id))
                session.add(ticket)
        except IntegrityError:
            # Somebody else made the ticket, or the person, since we looked: look again.
            if last:
                raise
        else:
            return ticket
    raise AssertionError


def _set_due(ticket: Ticket, due: DueTimes | None) -> None:
    if due is not None:
        due.start(ticket)
    else:
        # Never behind the others, where nobody would look.
        ticket.queue_at = ticket.created_at


def topic_of(session: Session, candidates: Sequence[Mapping[str, Any]]) -> str:
    """Return what a ticket is about to begin with: the category of the entry that came nearest."""
    key = candidates[0].get("key") if candidates else None
    try:
        return entry(session, str(key)).category if key else ""
    except NotFound:
        return ""


def haystack(*parts: str) -> str:
    """Return what a search looks through: in small letters, on every database alike."""
    return " ".join(part for part in parts if part).lower()


def _thread_and_key(session: Session, conversation_id: str | None, key: str) -> tuple[str | None, str]:
    if conversation_id is None or session.get(Conversation, conversation_id) is not None:
        return conversation_id, key
    # Without the thread its name must still keep apart what two unknown threads send under one key.
    return None, hashlib.sha256(f"{conversation_id}:{key}".encode()).hexdigest()


def _find(session: Session, conversation_id: str | None, key: str) -> Ticket | None:
    return session.scalar(
        select(Ticket).where(Ticket.conversation_id == conversation_id, Ticket.idempotency_key == key)
    )


def _person(session: Session, form: _Form, now: datetime) -> Person:
    # Addresses that differ in capitals only are one person's in practice.
    email = form.email.lower()
    person = session.scalar(select(Person).where(Person.role == "visitor", Person.email == email))
    if person is None:
        person = Person(
            role="visitor", name=form.name, email=email, organisation=form.organisation, created_at=now
        )
        session.add(person)
        session.flush()
    return person


def _created(form: _Form, reason: str, channel: str, now: datetime, actor_id: int | None) -> TicketEvent:
    data = {
        "name": form.name,
        "email": form.email,
        "organisation": form.organisation,
        "reason": reason,
        "channel": channel,
    }
    return TicketEvent(kind="created", data=data, actor_id=actor_id, created_at=now)
