"""What customers do to their tickets: write again, say that it is solved, or that it isn't."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from connectors.desk.states import back_to_work, put_away
from knowledge.tables import Ticket

REOPENS_WITHIN = timedelta(days=14)
"""How long after its resolution a message still belongs to a ticket; later it is a new question."""


def ticket_of(session: Session, conversation_id: str, now: datetime) -> Ticket | None:
    """Return the ticket that a new message of a conversation belongs to; None where the bot answers.

    That is one that staff are on: somebody has it, or has replied. Failing that, and where nothing
    else is waiting to be looked at, one that was resolved not long ago.
    """
    tickets = [last_of(session, ticket) for ticket in _tickets(session, conversation_id)]
    active = [ticket for ticket in tickets if ticket.active]
    if active:
        return next((ticket for ticket in active if with_staff(ticket)), None)
    return next((ticket for ticket in tickets if _just_resolved(ticket, now)), None)


def with_staff(ticket: Ticket) -> bool:
    """Tell whether staff have taken a ticket's conversation over from the bot."""
    return ticket.active and (ticket.assignee_id is not None or ticket.first_responded_at is not None)


def hear(
    session: Session,
    ticket_id: int,
    step: Step,
    due: DueTimes,
    *,
    message_id: int | None = None,
    mail: str | None = None,
) -> bool:
    """Note that the customer wrote; opens a ticket that was waiting, put aside or resolved.

    Args:
        session: The change is made in its transaction.
        ticket_id: The ticket that they wrote on.
        step: When.
        due: Keeps the due times.
        message_id: The message of the conversation, where they wrote in the chat.
        mail: The id of the mail, where they wrote one.

    Returns:
        Whether it could be noted: not where the ticket was closed or merged at this moment.
    """
    ticket = take(session, ticket_id, step, even_closed=True)
    was = ticket.status
    if was == "closed":
        return False
    if was in ("waiting", "resolved"):
        back_to_work(ticket)
    ticket.snoozed_until = None
    ticket.unread = True
    ticket.unanswered_since = ticket.unanswered_since or step.at
    paused = due.resume(ticket, step.at)
    wrote = {"mail": mail} if mail else {"message": message_id}
    record(session, ticket, step, "visitor_message", **wrote, before=was, paused=paused)
    return True


def confirm(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Ticket:
    """Close a resolved ticket, because the customer says that it is solved; others stay as they are."""
    ticket = take(session, ticket_id, step, even_closed=True)
    if ticket.status == "resolved":
        put_away(ticket, step.at)
        due.pause(ticket, step.at)
        record(session, ticket, step, "confirmed")
    return ticket


def deny(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Ticket:
    """Open a resolved or closed ticket again, because the customer says that it isn't solved.

    One that is being worked on, or was merged into another, stays as it is.
    """
    ticket = take(session, ticket_id, step, even_closed=True)
    if not ticket.active and ticket.merged_into_id is None:
        back_to_work(ticket)
        ticket.unread = True
        ticket.unanswered_since = step.at
        paused = due.resume(ticket, step.at)
        record(session, ticket, step, "denied", paused=paused)
    return ticket


def last_of(session: Session, ticket: Ticket) -> Ticket:
    """Return the ticket itself, or the one that it was merged into in the end."""
    # A merged ticket is closed for good, so this ends.
    while ticket.merged_into_id is not None:
        ticket = session.get_one(Ticket, ticket.merged_into_id)
    return ticket


def _tickets(session: Session, conversation_id: str) -> Sequence[Ticket]:
    return session.scalars(
        select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id.desc())
    ).all()


def _just_resolved(ticket: Ticket, now: datetime) -> bool:
    return (
        ticket.status == "resolved"
        and ticket.resolved_at is not None
        and ticket.resolved_at > now - REOPENS_WITHIN
    )
