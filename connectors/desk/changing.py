"""Changing a ticket: one at a time, never over what somebody else has changed meanwhile, all recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import flag_modified

from connectors.desk.actors import Actor
from connectors.desk.event_words import say_event
from knowledge.errors import Conflict, NotFound
from knowledge.tables import Ticket, TicketEvent

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Step:
    """One thing that somebody does to a ticket.

    Attributes:
        at: The moment.
        actor: Who; None for the customer and for the service itself.
        version: The ticket's version that they have seen. None where it doesn't matter, because
            nothing can be overwritten.
    """

    at: datetime
    actor: Actor | None = None
    version: int | None = None

    @property
    def actor_id(self) -> int | None:
        """The row of who does it."""
        return self.actor.person_id if self.actor else None


@dataclass(frozen=True)
class Change:
    """What happened to a ticket meanwhile, to be said after the transaction has ended.

    Attributes:
        kind: `TicketEvent.kind`.
        actor_id: Who did it; None for the customer and the service.
        at: When.
        sentence: All of it in words.
    """

    kind: str
    actor_id: int | None
    at: datetime
    sentence: str


class StaleTicket(Conflict):
    """Somebody else changed this ticket meanwhile.

    Args:
        reference: The ticket's name.
        version: The version that it is at now.
        changes: What has happened since the version that was seen, oldest first.
    """

    def __init__(self, reference: str, version: int, changes: Sequence[Change]) -> None:
        self.reference = reference
        self.version = version
        self.changes = tuple(changes)
        happened = "; ".join(change.sentence for change in changes) or "it was changed"
        super().__init__(
            f"{reference} has changed since you opened it: {happened}. Nothing of yours was saved. "
            "Please look at it again."
        )


class ClosedTicket(Conflict):
    """This ticket is closed; nothing was changed."""

    def __init__(self, ticket: Ticket) -> None:
        if ticket.merged_into_id is not None:
            other = f"SECAS-{ticket.merged_into_id:06d}"
            super().__init__(f"{ticket.reference} was merged into {other}. Please go on there.")
        else:
            super().__init__(f"{ticket.reference} is closed. Please reopen it first.")


def find_ticket(session: Session, ticket_id: int) -> Ticket:
    """Return a ticket.

    Raises:
        NotFound: If there is none with this number.
    """
    known = 0 < ticket_id <= LARGEST_ID
    people = [joinedload(Ticket.person), joinedload(Ticket.assignee)]
    ticket = session.get(Ticket, ticket_id, options=people) if known else None
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def take(session: Session, ticket_id: int, step: Step, *, even_closed: bool = False) -> Ticket:
    """Return a ticket that nobody else can change until the end of the transaction.

    Raises:
        NotFound: If there is none with this number.
        StaleTicket: If it is no longer at the version that was seen; says what happened since.
        ClosedTicket: If it is closed.
    """
    # An update that changes nothing locks the row on every database; on SQLite it begins the
    # transaction, where a SELECT would read outside of it.
    locked = 0 < ticket_id <= LARGEST_ID and session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket_id)
        .values(version=Ticket.version)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    if not locked:
        raise NotFound("There is no such ticket.")
    ticket = session.get_one(Ticket, ticket_id, populate_existing=True)
    if step.version is not None and step.version != ticket.version:
        raise StaleTicket(ticket.reference, ticket.version, changes_since(session, ticket_id, step.version))
    if ticket.status == "closed" and not even_closed:
        raise ClosedTicket(ticket)
    return ticket


def record(session: Session, ticket: Ticket, step: Step, kind: str, **data: Any) -> TicketEvent:
    """Write down what was just done to a ticket that was taken, with the change itself."""
    ticket.updated_at = step.at
    # Also where nothing but another table was changed, and at the same moment.
    flag_modified(ticket, "updated_at")
    event = TicketEvent(
        ticket_id=ticket.id,
        actor_id=step.actor_id,
        kind=kind,
        data=data,
        version=ticket.version + 1,
        created_at=step.at,
    )
    session.add(event)
    session.flush()
    return event


def changes_since(session: Session, ticket_id: int, version: int) -> list[Change]:
    """Return what happened to a ticket after a version, oldest first."""
    events = session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.version > version)
        .options(joinedload(TicketEvent.actor))
        .order_by(TicketEvent.id)
    )
    return [Change(event.kind, event.actor_id, event.created_at, say_event(event)) for event in events]
