"""Did this answer it? A rating belongs to one answer; a "no" offers a person, once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.dialogue.reply import Button, Reply
from connectors.services.conversations import bot_message
from knowledge.errors import InvalidInput, NotFound
from knowledge.tables import Message

OFFER = Reply(
    "handoff",
    "Sorry that didn't answer it. Shall I pass your question to the Helpdesk? You can also put it in "
    "other words.",
    (Button("Pass it to the Helpdesk", "/ask_human"),),
)


def rate_answer(
    session: Session, *, now: datetime, conversation_id: str, message_id: int, helpful: bool
) -> tuple[Message, list[Message]]:
    """Note whether an answer helped; the same rating twice changes nothing.

    Returns:
        The rated message, and what is said about it: the offer of a person after a "no".

    Raises:
        NotFound: If the conversation has no such message.
        InvalidInput: If the message is no answer.
    """
    message = session.get(Message, message_id)
    if message is None or message.conversation_id != conversation_id:
        raise NotFound("There is no such message in this conversation.")
    if not _is_answer(message):
        raise InvalidInput("Only an answer can be rated.")
    rating = "yes" if helpful else "no"
    if message.rating != rating:
        message.rating, message.rated_at = rating, now
    offers = list(session.scalars(select(Message).where(Message.reply_to_id == message.id)))
    if not helpful and not offers:
        offers = [bot_message(conversation_id, OFFER, now, reply_to=message.id)]
        session.add_all(offers)
    session.flush()
    return message, [] if helpful else offers


def rate_last_answer(
    session: Session, *, now: datetime, conversation_id: str, helpful: bool
) -> Message | None:
    """Note whether the last answer of a conversation helped; None where there was none."""
    messages = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.author == "bot")
        .order_by(Message.id.desc())
    )
    answer = next((message for message in messages if _is_answer(message)), None)
    if answer is not None:
        answer.rating, answer.rated_at = ("yes" if helpful else "no"), now
        session.flush()
    return answer


def _is_answer(message: Message) -> bool:
    return message.reply is not None and message.reply["kind"] == "answer"
