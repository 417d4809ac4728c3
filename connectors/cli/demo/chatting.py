"""Conversations of the demo's visitors, kept as the service keeps real ones."""

import random
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from connectors.cli.demo.past import Past
from connectors.desk.contact import Contact
from connectors.desk.hours import BusinessHours
from connectors.dialogue.dialogue import Turn
from connectors.services.answering import CHOOSE_ENTRY
from connectors.services.composing import Desk, compose
from connectors.services.conversation_ratings import rate_last_answer
from connectors.services.conversations import ConversationService
from knowledge.entries import FaqEntry
from knowledge.tables import Conversation
from retrieval.decision import Decision

CHATS = Path(__file__).with_name("chats.toml")
DAYS = 9
"""Working days that the conversations are spread over: parts of two weeks at least."""


@dataclass(frozen=True)
class Talk:
    """One message that a conversation of its own is made of, and what the assistant makes of it.

    Attributes:
        text: What the visitor writes.
        decision: What is decided on it.
        chosen: The entry that is chosen, where the assistant asks back.
    """

    text: str
    decision: Decision
    chosen: str = ""


class Chats:
    """Lets visitors talk to the assistant.

    Args:
        past: What time it is.
        hours: When the Helpdesk is open.
        contact: How else to reach it.
        entries: The published FAQ, by key.
    """

    def __init__(
        self, past: Past, hours: BusinessHours, contact: Contact, entries: Mapping[str, FaqEntry]
    ) -> None:
        self._past = past
        self._hours = hours
        self._contact = contact
        self._entries = entries
        self._conversations = ConversationService(past)

    def a_fortnight(self, session: Session) -> int:
        """Let all of them come, over the last days; return how many came."""
        chance = random.Random(12)  # noqa: S311 - the same conversations every time
        talks = list(read_talks(tomllib.loads(CHATS.read_text(encoding="utf-8"))))
        for number, talk in enumerate(talks):
            self._past.put_to(1 + number % DAYS, time(9 + chance.randrange(8), chance.randrange(60)))
            conversation = self.begin(session, talk.text, talk.decision)
            if talk.chosen:
                self._choose(session, conversation, talk.chosen)
            rating = chance.choices(("yes", "no", ""), (55, 10, 35))[0]
            if rating and (talk.decision.action == "answer" or talk.chosen):
                self._past.forward(1)
                rate_last_answer(
                    session, now=self._past(), conversation_id=conversation.id, helpful=rating == "yes"
                )
        return len(talks)

    def begin(self, session: Session, text: str, decision: Decision) -> Conversation:
        """Let a visitor begin with a message; return the conversation."""
        conversation, _ = self._conversations.start(session)
        self.write(session, conversation, text, decision)
        return conversation

    def write(
        self,
        session: Session,
        conversation: Conversation,
        text: str,
        decision: Decision | None,
        payload: str | None = None,
    ) -> int:
        """Let a visitor write, and the assistant answer what was decided on; return the message's id."""
        key = secrets.token_hex(8)
        message = self._conversations.receive(session, conversation, text=text, payload=payload, key=key)
        claim = self._conversations.claim(session, message.id)
        if claim is not None:
            self._conversations.record_replies(session, claim, self._turn(decision))
        return message.id

    def _choose(self, session: Session, conversation: Conversation, key: str) -> None:
        chosen = Decision("answer", (key,), confidence=1.0, ranking=(key,), reason="chosen")
        payload = f'{CHOOSE_ENTRY}{{"entry":"{key}"}}'
        self.write(session, conversation, self._entries[key].title, chosen, payload)

    def _turn(self, decision: Decision | None) -> Turn:
        if decision is None:
            return Turn()
        now = self._past()
        desk = Desk(self._hours.is_open(now), self._hours.sentence(now), self._contact)
        decision, replies = compose(decision, self._entries, desk)
        return Turn(replies, decision.as_dict())


def read_talks(data: Mapping[str, Any]) -> Iterator[Talk]:
    """Read what visitors say from the file of the demo, mixed so that no kind comes in a row."""
    talks = [Talk(text, _answer(one["entry"])) for one in data["question"] for text in one["texts"]]
    talks += [Talk(text, _offer(one["entry"])) for one in data["offered"] for text in one["texts"]]
    talks += [
        Talk(text, Decision("decline", intent="outside_consumer", reason="outside"))
        for one in data["declined"]
        for text in one["texts"]
    ]
    talks += [
        Talk(one["text"], _asking(tuple(one["entries"])), one.get("chosen", "")) for one in data["asked_back"]
    ]
    random.Random(3).shuffle(talks)  # noqa: S311 - the same order every time
    return iter(talks)


def _answer(key: str) -> Decision:
    return Decision("answer", (key,), confidence=0.95, ranking=(key,), reason="sure", scores={key: 0.95})


def _offer(key: str) -> Decision:
    return Decision("handoff", (), confidence=0.0, ranking=(key,), reason="near_miss", scores={key: 0.4})


def _asking(keys: tuple[str, ...]) -> Decision:
    return Decision("clarify", keys, confidence=0.4, ranking=keys, reason="close")
