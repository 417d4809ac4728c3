"""Where a ticket stands: put aside, taken up, resolved, reopened, closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from knowledge.errors import Conflict, InvalidInput
from knowledge.tables import Ticket


def snooze(session: Session, ticket_id: int, step: Step, *, until: datetime) -> Ticket:
    """Put a ticket aside until a moment; a message of the customer takes it up earlier.

    Raises:
        InvalidInput: If the moment has passed.
    """
    ticket = take(session, ticket_id, step)
    if until <= step.at:
        raise InvalidInput("A ticket can only be put aside until a time to come.")
    before = ticket.snoozed_until
    ticket.snoozed_until = until
    record(session, ticket, step, "snoozed", until=until.isoformat(), before=before and before.isoformat())
    return ticket


def wake(session: Session, ticket_id: int, step: Step) -> Ticket:
    """Take up a ticket that was put aside; another stays as it is."""
    ticket = take(session, ticket_id, step)
    if ticket.snoozed_until is None:
        return ticket
    ticket.snoozed_until = None
    record(session, ticket, step, "woken")
    return ticket


def resolve(session: Session, ticket_id: int, step: Step, due: DueTimes) -> tuple[Ticket, bool]:
    """Call a ticket solved; one that is resolved stays as it is.

    Returns:
        The ticket, and whether this changed it.
    """
    ticket = take(session, ticket_id, step)
    if ticket.status == "resolved":
        return ticket, False
    before, ticket.status = ticket.status, "resolved"
    ticket.resolved_at, ticket.snoozed_until, ticket.unanswered_since = step.at, None, None
    due.pause(ticket, step.at)
    record(session, ticket, step, "resolved", before=before)
    return ticket, True


def reopen(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Ticket:
    """Work on a resolved or closed ticket again; one that is being worked on stays as it is.

    Raises:
        Conflict: If it was merged into another.
    """
    ticket = take(session, ticket_id, step, even_closed=True)
    if ticket.active:
        return ticket
    if ticket.merged_into_id is not None:
        raise Conflict(
            f"{ticket.reference} was merged into SECAS-{ticket.merged_into_id:06d} and can't be reopened."
        )
    back_to_work(ticket)
    paused = due.resume(ticket, step.at)
    record(session, ticket, step, "reopened", paused=paused)
    return ticket


def close(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Ticket:
    """Put a ticket away for good, as far as people can say."""
    ticket = take(session, ticket_id, step)
    put_away(ticket, step.at)
    due.pause(ticket, step.at)
    record(session, ticket, step, "closed")
    return ticket


def back_to_work(ticket: Ticket) -> None:
    """Set what makes a ticket one that is worked on."""
    ticket.status = "open"
    ticket.resolved_at = ticket.closed_at = ticket.snoozed_until = None


def put_away(ticket: Ticket, at: datetime) -> None:
    """Set what makes a ticket a closed one."""
    ticket.status = "closed"
    ticket.resolved_at = ticket.resolved_at or at
    ticket.closed_at, ticket.snoozed_until, ticket.unanswered_since = at, None, None
