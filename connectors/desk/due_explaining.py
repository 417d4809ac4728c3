"""How a ticket's due times were counted, from what is kept of it and of its pauses."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.due import DueTimes
from connectors.desk.due_words import Arithmetic, explain
from connectors.desk.open_days import Span
from knowledge.tables import Ticket, TicketEvent


def explain_due_times(session: Session, ticket: Ticket, due: DueTimes) -> dict[str, Arithmetic]:
    """Return how each due time of a ticket was counted, by the name of its column.

    Those that don't apply are left out: the first response once it was given, the next one while
    no message is unanswered.
    """
    target, out = due.target(ticket), {}
    if ticket.first_responded_at is None:
        out["first_response_due_at"] = explain(due.hours, ticket.created_at, target.first_response)
    elif ticket.unanswered_since is not None:
        out["next_response_due_at"] = explain(due.hours, ticket.unanswered_since, target.next_response)
    pauses = pauses_of(session, ticket.id)
    out["resolution_due_at"] = explain(due.hours, ticket.created_at, target.resolution, pauses)
    return out


def pauses_of(session: Session, ticket_id: int) -> Sequence[Span]:
    """Return when it was the customer's turn, and is no longer, in order."""
    events = session.scalars(
        select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    )
    pauses = (event.data.get("paused") for event in events)
    return [
        (datetime.fromisoformat(pause["from"]), datetime.fromisoformat(pause["until"]))
        for pause in pauses
        if pause
    ]
