"""Decides what a mail gets that no rule has settled: the chat's judge, with a stricter threshold.

A mail says more than a question: who asks, why, and what has been tried. So the judge is asked about the
whole and about each sentence, and both readings together tell how probable it is that an entry is among the
right ones. Where one is sure, a closer reading tells which others are asked for beside it. Whether the FAQ is
enough at all is told by the words of the mail; docs/adr/0014.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from connectors.mail.message import Mail
from connectors.mail.questions import MOST_QUESTIONS, Asked, asked_in
from connectors.mail.rules.rule import Outcome
from connectors.mail.views import Reading, closer_ways, ways
from connectors.mail.weighing import outside_the_faq, people_probability
from retrieval.decision import Decision, Judge
from retrieval.encoder import Encoder
from retrieval.text import LONGEST, normalise

MOST_REMEMBERED = 2_000
"""Vectors that the encoder has to remember; mails repeat little."""

FOR_PEOPLE = 0.3
"""From this probability on that people have to answer, they do."""

NO_DOUBT = 0.005
"""The most probability that the FAQ isn't enough at which the judge alone decides on a plain question."""

SPEAKS_AGAINST = 0.8
"""From this probability by the words alone on it doesn't."""

BESIDE = 0.6
"""The least probability of an entry that stands beside a sure one."""

MOST_ANSWERS = 4

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
        sure: The least probability that an entry is right.
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
            return _to_people("There is no question in it.", asked)
        if len(asked.questions) > MOST_QUESTIONS or len(asked.whole) > LONGEST:
            return _to_people("It is too long, or asks too much, to be answered automatically.", asked)
        reading = self.read(asked)
        for_people = _for_people(mail, reading)
        sure = self._sure_of(reading)
        if not sure or for_people >= FOR_PEOPLE:
            why = _why_people(reading) if sure else _why_not(reading)
            return self._handed_over(why, self._suggestions(reading), reading)
        reading = self.read_closer(reading)
        found = sure | self._beside(reading, sure)
        if not self._off.isdisjoint(found):
            return self._handed_over("Its topic isn't answered automatically.", tuple(found), reading)
        what = "several things that the FAQ answers" if len(found) > 1 else "what the FAQ answers"
        confidence = min(found.values()) * (1 - for_people)
        keys = tuple(reading.in_order(found))
        outcome = Outcome("answer", f"It asks {what}.", "decided", keys, "", asked.questions)
        return replace(outcome, confidence=confidence, scores=_scores(keys, reading.views))

    def read(self, asked: Asked) -> Reading:
        """Ask the judge about a mail, as a whole and sentence by sentence."""
        return Reading(asked, self._judged(ways(asked)))

    def read_closer(self, reading: Reading) -> Reading:
        """Ask it about more ways, which tell several questions apart."""
        return Reading(reading.asked, {**reading.views, **self._judged(closer_ways(reading.asked))})

    def _judged(self, ways_to_read: Iterable[str]) -> dict[str, Decision]:
        texts = list(dict.fromkeys(text[:LONGEST] for text in ways_to_read if text.strip()))
        self._encoder.encode([normalise(text) for text in texts])
        return {text: self._judge.decide(text) for text in texts}

    def _sure_of(self, reading: Reading) -> dict[str, float]:
        """Return the entry that answers a mail with its probability; none if unsure."""
        entries = {key: p for key, p in reading.entries.items() if key in self._published}
        best = max(entries, key=entries.__getitem__, default=None)
        return {best: entries[best]} if best and entries[best] >= self._sure else {}

    def _beside(self, reading: Reading, sure: Mapping[str, float]) -> dict[str, float]:
        """Return the entries that it asks for beside the sure one, best first."""
        others = {key: p for key, p in reading.beside.items() if key in self._published and key not in sure}
        best = sorted(others, key=lambda key: -others[key])[: MOST_ANSWERS - 1]
        return {key: others[key] for key in best if others[key] >= BESIDE}

    def _suggestions(self, reading: Reading) -> tuple[str, ...]:
        """Return what people may answer with: each question's nearest entry, then the whole mail's."""
        if reading.text.reason in {"outside", "small_talk"}:
            return ()
        near = [question.keys[:1] for question in reading.questions]
        found = dict.fromkeys(key for keys in (*near, reading.text.keys) for key in keys)
        return tuple(key for key in found if key in self._published)[:MOST_ANSWERS]

    def _handed_over(self, why: str, keys: tuple[str, ...], reading: Reading) -> Outcome:
        outcome = _to_people(why, reading.asked)
        return replace(outcome, keys=keys, scores=_scores(keys, reading.views))


def _for_people(mail: Mail, reading: Reading) -> float:
    """Return how probable it is that people have to answer."""
    by_words = mail.impression.people
    doubt = max(map(outside_the_faq, (reading.whole, *reading.questions)))
    # One question and nothing else is a message, and those the judge has learnt.
    if len(reading.asked.sentences) == 1 and doubt <= NO_DOUBT and by_words < SPEAKS_AGAINST:
        return doubt
    return people_probability(by_words, reading.whole, reading.questions)


def _scores(keys: Iterable[str], views: Mapping[str, Decision]) -> tuple[float | None, ...]:
    """Return how probable each entry is by the reading of the mail that speaks most for it."""
    found = ([view.scores[key] for view in views.values() if key in view.scores] for key in keys)
    return tuple(max(scores, default=None) for scores in found)


def _why_people(reading: Reading) -> str:
    questions = [question.explanation for question in reading.questions]
    if len(questions) > 1 and any(q.get("p_near_miss", 0) + q.get("p_human", 0) >= 0.5 for q in questions):
        return "One of its questions is for people."
    return "It is on a subject of the FAQ, but it reads like a matter for people."


def _why_not(reading: Reading) -> str:
    return _WHY.get(reading.text.reason, "No answer of the FAQ is sure enough.")


def _to_people(why: str, asked: Asked) -> Outcome:
    return Outcome("handoff", f"{why} People answer it.", "decided", questions=asked.questions)
