"""One message there and back: store, claim, ask, store what was said.

The slow part, asking, happens outside any database session.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.desk.due import DueTimes
from connectors.dialogue.dialogue import DialogueUnavailable, Turn
from connectors.logs import place_of
from connectors.services import with_staff
from connectors.services.conversation_fallback import FORM, implied_payload, next_best_turn
from connectors.services.conversations import Claim, ConversationService
from connectors.services.ticket_status import TicketStatus, asks_for_status, goes_on, tell_news
from connectors.web.dependencies import WebDependencies
from connectors.web.presenting import present
from connectors.web.rates import network_of_visitor
from connectors.web.schemas import ExchangeView, MessageView
from knowledge.tables import Message

log = structlog.get_logger()


class Exchange:
    """Answers visitors' messages.

    Args:
        parts: What the web process uses.
    """

    def __init__(self, parts: WebDependencies) -> None:
        self._parts = parts
        self._conversations = ConversationService(parts.clock)
        self._due = DueTimes(parts.hours, parts.targets)
        self._status = TicketStatus(parts.codes, parts.contact)

    def start(self) -> tuple[str, str, list[MessageView]]:
        """Begin a conversation; return its id, its token and the greeting."""
        with self._parts.database.session() as session:
            conversation, token = self._conversations.start(session)
            messages = self._conversations.since(session, conversation)
            return conversation.id, token, [present(message) for message in messages]

    def send(
        self, conversation_id: str, token: str, *, text: str, payload: str | None, key: str, address: str
    ) -> ExchangeView:
        """Store a message, then answer it; the same key again never answers it twice.

        Args:
            conversation_id: Which conversation.
            token: Opens it.
            text: What was typed, or the title of the button.
            payload: What a pressed button stands for.
            key: New for each new message.
            address: Where it came from.

        Raises:
            NotFound: If the token doesn't open the conversation.
            InvalidInput: If the message can't be used.
            Conflict: If the key came with another message.
        """
        try:
            message_id, claim = self._store(conversation_id, token, text, payload, key, address)
        except IntegrityError:
            # The same key arrived twice at the same moment: the other one is stored now.
            message_id, claim = self._store(conversation_id, token, text, payload, key, address)
        turn = self._ask(claim) if claim else None
        with self._parts.database.session() as session:
            recorded = self._record(session, claim, turn) if claim and turn else []
            message, *replies = recorded or self._conversations.with_replies(session, message_id)
            return ExchangeView(message=present(message), replies=[present(reply) for reply in replies])

    def since(self, conversation_id: str, token: str, after: int) -> tuple[list[MessageView], str]:
        """Return what was said after a message, and the last question.

        What an earlier worker left unfinished is finished first.
        """
        with self._parts.database.session() as session:
            conversation = self._conversations.find(session, conversation_id, token)
            unfinished = self._conversations.unfinished(session, conversation)
        for message_id in unfinished:
            self._finish(message_id)
        with self._parts.database.session() as session:
            conversation = self._conversations.find(session, conversation_id, token)
            tell_news(session, conversation, self._parts.clock())
            messages = self._conversations.since(session, conversation, after)
            question = self._conversations.last_question(session, conversation)
            return [present(message) for message in messages], question

    def _store(
        self, conversation_id: str, token: str, text: str, payload: str | None, key: str, address: str
    ) -> tuple[int, Claim | None]:
        """Store a message and take on answering it, in one transaction; it is kept before it is answered."""
        with self._parts.database.session() as session:
            conversation = self._conversations.find(session, conversation_id, token)
            message = self._conversations.receive(session, conversation, text=text, payload=payload, key=key)
            claim = self._conversations.claim(session, message.id)
            if claim is not None and self._needs_no_bot(session, claim, address):
                claim = None
            return message.id, claim

    def _finish(self, message_id: int) -> None:
        """Answer a message that an earlier worker left."""
        with self._parts.database.session() as session:
            claim = self._conversations.claim(session, message_id)
            if claim is None or self._needs_no_bot(session, claim, ""):
                return
        turn = self._ask(claim)
        with self._parts.database.session() as session:
            self._record(session, claim, turn)

    def _record(self, session: Session, claim: Claim, turn: Turn) -> list[Message]:
        """Store what was said back and return it after the message; nothing where others have answered."""
        concerned = with_staff.may_concern(session, claim) and self._conversations.holds(session, claim)
        if concerned and self._pass_on(session, claim):
            # Staff took over while the bot was thinking: what it would have said is not said.
            return []
        recorded = self._conversations.record_replies(session, claim, turn)
        said = len(turn.replies)
        log.info("message_answered", message=claim.message_id, replies=said, recorded=bool(recorded))
        return recorded

    def _needs_no_bot(self, session: Session, claim: Claim, address: str) -> bool:
        """Answer a message that is for staff, or about a ticket's status; tell whether it is one."""
        return (
            (goes_on(claim) and self._answer(session, claim, self._go_on))
            or (asks_for_status(claim) and self._answer(session, claim, partial(self._tell, address)))
            or self._pass_on(session, claim)
        )

    def _go_on(self, session: Session, claim: Claim) -> Turn | None:
        with session.begin_nested():
            return self._status.go_on(session, claim, self._parts.clock())

    def _tell(self, address: str, session: Session, claim: Claim) -> Turn | None:
        now = self._parts.clock()
        # Those who talk to people ask them; asking alone opens no resolved ticket again.
        if with_staff.are_on(session, claim, now):
            return None
        with session.begin_nested():
            return self._status.receive(session, claim, now, network_of_visitor(address))

    def _pass_on(self, session: Session, claim: Claim) -> bool:
        """Pass a message to staff where they are on the conversation; tell whether that is so."""
        return self._answer(session, claim, self._hand_to_staff)

    def _hand_to_staff(self, session: Session, claim: Claim) -> Turn | None:
        if not with_staff.may_concern(session, claim):
            return None
        with session.begin_nested():
            return with_staff.receive(session, claim, self._due, self._parts.clock())

    def _answer(self, session: Session, claim: Claim, find: Callable[[Session, Claim], Turn | None]) -> bool:
        """Record what is found to be said to a message; tell whether there is anything."""
        try:
            turn = find(session, claim)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the bot answers; staff see it all the same
            log.error("pass_on_failed", message=claim.message_id, error=place_of(error))  # noqa: TRY400 - see place_of
            return False
        if turn is None:
            return False
        self._conversations.record_replies(session, claim, turn)
        log.info("message_needed_no_bot", message=claim.message_id, replies=len(turn.replies))
        return True

    def _ask(self, claim: Claim) -> Turn:
        claim = replace(claim, payload=implied_payload(claim))
        try:
            try:
                return self._parts.dialogue.send(claim.conversation_id, claim.text, payload=claim.payload)
            except DialogueUnavailable as error:
                cause = type(error.__cause__ or error).__name__
                log.warning("dialogue_unavailable", message=claim.message_id, cause=cause)
                return next_best_turn(claim, self._parts.answers)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the visitor gets the form, not silence
            log.error("turn_failed", message=claim.message_id, error=place_of(error))  # noqa: TRY400 - see place_of
            return Turn((FORM,))
