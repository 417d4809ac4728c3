"""A visitor's thread: stored first, claimed by one worker at a time, answered once."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Reply
from connectors.services import conversation_history as history
from connectors.services.conversation_text import clean_text
from connectors.services.outcomes import outcome_of
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.tables import Conversation, Message
from retrieval.decision import Context

CLAIM_LASTS = timedelta(seconds=30)
"""After this time a worker that claimed a message is taken for dead."""

ID = re.compile("[0-9a-f]{32}")
"""What the id of a conversation looks like."""

GREETING = Reply(
    "text",
    "Hello! I'm the SECAS Helpdesk assistant, an automated service. Ask me about the Smart Energy Code; "
    "what I can't answer I pass on to the Helpdesk.",
)


@dataclass(frozen=True)
class Claim:
    """One worker's right to answer a message, with what it needs to do so outside a session.

    Attributes:
        context: What was offered and answered before.
        last_reply: The reply that was shown last.
        handing_over: Whether the visitor is inside the step-by-step hand-off form.
    """

    message_id: int
    conversation_id: str
    text: str
    payload: str | None
    claimed_at: datetime
    context: Context
    last_reply: Reply | None
    handing_over: bool


class ConversationService:
    """Keeps conversations. Takes a session, never commits.

    Args:
        clock: Tells the time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start(self, session: Session, channel: str = "web") -> tuple[Conversation, str]:
        """Begin a conversation with the greeting; return it with its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        conversation = Conversation(token_hash=_hash(token), channel=channel, created_at=now)
        session.add(conversation)
        session.flush()
        session.add(bot_message(conversation.id, GREETING, now))
        session.flush()
        return conversation, token

    def find(self, session: Session, conversation_id: str, token: str) -> Conversation:
        """Return the conversation that the token opens.

        Raises:
            NotFound: If there is none, or the token belongs to another: nobody learns which.
        """
        conversation = session.get(Conversation, conversation_id) if ID.fullmatch(conversation_id) else None
        known = conversation.token_hash if conversation else _hash("")
        fits = hmac.compare_digest(known, _hash(token))
        if conversation is None or not fits:
            raise NotFound("There is no such conversation. Please start a new one.")
        return conversation

    def receive(
        self, session: Session, conversation: Conversation, *, text: str, payload: str | None, key: str
    ) -> Message:
        """Store a visitor's message, or return the one that came with the same key before.

        Raises:
            InvalidInput: If the text can't be used, or the button was never offered here.
            Conflict: If the key came with another message.
        """
        text = clean_text(text)
        before = session.scalar(
            select(Message).where(Message.conversation_id == conversation.id, Message.idempotency_key == key)
        )
        if before is not None:
            if (before.text, before.payload) != (text, payload):
                raise Conflict("This Idempotency-Key was used for another message. Please use a new one.")
            return before
        if payload is not None and not history.was_offered(self.since(session, conversation), payload):
            raise InvalidInput("This choice isn't offered in this conversation.")
        message = Message(
            conversation_id=conversation.id,
            author="visitor",
            text=text,
            payload=payload,
            idempotency_key=key,
            state="received",
            created_at=self._clock(),
        )
        session.add(message)
        session.flush()
        return message

    def claim(self, session: Session, message_id: int) -> Claim | None:
        """Take on answering a message; None where it is answered or another worker is at it."""
        now = self._clock()
        message = session.scalar(
            update(Message)
            .where(Message.id == message_id, Message.author == "visitor", _claimable(now))
            .values(state="answering", claimed_at=now)
            .returning(Message)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        if message is None:
            return None
        before = [m for m in self.since(session, message.conversation) if m.id < message_id]
        shown = history.last_turn(before)
        return Claim(
            message_id=message_id,
            conversation_id=message.conversation_id,
            text=message.text,
            payload=message.payload,
            claimed_at=now,
            context=history.context_of(before),
            last_reply=Reply.from_dict(shown[-1]) if shown else None,
            handing_over=history.handing_over(before),
        )

    def holds(self, session: Session, claim: Claim) -> bool:
        """Tell whether a claim still counts, and keep it so until the end of the transaction."""
        held = session.scalar(
            update(Message)
            .where(_held(claim))
            .values(state="answering")
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
        return held is not None

    def record_replies(self, session: Session, claim: Claim, turn: Turn) -> list[Message]:
        """Store what was said back; return the message and what follows it, as `with_replies` does.

        Where the claim was lost meanwhile nothing is stored and nothing returned.
        """
        outcome = outcome_of(turn.decision, pressed=claim.payload is not None)
        message = session.scalar(
            update(Message)
            .where(_held(claim))
            .values(
                state="answered",
                decision=turn.decision,
                outcome=outcome.name,
                entry_key=outcome.entry_key,
            )
            .returning(Message)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        if message is None:
            return []
        now = self._clock()
        said = [
            bot_message(claim.conversation_id, reply, now, reply_to=claim.message_id)
            for reply in turn.replies
        ]
        session.add_all(said)
        session.flush()
        return [message, *said]

    def with_replies(self, session: Session, message_id: int) -> list[Message]:
        """Return a message as it is stored now, and after it what was said back, in order."""
        return list(
            session.scalars(
                select(Message)
                .where(or_(Message.id == message_id, Message.reply_to_id == message_id))
                .order_by(Message.id)
                .execution_options(populate_existing=True)
            )
        )

    def since(self, session: Session, conversation: Conversation, after: int = 0) -> list[Message]:
        """Return the messages with an id above ``after``, oldest first."""
        return list(
            session.scalars(
                select(Message)
                .where(Message.conversation_id == conversation.id, Message.id > after)
                .order_by(Message.id)
            )
        )

    def unfinished(self, session: Session, conversation: Conversation) -> list[int]:
        """Return the ids of messages that nobody is answering, oldest first."""
        return list(
            session.scalars(
                select(Message.id)
                .where(
                    Message.conversation_id == conversation.id,
                    Message.author == "visitor",
                    _claimable(self._clock()),
                )
                .order_by(Message.id)
            )
        )

    def last_question(self, session: Session, conversation: Conversation) -> str:
        """Return the words of the visitor's last real question, for the hand-off form."""
        return history.last_question(self.since(session, conversation))


def bot_message(conversation_id: str, reply: Reply, now: datetime, *, reply_to: int | None = None) -> Message:
    """Return a reply as a message that is ready to be stored."""
    return Message(
        conversation_id=conversation_id,
        author="bot",
        text=reply.answer.body if reply.answer else reply.text,
        reply=reply.as_dict(),
        reply_to_id=reply_to,
        state="sent",
        created_at=now,
    )


def _claimable(now: datetime) -> ColumnElement[bool]:
    return or_(
        Message.state == "received",
        and_(Message.state == "answering", Message.claimed_at < now - CLAIM_LASTS),
    )


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        Message.id == claim.message_id,
        Message.state == "answering",
        Message.claimed_at == claim.claimed_at,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
