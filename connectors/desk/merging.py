"""Tickets that belong together: merge, split, link. Each is recorded on both sides."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.changing import LARGEST_ID, Step, record, take
from connectors.desk.customers import last_of
from connectors.desk.due import DueTimes
from connectors.desk.fields import check_question
from connectors.desk.states import put_away
from connectors.desk.tickets import haystack
from knowledge.errors import Conflict, InvalidInput
from knowledge.queue_tables import TicketLink
from knowledge.tables import Message, Ticket, TicketEvent


def merge(
    session: Session, ticket_id: int, step: Step, due: DueTimes, *, into: int, into_version: int | None = None
) -> Ticket:
    """Close a ticket as part of another one of the same person; return the other.

    Nothing of the other's is shown in the merged one's conversation: it might be a stranger's who
    only gave the same address.

    Args:
        session: Both are changed in its transaction.
        ticket_id: The ticket that ends.
        step: Who, when, and the version of the ticket that ends.
        due: Keeps the due times.
        into: The ticket that stays.
        into_version: The version of it that was seen.

    Raises:
        InvalidInput: If it is one ticket, or the tickets are of different people.
        StaleTicket: If one of them changed meanwhile.
        ClosedTicket: If one of them is closed or merged already.
    """
    if ticket_id == into:
        raise InvalidInput("A ticket can't be merged into itself.")
    steps = {ticket_id: step, into: Step(step.at, step.actor, into_version)}
    # Always in the same order, so that two people who merge two tickets never wait for each other.
    taken = {number: take(session, number, steps[number]) for number in sorted(steps)}
    ends, stays = taken[ticket_id], taken[into]
    if ends.person_id != stays.person_id:
        raise InvalidInput(
            f"{ends.reference} is from {ends.person.email} and {stays.reference} from {stays.person.email}. "
            "Only tickets of the same person can be merged; others can be linked."
        )
    ends.merged_into_id = stays.id
    put_away(ends, step.at)
    due.pause(ends, step.at)
    record(session, ends, step, "merged_away", other=stays.reference, other_id=stays.id)
    record(session, stays, step, "merged", other=ends.reference, other_id=ends.id)
    return stays


def split(
    session: Session, ticket_id: int, step: Step, due: DueTimes, *, question: str, message_ids: Sequence[int]
) -> Ticket:
    """Make a second ticket of a second question in the same conversation; return it.

    Args:
        session: Both are written in its transaction.
        ticket_id: The ticket that the question came in with.
        step: Who, when, and the version that was seen.
        due: Sets the new ticket's due times.
        question: What the new ticket is about.
        message_ids: The customer's messages that it was asked in; may be empty.

    Raises:
        InvalidInput: If there is no question, or a message isn't the customer's in this ticket.
    """
    question = check_question(question)
    ticket = take(session, ticket_id, step)
    _check_messages(session, ticket, message_ids)
    other = Ticket(
        conversation_id=ticket.conversation_id,
        person_id=ticket.person_id,
        channel=ticket.channel,
        question=question,
        reason="split",
        candidates=[],
        priority=ticket.priority,
        topic=ticket.topic,
        search_text=haystack(ticket.person.name, ticket.person.email, ticket.person.organisation, question),
        idempotency_key=f"split-{secrets.token_hex(16)}",
        # Whoever splits it off has read it.
        unread=False,
        unanswered_since=step.at,
        created_at=step.at,
        updated_at=step.at,
    )
    due.start(other)
    session.add(other)
    session.flush()
    session.add(TicketLink(ticket_id=ticket.id, other_id=other.id, kind="split", created_at=step.at))
    ids = list(message_ids)
    record(session, other, step, "split_off", other=ticket.reference, other_id=ticket.id, messages=ids)
    record(session, ticket, step, "split", other=other.reference, other_id=other.id, messages=ids)
    return other


def link(session: Session, ticket_id: int, step: Step, *, other: int) -> Ticket:
    """Note that two tickets have to do with each other; what is linked stays so.

    Raises:
        InvalidInput: If it is one ticket.
    """
    if ticket_id == other:
        raise InvalidInput("A ticket can't be linked with itself.")
    mine, theirs = _take_both(session, ticket_id, other, step)
    if _link_between(session, ticket_id, other) is None:
        first, second = sorted((ticket_id, other))
        session.add(TicketLink(ticket_id=first, other_id=second, created_at=step.at))
        record(session, mine, step, "linked", other=theirs.reference, other_id=other)
        record(session, theirs, step, "linked", other=mine.reference, other_id=ticket_id)
    return mine


def link_with_named(session: Session, ticket: Ticket, named_id: int, at: datetime) -> None:
    """Link a new ticket with the one that its mail names, so that staff see it on both.

    The named one keeps its version: whoever sends mails that name it can't get in the way of the people
    who are working on it. Where there is no such ticket, nothing is linked.
    """
    named = session.get(Ticket, named_id) if 0 < named_id <= LARGEST_ID else None
    if named is None:
        return
    named = last_of(session, named)
    if named.id == ticket.id or _link_between(session, named.id, ticket.id) is not None:
        return
    first, second = sorted((named.id, ticket.id))
    session.add(TicketLink(ticket_id=first, other_id=second, created_at=at))
    data = {"other": ticket.reference, "other_id": ticket.id}
    event = TicketEvent(ticket_id=named.id, kind="named", data=data, version=named.version, created_at=at)
    session.add(event)


def unlink(session: Session, ticket_id: int, step: Step, *, other: int) -> Ticket:
    """Take a link off; none changes nothing.

    Raises:
        Conflict: If one was split off the other: that is what happened.
    """
    mine, theirs = _take_both(session, ticket_id, other, step)
    row = _link_between(session, ticket_id, other)
    if row is not None:
        if row.kind == "split":
            raise Conflict(f"{mine.reference} and {theirs.reference} were one ticket; that link stays.")
        session.delete(row)
        record(session, mine, step, "unlinked", other=theirs.reference, other_id=other)
        record(session, theirs, step, "unlinked", other=mine.reference, other_id=ticket_id)
    return mine


def _take_both(session: Session, ticket_id: int, other: int, step: Step) -> tuple[Ticket, Ticket]:
    steps = {ticket_id: step, other: Step(step.at, step.actor)}
    # A closed ticket may well be what an open one has to do with.
    taken = {
        number: take(session, number, steps[number], even_closed=number == other) for number in sorted(steps)
    }
    return taken[ticket_id], taken[other]


def _link_between(session: Session, one: int, other: int) -> TicketLink | None:
    first, second = sorted((one, other))
    return session.scalar(
        select(TicketLink).where(TicketLink.ticket_id == first, TicketLink.other_id == second)
    )


def _check_messages(session: Session, ticket: Ticket, message_ids: Sequence[int]) -> None:
    found = session.scalars(
        select(Message.id).where(
            Message.id.in_(message_ids),
            Message.conversation_id == ticket.conversation_id,
            Message.author == "visitor",
        )
    )
    if missing := set(message_ids) - set(found):
        raise InvalidInput(
            f"Only the customer's messages in this ticket can be split off; {sorted(missing)} aren't."
        )
