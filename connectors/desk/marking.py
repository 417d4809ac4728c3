"""What a ticket is about and how much it matters: priority, topic, tags."""

from sqlalchemy.orm import Session

from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from connectors.desk.fields import one_line
from connectors.desk.priorities import Priority
from knowledge.errors import InvalidInput
from knowledge.queue_tables import TicketTag
from knowledge.tables import Ticket

LONGEST_TOPIC = 120
LONGEST_TAG = 40


def set_priority(session: Session, ticket_id: int, step: Step, due: DueTimes, *, to: Priority) -> Ticket:
    """Change how much a ticket matters, and with it when it is due."""
    ticket = take(session, ticket_id, step)
    before = Priority(ticket.priority)
    if before == to:
        return ticket
    ticket.priority = int(to)
    due.update(ticket)
    record(session, ticket, step, "priority_set", before=before.words, after=to.words)
    return ticket


def set_topic(session: Session, ticket_id: int, step: Step, *, to: str) -> Ticket:
    """Change what a ticket is about; empty takes the topic off.

    Raises:
        InvalidField: If it is too long or more than one line.
    """
    to = one_line("topic", to, LONGEST_TOPIC)
    ticket = take(session, ticket_id, step)
    if ticket.topic == to:
        return ticket
    before, ticket.topic = ticket.topic, to
    record(session, ticket, step, "topic_set", before=before, after=to)
    return ticket


def add_tag(session: Session, ticket_id: int, step: Step, *, tag: str) -> Ticket:
    """Add a word that the ticket is found by; one that it has stays.

    Raises:
        InvalidInput: If there is no word, or it is too long or more than one line.
    """
    tag = clean_tag(tag)
    ticket = take(session, ticket_id, step)
    if session.get(TicketTag, (ticket_id, tag)) is None:
        session.add(TicketTag(ticket_id=ticket_id, tag=tag, created_at=step.at))
        record(session, ticket, step, "tag_added", tag=tag)
    return ticket


def remove_tag(session: Session, ticket_id: int, step: Step, *, tag: str) -> Ticket:
    """Take a tag off; one that isn't there changes nothing."""
    tag = clean_tag(tag)
    ticket = take(session, ticket_id, step)
    row = session.get(TicketTag, (ticket_id, tag))
    if row is not None:
        session.delete(row)
        record(session, ticket, step, "tag_removed", tag=tag)
    return ticket


def clean_tag(tag: str) -> str:
    """Return a tag as it is kept: in small letters, in one line, with single spaces.

    Raises:
        InvalidInput: If nothing is left, or too much.
    """
    tag = " ".join(one_line("tag", tag, LONGEST_TAG).lower().split())
    if not tag:
        raise InvalidInput("A tag needs at least one character.")
    return tag
