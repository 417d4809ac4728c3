"""A letter that didn't reach its customer: the ticket comes back to people, and nothing is sent."""

from sqlalchemy.orm import Session

from connectors.desk.changing import Step, find_ticket, record, take
from connectors.desk.customers import last_of
from connectors.desk.due import DueTimes
from connectors.desk.states import back_to_work
from knowledge.tables import Ticket


def come_back(session: Session, ticket_id: int, step: Step, due: DueTimes, *, to: str, reason: str) -> Ticket:
    """Note that a letter could not be delivered; the ticket is worked on again, and is due.

    Args:
        session: The change is made in its transaction.
        ticket_id: The ticket that the letter is about; where it was merged, the other one comes back.
        step: When.
        due: Keeps the due times.
        to: Where the letter went.
        reason: Why it came back, as a mail system says it.
    """
    number = last_of(session, find_ticket(session, ticket_id)).id
    ticket = take(session, number, step, even_closed=True)
    before, paused = ticket.status, None
    ticket.snoozed_until = None
    if before not in ("new", "open"):
        back_to_work(ticket)
        ticket.unanswered_since = step.at
        paused = due.resume(ticket, step.at)
    record(session, ticket, step, "mail_undelivered", to=to, reason=reason, before=before, paused=paused)
    return ticket
