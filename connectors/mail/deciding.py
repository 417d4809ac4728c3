"""Decides what a mail gets that no rule has settled: the chat's judge, with a stricter threshold.

A mail says more than a question: who asks, why, and what has been tried. So the judge is asked
about the whole, about each sentence and about all questions together. One sure answer is enough,
as long as nothing speaks against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors.mail.message import Mail
from connectors.mail.questions import MOST_QUESTIONS, Asked, asked_in
from connectors.mail.rules.rule import Outcome
from retrieval.decision import Decision, Judge
from retrieval.encoder import Encoder
from retrieval.text import LONGEST, normalise

MOST_REMEMBERED = 2_000
"""Vectors that the encoder has to remember; mails repeat little."""

PART_SURE = 0.8
"""The least confidence of the answer to each of several questions."""

AGAINST = 0.6
"""From this confidence on another entry speaks against an answer."""

PEOPLE = 0.5
"""From this probability on a near miss or a wish for a person speaks against an answer."""

MOST_ANSWERS = 4
SEVERAL = "several"

_WHY = {
    "near_miss": "It is near what the FAQ answers, but not in it.",
    "human_request": "It asks for a person.",
    "close": "Several entries of the FAQ are close.",
    "outside": "It belongs to another organisation.",
    "small_talk": "It asks nothing that the FAQ answers.",
    "foreign_language": "It isn't in English.",
    "no_words": "There are no words in it.",
    "empty": "There is no text in it.",
}


class QuestionDecider:
    """Answers where sure, and hands everything else to people with what they may answer.

    Args:
        judge: The same as in the chat.
        encoder: The judge's. It remembers, so that all texts of a mail are encoded in one go.
        published: The keys of the entries that may be quoted.
        sure: The least confidence of an answer.
        off: The keys of the entries that are for people only.
    """

    def __init__(
        self,
        judge: Judge,
        encoder: Encoder,
        published: frozenset[str],
        sure: float,
        off: frozenset[str] = frozenset(),
    ) -> None:
        self._judge = judge
        self._encoder = encoder
        self._published = published
        self._sure = sure
        self._off = off

    def decide(self, mail: Mail) -> Outcome:
        """Return an answer, or what goes to people and why."""
        asked = asked_in(mail)
        if not asked.whole:
            return _to_people("There is no question in it.", (), asked)
        if len(asked.questions) > MOST_QUESTIONS or len(asked.whole) > LONGEST:
            return _to_people("It is too long, or asks too much, to be answered automatically.", (), asked)
        views = self._views(asked)
        keys, confidence, why = self._answer(asked, views)
        keys = tuple(key for key in keys if key in self._published)
        if not keys:
            suggestions = self._suggestions(asked, views)
            outcome = _to_people(why or _why(views[asked.whole]), suggestions, asked)
            return replace(outcome, scores=_scores(suggestions, views))
        if not self._off.isdisjoint(keys):
            outcome = _to_people("Its topic isn't answered automatically.", keys, asked)
            return replace(outcome, scores=_scores(keys, views))
        what = (
            "It asks what the FAQ answers."
            if len(keys) == 1
            else "It asks several things that the FAQ answers."
        )
        outcome = Outcome("answer", what, "decided", keys, "", asked.questions, confidence=confidence)
        return replace(outcome, scores=_scores(keys, views))

    def _views(self, asked: Asked) -> dict[str, Decision]:
        """Return the judge's decision on every way to read the mail."""
        joined = " ".join(asked.questions)
        texts = dict.fromkeys((asked.whole, joined, *asked.questions, *asked.sentences))
        if asked.subject:
            texts |= {f"{asked.subject}. {asked.whole}"[:LONGEST]: None}
        texts = {text[:LONGEST]: None for text in texts if text.strip()}
        self._encoder.encode([normalise(text) for text in texts])
        return {text: self._judge.decide(text) for text in texts}

    def _answer(self, asked: Asked, views: dict[str, Decision]) -> tuple[tuple[str, ...], float, str]:
        """Return the keys of an answer with their confidence, or none and why."""
        whole = views[asked.whole]
        if _people(whole) >= PEOPLE:
            return (), 0.0, ""
        single = [views[question] for question in asked.questions]
        if len(single) == 1 and single[0].reason == SEVERAL and single[0].confidence >= PART_SURE:
            return single[0].keys[:MOST_ANSWERS], single[0].confidence, ""
        if len(single) > 1:
            several = self._several(asked, views, single)
            if several is not None:
                return several
        return self._one(asked, views)

    def _several(
        self, asked: Asked, views: dict[str, Decision], single: Sequence[Decision]
    ) -> tuple[tuple[str, ...], float, str] | None:
        """Return the answer to several questions, a refusal, or None where they ask one thing."""
        sure = {d.keys[0]: d.confidence for d in single if d.action == "answer" and d.confidence >= PART_SURE}
        if len(sure) > 1:
            if all(decision.action == "answer" for decision in single):
                return tuple(sure)[:MOST_ANSWERS], min(sure.values()), ""
            return (), 0.0, "One of its questions is for people."
        joined = views.get(" ".join(asked.questions)[:LONGEST])
        if joined and joined.action == "answer" and joined.confidence >= self._sure:
            return None
        for question, decision in zip(asked.questions, single, strict=False):
            if question.endswith("?") and _people(decision) >= PEOPLE:
                return (), 0.0, "One of its questions is for people."
        return None

    def _one(self, asked: Asked, views: dict[str, Decision]) -> tuple[tuple[str, ...], float, str]:
        answers = [
            (text, view) for text, view in views.items() if view.action == "answer" and view.reason != SEVERAL
        ]
        best = max((view for _, view in answers), key=lambda view: view.confidence, default=None)
        if best is None or best.confidence < self._sure:
            return (), 0.0, ""
        # A sentence that asks nothing tells how things stand; it may support an answer only.
        told = set(asked.sentences) - set(asked.questions)
        against = [view for text, view in answers if text not in told and view.keys[0] != best.keys[0]]
        if any(view.confidence >= AGAINST for view in against):
            return (), 0.0, "Several entries of the FAQ are close."
        return best.keys, best.confidence, ""

    def _suggestions(self, asked: Asked, views: dict[str, Decision]) -> tuple[str, ...]:
        """Return what people may answer with: each question's nearest entry, then the whole mail's."""
        if views[asked.whole].reason in {"outside", "small_talk"}:
            return ()
        near = [views[question].keys[:1] for question in asked.questions if question in views]
        found = dict.fromkeys(key for keys in (*near, views[asked.whole].keys) for key in keys)
        return tuple(key for key in found if key in self._published)[:MOST_ANSWERS]


def _scores(keys: Sequence[str], views: Mapping[str, Decision]) -> tuple[float | None, ...]:
    """Return how probable each entry is by the reading of the mail that speaks most for it."""
    found = ([view.scores[key] for view in views.values() if key in view.scores] for key in keys)
    return tuple(max(scores, default=None) for scores in found)


def _people(decision: Decision) -> float:
    numbers = decision.explanation
    return numbers.get("p_near_miss", 0.0) + numbers.get("p_human", 0.0)


def _why(decision: Decision) -> str:
    return _WHY.get(decision.reason, "No answer of the FAQ is sure enough.")


def _to_people(why: str, keys: tuple[str, ...], asked: Asked) -> Outcome:
    return Outcome("handoff", f"{why} People answer it.", "decided", keys, "", asked.questions)
