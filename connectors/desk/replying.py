"""What staff write on a ticket: replies, which the customer reads, and notes, which stay at the desk."""

import hashlib
import secrets
from typing import Literal

from sqlalchemy.orm import Session

from connectors.desk.addresses import address_of
from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from connectors.desk.texts import LONGEST_NOTE, LONGEST_REPLY, check_words
from knowledge.errors import InvalidInput
from knowledge.queue_tables import TicketNote
from knowledge.tables import Conversation, Message, Ticket

Then = Literal["waiting", "open"]
THENS: tuple[Then, ...] = ("waiting", "open")
"""What a ticket is after a reply: waiting for the customer, or still being worked on."""


def reply(
    session: Session, ticket_id: int, step: Step, due: DueTimes, *, text: str, then: Then = "waiting"
) -> tuple[Ticket, Message]:
    """Write to the customer; whoever replies to a ticket that nobody has takes it.

    Returns:
        The ticket and the message, which is part of the ticket's conversation.

    Raises:
        InvalidInput: If there are no words, or too many, or there is no way to the customer.
    """
    text = check_words("reply", text, LONGEST_REPLY)
    if then not in THENS:
        raise InvalidInput(f"After a reply a ticket is {' or '.join(THENS)}, not “{then[:20]}”.")
    ticket = take(session, ticket_id, step)
    if address_of(ticket.person.email) is None and not has_chat(ticket):
        raise InvalidInput(
            "This customer left no address that can be written to, and there is no chat to reply in. "
            "A note can say how else they were reached."
        )
    message = Message(
        conversation_id=_thread(session, ticket, step),
        author="staff",
        text=text,
        person_id=step.actor_id,
        state="sent",
        created_at=step.at,
    )
    session.add(message)
    session.flush()
    before = ticket.status
    ticket.assignee_id = ticket.assignee_id or step.actor_id
    due.note_response(ticket, step.at)
    ticket.unanswered_since = ticket.snoozed_until = ticket.resolved_at = None
    ticket.status = then
    paused = _after_reply(ticket, step, due, then)
    record(session, ticket, step, "replied", message=message.id, before=before, then=then, paused=paused)
    return ticket, message


def add_note(session: Session, ticket_id: int, step: Step, *, text: str) -> TicketNote:
    """Write a remark for colleagues.

    Raises:
        InvalidInput: If there are no words, or too many.
    """
    text = check_words("note", text, LONGEST_NOTE)
    ticket = take(session, ticket_id, step)
    if step.actor is None:
        raise InvalidInput("A note needs an author.")
    note = TicketNote(ticket_id=ticket.id, author_id=step.actor.person_id, text=text, created_at=step.at)
    session.add(note)
    session.flush()
    record(session, ticket, step, "noted", note=note.id)
    return note


def has_chat(ticket: Ticket) -> bool:
    """Tell whether the customer may read the ticket's conversation; who wrote by mail never can."""
    return ticket.conversation_id is not None and ticket.channel != "mail"


def _after_reply(ticket: Ticket, step: Step, due: DueTimes, then: Then) -> dict[str, str | float]:
    if then == "open":
        return due.resume(ticket, step.at)
    due.pause(ticket, step.at)
    return {}


def _thread(session: Session, ticket: Ticket, step: Step) -> str:
    """Return the conversation that the customer reads; one that nobody can open where there was none."""
    if ticket.conversation_id is None:
        unknown = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
        conversation = Conversation(token_hash=unknown, channel=ticket.channel, created_at=step.at)
        session.add(conversation)
        session.flush()
        ticket.conversation_id = conversation.id
    return ticket.conversation_id
