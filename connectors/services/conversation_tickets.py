"""From the channel's own hand-off form to a ticket, and the words that confirm it in the thread."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.desk.due import DEFAULT_TARGETS, DueTimes, Targets
from connectors.desk.hours import BusinessHours
from connectors.desk.tickets import create_ticket
from connectors.services import conversation_history as history
from connectors.services import wording
from connectors.services.conversations import ConversationService, bot_message
from knowledge.tables import Conversation, Message


@dataclass(frozen=True)
class HandOver:
    """What a visitor filled in."""

    name: str
    email: str
    organisation: str
    question: str


def hand_over(
    session: Session,
    *,
    conversation: Conversation,
    form: HandOver,
    key: str,
    clock: Clock,
    hours: BusinessHours,
    targets: Targets = DEFAULT_TARGETS,
) -> tuple[str, Message]:
    """Make a ticket and confirm it in the thread; the same key gives the same ticket again.

    Returns:
        The ticket's reference and the message that confirms it.

    Raises:
        InvalidInput: If a field can't be used.
    """
    now = clock()
    messages = ConversationService(clock).since(session, conversation)
    ticket = create_ticket(
        session,
        now=now,
        conversation_id=conversation.id,
        name=form.name,
        email=form.email,
        organisation=form.organisation,
        question=form.question,
        reason="form",
        candidates=history.last_candidates(messages),
        channel=conversation.channel,
        idempotency_key=key,
        due=DueTimes(hours, targets),
    )
    confirmed = [m for m in messages if m.reply and m.reply.get("ticket") == ticket.reference]
    if confirmed:
        return ticket.reference, confirmed[0]
    said = wording.ticket_made(ticket.reference, form.email, hours.sentence(now))
    message = bot_message(conversation.id, said, now)
    session.add(message)
    session.flush()
    return ticket.reference, message
