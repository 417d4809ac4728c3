"""Who works on a ticket: claim, release, assign, and "next for me"."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.desk.changing import Step, record, take
from knowledge.errors import Conflict, InvalidInput
from knowledge.staff_tables import StaffAccount
from knowledge.tables import Person, Ticket, TicketEvent

STAFF_ROLES = ("agent", "editor", "admin")


def claim(session: Session, ticket_id: int, step: Step) -> Ticket:
    """Take a ticket that nobody has; taking one's own again changes nothing.

    Raises:
        Conflict: If somebody else has it.
    """
    ticket = take(session, ticket_id, step)
    if ticket.assignee_id == step.actor_id:
        return ticket
    if ticket.assignee is not None:
        raise Conflict(f"{ticket.assignee.name} has {ticket.reference} already.")
    _give(ticket, step.actor_id)
    record(session, ticket, step, "claimed")
    return ticket


def release(session: Session, ticket_id: int, step: Step) -> Ticket:
    """Give a ticket back to the queue; one that nobody has stays as it is."""
    ticket = take(session, ticket_id, step)
    if ticket.assignee_id is None:
        return ticket
    before = ticket.assignee_id
    _give(ticket, None)
    record(session, ticket, step, "released", before=before)
    return ticket


def assign(session: Session, ticket_id: int, step: Step, *, to: int) -> Ticket:
    """Give a ticket to a member of staff, whoever has it now.

    Raises:
        InvalidInput: If there is no such member of staff, or their account is closed.
    """
    ticket = take(session, ticket_id, step)
    person, account = session.get(Person, to), session.get(StaffAccount, to)
    if person is None or person.role not in STAFF_ROLES or account is None or not account.active:
        raise InvalidInput("A ticket can only be given to a member of staff who can sign in.")
    if ticket.assignee_id == to:
        return ticket
    before = ticket.assignee_id
    _give(ticket, to)
    record(session, ticket, step, "assigned", to=to, to_name=person.name, before=before)
    return ticket


def next_for(session: Session, actor: Actor, step: Step) -> Ticket | None:
    """Claim the ticket that is due first among those that nobody has; None where there is none.

    One statement chooses and claims, so that no two people ever get the same one.
    """
    while True:
        taken = session.execute(_claim_next(actor, step)).one_or_none()
        if taken is not None:
            break
        if session.scalar(select(Ticket.id).where(_free(step)).limit(1)) is None:
            return None
    ticket = session.get_one(Ticket, taken.id, populate_existing=True)
    session.add(
        TicketEvent(
            ticket_id=ticket.id,
            actor_id=actor.person_id,
            kind="claimed",
            data={"next": True},
            version=ticket.version,
            created_at=step.at,
        )
    )
    session.flush()
    return ticket


def _claim_next(actor: Actor, step: Step) -> Any:
    # SQLite has no SKIP LOCKED and needs none: it lets one writer in at a time. PostgreSQL looks
    # at the outer condition again once another's lock is gone.
    first = (
        select(Ticket.id)
        .where(_free(step))
        .order_by(Ticket.queue_at, Ticket.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(Ticket)
        .where(Ticket.id == first, Ticket.assignee_id.is_(None))
        .values(assignee_id=actor.person_id, status="open", version=Ticket.version + 1, updated_at=step.at)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )


def _free(step: Step) -> ColumnElement[bool]:
    return and_(
        Ticket.active.is_(True),
        Ticket.assignee_id.is_(None),
        Ticket.status.in_(("new", "open")),
        or_(Ticket.snoozed_until.is_(None), Ticket.snoozed_until <= step.at),
    )


def _give(ticket: Ticket, person_id: int | None) -> None:
    ticket.assignee_id = person_id
    if ticket.status == "new" and person_id is not None:
        ticket.status = "open"
