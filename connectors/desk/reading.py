"""One ticket with all that belongs to it, for the page that staff work on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session, joinedload

from connectors.desk.changing import find_ticket
from knowledge.queue_tables import TicketLink, TicketNote, TicketTag
from knowledge.tables import Message, Ticket, TicketEvent

LONGEST_TRANSCRIPT = 500
"""Messages of a conversation that are shown at once: the last ones."""


@dataclass(frozen=True)
class TicketFile:
    """A ticket and what belongs to it.

    Attributes:
        ticket: With its person and assignee.
        messages: What was said, oldest first; also in the conversations of tickets merged into it.
        earlier: Whether there are older messages than these.
        notes: Remarks among staff, oldest first.
        events: What happened, oldest first, with who did it.
        tags: In alphabetical order.
        related: Tickets that are linked with it, the lowest number first.
        merged: Tickets that were merged into it.
    """

    ticket: Ticket
    messages: Sequence[Message]
    earlier: bool
    notes: Sequence[TicketNote]
    events: Sequence[TicketEvent]
    tags: Sequence[str]
    related: Sequence[Ticket]
    merged: Sequence[Ticket]


def read_ticket(session: Session, ticket_id: int) -> TicketFile:
    """Return a ticket with all that belongs to it.

    Raises:
        NotFound: If there is none with this number.
    """
    ticket = find_ticket(session, ticket_id)
    merged = session.scalars(
        select(Ticket).where(Ticket.merged_into_id == ticket_id).order_by(Ticket.id)
    ).all()
    messages = _transcript(session, (ticket, *merged))
    return TicketFile(
        ticket=ticket,
        messages=messages[-LONGEST_TRANSCRIPT:],
        earlier=len(messages) > LONGEST_TRANSCRIPT,
        notes=_notes(session, ticket_id),
        events=_events(session, ticket_id),
        tags=session.scalars(
            select(TicketTag.tag).where(TicketTag.ticket_id == ticket_id).order_by(TicketTag.tag)
        ).all(),
        related=_related(session, ticket_id),
        merged=merged,
    )


def _transcript(session: Session, tickets: Sequence[Ticket]) -> list[Message]:
    conversations = {ticket.conversation_id for ticket in tickets if ticket.conversation_id}
    newest = session.scalars(
        select(Message)
        .where(Message.conversation_id.in_(conversations))
        .options(joinedload(Message.person))
        .order_by(Message.id.desc())
        .limit(LONGEST_TRANSCRIPT + 1)
    ).all()
    return list(reversed(newest))


def _notes(session: Session, ticket_id: int) -> Sequence[TicketNote]:
    return session.scalars(
        select(TicketNote)
        .where(TicketNote.ticket_id == ticket_id)
        .options(joinedload(TicketNote.author))
        .order_by(TicketNote.id)
    ).all()


def _events(session: Session, ticket_id: int) -> Sequence[TicketEvent]:
    return session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id)
        .options(joinedload(TicketEvent.actor))
        .order_by(TicketEvent.id)
    ).all()


def _related(session: Session, ticket_id: int) -> Sequence[Ticket]:
    linked = union_all(
        select(TicketLink.other_id).where(TicketLink.ticket_id == ticket_id),
        select(TicketLink.ticket_id).where(TicketLink.other_id == ticket_id),
    )
    return session.scalars(select(Ticket).where(Ticket.id.in_(linked)).order_by(Ticket.id)).all()
