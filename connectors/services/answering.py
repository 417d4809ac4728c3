"""One message in, a decision and the replies that carry it out: the same for every channel."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.desk.contact import Contact
from connectors.desk.hours import BusinessHours
from connectors.dialogue.reply import Reply
from connectors.services.choosing import Option, choose
from connectors.services.composing import Desk, compose
from connectors.services.short_words import CONTACT_ENTRY, decide_short_words
from knowledge.entries import FaqEntry
from knowledge.errors import NotFound
from retrieval.decision import NOTHING_SAID, Context, Decision, Judge, NluIntent

FaqSource = Callable[[Session, str], FaqEntry]
"""Returns a published entry by its key, or raises NotFound, as `knowledge.faq.entry` does."""

CHOOSE_ENTRY = "/choose_entry"
ENTRY_KEY = re.compile("[a-z0-9-]{1,80}")


class AnsweringService:
    """Answers from the FAQ. Takes a session, writes nothing, and may be asked again.

    Args:
        judge: Decides on what isn't a choice among entries that were offered.
        faq_source: Knows the published entries.
        hours: Knows when the Helpdesk is open.
        clock: Tells the time.
        contact: How else to reach the Helpdesk.
    """

    def __init__(
        self, judge: Judge, faq_source: FaqSource, hours: BusinessHours, clock: Clock, contact: Contact
    ) -> None:
        self._judge = judge
        self._faq = faq_source
        self._hours = hours
        self._clock = clock
        self._contact = contact

    def prepare(self, text: str) -> None:
        """Read a typed message that `respond` is going to be asked about."""
        self._judge.prepare(text)

    def respond(
        self,
        session: Session,
        text: str,
        intents: Sequence[NluIntent] = (),
        context: Context = NOTHING_SAID,
    ) -> tuple[Decision, tuple[Reply, ...]]:
        """Decide on one message and say what follows.

        Args:
            session: Reads the FAQ.
            text: What the person typed, at most 4,000 characters, or the payload of the button
                that was pressed. Typed words that begin with a slash never come here.
            intents: The dialogue server's ranking; empty where it did not speak.
            context: What was offered and answered before.

        Returns:
            The decision, and the replies in order; none for small talk, which is the bot's own.
        """
        decision = (
            self._pressed(text, context) if text.startswith("/") else self._picked(session, text, context)
        )
        if decision is None:
            decision = decide_short_words(text) or self._judge.decide(text, intents, context)
        decision = self._with_topic(session, decision, text, context)
        return compose(decision, self._published(session, decision.keys), self._desk())

    def _pressed(self, payload: str, context: Context) -> Decision:
        """Return the decision that a button stands for."""
        name = payload.split("{", 1)[0].strip()
        if name == CHOOSE_ENTRY:
            key = _entry_of(payload)
            # A button without an entry is as good as one whose entry was withdrawn.
            return _chosen((key,)) if key else Decision("handoff", reason="withdrawn")
        if name == "/none_of_these":
            return _none_of(context)
        if name == "/opening_hours":
            return _chosen((CONTACT_ENTRY,))
        if name == "/ask_human":
            return Decision("handoff", intent="ask_human", reason="human_request")
        return Decision("decline", reason="stale_button")

    def _picked(self, session: Session, text: str, context: Context) -> Decision | None:
        """Return the decision where words pick an entry that was offered, or refuse them all."""
        if not context.offered:
            return None
        titles = self._published(session, context.offered)
        options = [Option(key, titles[key].title if key in titles else "") for key in context.offered]
        keys = choose(text, options)
        if keys is None:
            return None
        return _chosen(keys) if keys else _none_of(context)

    def _with_topic(self, session: Session, decision: Decision, text: str, context: Context) -> Decision:
        """Note what a follow-up follows, where people are to answer it: alone it would puzzle them."""
        if (decision.action, decision.reason) != ("handoff", "follow_up") or not context.topic:
            return decision
        before = self._published(session, (context.topic,))
        if context.topic not in before:
            return decision
        return replace(decision, question=f"{text}\n\n(After the answer to: {before[context.topic].title})")

    def _published(self, session: Session, keys: Iterable[str]) -> dict[str, FaqEntry]:
        found: dict[str, FaqEntry] = {}
        for key in keys:
            try:
                found[key] = self._faq(session, key)
            except NotFound:
                # Withdrawn since the index was made; whoever uses the result copes with that.
                continue
        return found

    def _desk(self) -> Desk:
        now = self._clock()
        return Desk(self._hours.is_open(now), self._hours.sentence(now), self._contact)


def _chosen(keys: tuple[str, ...]) -> Decision:
    return Decision("answer", keys, confidence=1.0, ranking=keys, reason="chosen")


def _none_of(context: Context) -> Decision:
    return Decision("handoff", ranking=context.offered, reason="none_of_these")


def _entry_of(payload: str) -> str | None:
    try:
        key = json.loads(payload.removeprefix(CHOOSE_ENTRY))["entry"]
    except (ValueError, KeyError, TypeError):
        return None
    return key if isinstance(key, str) and ENTRY_KEY.fullmatch(key) else None
