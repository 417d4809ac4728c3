"""Questions that the FAQ left unanswered: refused, handed over, or answered and rated “no”."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from connectors.services.staff.redacting import as_phrasing
from knowledge.errors import InvalidInput
from knowledge.tables import Message, Ticket

REFUSED = "refused"
HANDED_OVER = "handed over"
RATED_NO = "rated “no”"

MOST_READ = 5_000
"""Messages that are looked through, newest first."""

OPEN_REASONS = {
    "handoff": frozenset(("near_miss", "unsure", "withdrawn", "follow_up")),
    "decline": frozenset(("outside",)),
}
"""Actions and reasons of decisions that leave a question open."""

BY_TICKET = frozenset(("none_of_these", "not_helpful"))
"""Reasons of tickets whose question stands in no message of its own."""

ID = re.compile("[mt][1-9][0-9]{0,9}")


@dataclass(frozen=True)
class Question:
    """One question that a person asked.

    Attributes:
        id: ``m`` with the number of the message, or ``t`` with that of the ticket.
        text: In the visitor's words, without what tells who they are.
        at: When.
        why: `REFUSED`, `HANDED_OVER` or `RATED_NO`.
        ticket_id: The ticket that came of it, where there is one.
    """

    id: str
    text: str
    at: datetime
    why: str
    ticket_id: int | None = None


def unanswered(session: Session, since: datetime) -> list[Question]:
    """Return the open questions since a moment, newest first."""
    found = [*_in_messages(session, since), *_rated_no(session, since), *_in_tickets(session, since)]
    unique = {question.id: question for question in found}
    return sorted(unique.values(), key=lambda question: question.at, reverse=True)


def read_questions(session: Session, ids: Iterable[str]) -> list[Question]:
    """Return questions by their ids, in that order; one that is gone is left out.

    Raises:
        InvalidInput: If something isn't an id.
    """
    ids = list(ids)
    if bad := [id_ for id_ in ids if not ID.fullmatch(id_)]:
        raise InvalidInput(f"“{bad[0][:20]}” names no question.")
    wanted: dict[str, list[int]] = {"m": [], "t": []}
    for id_ in ids:
        wanted[id_[0]].append(int(id_[1:]))
    messages = session.scalars(select(Message).where(Message.id.in_(wanted["m"]))) if wanted["m"] else ()
    tickets = session.scalars(select(Ticket).where(Ticket.id.in_(wanted["t"]))) if wanted["t"] else ()
    found = _of_messages(session, [(m, _why(m) or RATED_NO) for m in messages if m.author == "visitor"])
    found += [_of_ticket(ticket) for ticket in tickets]
    by_id = {question.id: question for question in found}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def _in_messages(session: Session, since: datetime) -> list[Question]:
    rows = session.scalars(
        select(Message)
        .where(
            Message.author == "visitor",
            Message.payload.is_(None),
            Message.decision.is_not(None),
            Message.created_at >= since,
        )
        .order_by(Message.id.desc())
        .limit(MOST_READ)
    )
    return _of_messages(session, [(row, why) for row in rows if (why := _why(row))])


def _why(message: Message) -> str | None:
    decision = message.decision or {}
    action = decision.get("action")
    if decision.get("reason") not in OPEN_REASONS.get(str(action), frozenset()):
        return None
    return REFUSED if action == "decline" else HANDED_OVER


def _rated_no(session: Session, since: datetime) -> list[Question]:
    answer = aliased(Message)
    rows = session.scalars(
        select(Message)
        .join(answer, answer.reply_to_id == Message.id)
        .where(
            answer.rating == "no",
            answer.rated_at >= since,
            Message.author == "visitor",
            Message.payload.is_(None),
        )
        .order_by(Message.id.desc())
        .limit(MOST_READ)
    )
    return _of_messages(session, [(row, RATED_NO) for row in rows])


def _in_tickets(session: Session, since: datetime) -> list[Question]:
    rows = session.scalars(
        select(Ticket)
        .where(
            (Ticket.channel == "mail") | Ticket.reason.in_(BY_TICKET),
            Ticket.created_at >= since,
            Ticket.merged_into_id.is_(None),
        )
        .order_by(Ticket.id.desc())
        .limit(MOST_READ)
    )
    return [_of_ticket(row) for row in rows]


def _of_messages(session: Session, rows: Sequence[tuple[Message, str]]) -> list[Question]:
    tickets = _tickets_of(session, {message.conversation_id for message, _ in rows})
    out = []
    for message, why in rows:
        ticket = tickets.get(message.conversation_id)
        text = as_phrasing(message.text, names_of(ticket))
        out.append(Question(f"m{message.id}", text, message.created_at, why, ticket.id if ticket else None))
    return [question for question in out if question.text]


def _of_ticket(ticket: Ticket) -> Question:
    text = as_phrasing(ticket.question, names_of(ticket))
    return Question(f"t{ticket.id}", text, ticket.created_at, HANDED_OVER, ticket.id)


def _tickets_of(session: Session, conversations: set[str]) -> dict[str | None, Ticket]:
    if not conversations:
        return {}
    rows = session.scalars(
        select(Ticket).where(Ticket.conversation_id.in_(conversations)).order_by(Ticket.id)
    )
    return {row.conversation_id: row for row in rows}


def names_of(ticket: Ticket | None) -> tuple[str, ...]:
    """Return the names that tell who wrote to a ticket."""
    return (ticket.person.name, ticket.person.organisation) if ticket else ()
