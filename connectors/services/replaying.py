"""Asks past questions again as if a change were published, and says what would become of them.

The candidate is a judge of its own, made beside the one that serves and thrown away afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.services.live_faq import LiveFaq
from connectors.services.staff.faq_editing import read_entry
from connectors.services.staff.redacting import as_phrasing
from knowledge.database import Database
from knowledge.entries import FaqEntry
from knowledge.errors import Conflict
from knowledge.faq import as_faq_entry
from knowledge.faq_state import REMOVED
from knowledge.learning_tables import Phrasing
from knowledge.state import FaqState
from knowledge.tables import Message
from retrieval.decision import Decision, Judge
from retrieval.text import normalise

MOST_QUESTIONS = 200
"""Past questions that are asked again, newest first."""

MOST_SECONDS = 15.0
"""After so long it stops with what it has; a page waits for it."""

MOST_LOOKED_AT = 3_000
"""Messages in which the questions are looked for."""

MOST_CHANGES = 60
"""Changes that are named; all are counted."""

Kind = Literal["gained", "lost", "changed"]


@dataclass(frozen=True)
class Difference:
    """A question that would get something else.

    Attributes:
        question: What was asked.
        kind: ``gained`` an answer, ``lost`` it, or ``changed``: another answer, or another offer.
        before: What is done now, by action and keys.
        after: What would be done.
    """

    question: str
    kind: Kind
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Replay:
    """What a change would do.

    Attributes:
        asked: How many past questions were asked again.
        wanted: How many there were to ask, at most `MOST_QUESTIONS`.
        counts: How many differ, by kind.
        same_entry: How many get this entry now and then: with its new words, where these change.
        changes: Up to `MOST_CHANGES` of them.
    """

    asked: int
    wanted: int
    counts: Mapping[str, int]
    same_entry: int
    changes: Sequence[Difference]

    def as_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        return asdict(self)


class Replays:
    """Replays one change at a time.

    Args:
        database: Where drafts, proposals and past questions are kept.
        live: What is served now.
        seconds: Tells the time that passes.
    """

    def __init__(self, database: Database, live: LiveFaq, seconds: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._live = live
        self._seconds = seconds
        self._one_at_a_time = Lock()

    def run(self, key: str, *, withdraw: bool = False) -> Replay:
        """Return what publishing an entry as it stands, or withdrawing it, would do.

        Raises:
            NotFound: If there is no such entry.
            Conflict: If another replay is running.
        """
        if not self._one_at_a_time.acquire(blocking=False):
            raise Conflict("Somebody else replays a change just now. Please try again in a moment.")
        try:
            until = self._seconds() + MOST_SECONDS
            served = self._live.served
            with self._database.session() as session:
                state = changed(session, served.state, key, withdraw=withdraw)
                questions = past_questions(session)
            return self._compare(key, questions, served.judge, served.learnt.up_to_date(state), until)
        finally:
            self._one_at_a_time.release()

    def _compare(self, key: str, questions: Sequence[str], now: Judge, then: Judge, until: float) -> Replay:
        asked = same = 0
        counts = {"gained": 0, "lost": 0, "changed": 0}
        changes: list[Difference] = []
        for question in questions:
            if self._seconds() >= until:
                break
            before, after = now.decide(question), then.decide(question)
            asked += 1
            same += before.action == after.action == "answer" and key in before.keys and key in after.keys
            kind = _kind(before, after)
            if kind:
                counts[kind] += 1
                if len(changes) < MOST_CHANGES:
                    changes.append(Difference(question, kind, _short(before), _short(after)))
        order = ("lost", "changed", "gained")
        changes.sort(key=lambda change: order.index(change.kind))
        return Replay(asked, len(questions), counts, same, changes)


def changed(session: Session, state: FaqState, key: str, *, withdraw: bool) -> FaqState:
    """Return the FAQ as it would be with an entry's draft and proposals, or without the entry.

    Raises:
        NotFound: If there is no such entry.
    """
    file = read_entry(session, key)
    words = as_faq_entry(file.entry, file.published or file.latest if withdraw else file.latest)
    if withdraw:
        rest = [entry for entry in state.entries if entry.key != key]
        return replace(state, entries=rest, withdrawn=[*_others(state.withdrawn, key), words])
    texts = session.scalars(
        select(Phrasing.text)
        .where(Phrasing.entry_id == file.entry.id, Phrasing.state != REMOVED)
        .order_by(Phrasing.id)
    )
    phrasings = {**state.phrasings, key: tuple(texts)}
    entries = [words if entry.key == key else entry for entry in state.entries]
    if key not in state.published:
        entries.append(words)
    return replace(state, entries=entries, withdrawn=_others(state.withdrawn, key), phrasings=phrasings)


def past_questions(session: Session) -> list[str]:
    """Return what visitors asked last, each once, newest first, without personal data."""
    rows = session.execute(
        select(Message.text, Message.decision)
        .where(Message.author == "visitor", Message.payload.is_(None), Message.decision.is_not(None))
        .order_by(Message.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    unique: dict[str, str] = {}
    for text, decision in rows:
        if decision.get("action") != "chat" and decision.get("reason") not in {"chosen", "none_of_these"}:
            question = as_phrasing(text)
            unique.setdefault(normalise(question).casefold(), question)
    unique.pop("", None)
    return list(unique.values())[:MOST_QUESTIONS]


def _others(entries: Sequence[FaqEntry], key: str) -> list[FaqEntry]:
    return [entry for entry in entries if entry.key != key]


def _kind(before: Decision, after: Decision) -> Kind | None:
    if (before.action == "answer") != (after.action == "answer"):
        return "gained" if after.action == "answer" else "lost"
    return "changed" if (before.action, before.keys) != (after.action, after.keys) else None


def _short(decision: Decision) -> dict[str, Any]:
    return {"action": decision.action, "keys": list(decision.keys)}
