"""Answers each question of a message that holds several, and names the one that people should answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.calibration import Flags
from retrieval.decision import MOST_OPTIONS, Decision
from retrieval.labels import Group
from retrieval.material import places_of
from retrieval.several import Cut, Several
from retrieval.splitting import Span

SURE_OF_ONE = 0.95
"""The least probability that an entry is asked for where only it and a question for people are found.

With this and `FOR_PEOPLE`, 2 of 1,876 held-out near misses become half an answer. Of 479 messages made of
an FAQ question and a near miss 141 get the answer with the offer, and 249 go to people or get a question
back whole."""

FOR_PEOPLE = 0.7
"""The least probability of the near misses in a part for it to be named as one that no entry answers."""

SAME = 0.1
"""The largest probability of an answered entry in such a part."""

HARDLY = 0.02
"""Its largest probability in a part that is named beside an answer that is given anyway. Whatever else such a
part asks is named: 97% of held-out near misses, 97% of other business, 95% of second FAQ questions that the
head missed. Of 1,458 sure single questions that fall into parts 40 get an offer too many."""

TALK = 0.3
"""From this probability of small talk on a part is none of it."""

CLEAR = 0.9
"""Where every entry is asked for by as much as this they are answered in the order of the questions."""

FEWEST_WORDS = 4

_QUESTION = re.compile(
    r"^(?:(?:and|also|but|so|please|pls|then|hi|hello)[, ]+)*(?:how|whats?|wheres?|whens?|whos?|whom|whose"
    r"|which|why|can|could|do|does|did|is|are|will|would|should|may|must|have|has|am)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"\b(it|its|they|them|their|this|that|these|those|he|she|him|his|her|ones?|there|same|such|so|yours|ours|too"
    r"|either|else|whole)\b",
    re.IGNORECASE,
)
_EMPTY_WORDS = frozenset(
    """
    a about am an and any are as at be been by can can't could did do does for from get got had has have
    how if in into is long many may me much must my need no not of often on or our out please pls should
    some the to up us was we were what what's whats when when's whens where where's wheres which who
    who's whom whos whose why will with would yes you your
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)


@dataclass(frozen=True)
class Parting:
    """Decides on messages that fall into parts.

    Attributes:
        several: Tells which entries are asked for.
        labels: Every label, in the order of the probabilities.
    """

    several: Several
    labels: Sequence[str]

    def decide(self, message: Cut, whole: Decision) -> Decision | None:
        """Return a decision on the parts, or None where the message is best decided as a whole.

        Args:
            message: The message and its parts.
            whole: The decision on all of it.
        """
        if whole.reason in {"human_request", "outside", "small_talk"}:
            return None
        asked = self.several(message, self.labels)
        found = [place for place, (share, _) in asked.items() if share >= self.several.line]
        if len(found) > 1:
            return self._answer(message, whole, asked, found, "several")
        if whole.action == "answer":
            place = self.labels.index(whole.keys[0])
            left = self._left(message, [self._best_span(message, place)], self._asks_else(message, [place]))
            return replace(whole, reason="partly", question=left) if left else None
        best = max(asked, key=lambda place: asked[place][0], default=None)
        if best is None or asked[best][0] < SURE_OF_ONE or self.labels[best] != whole.ranking[0]:
            return None
        left = self._left(message, [asked[best][1]], self._is_for_people(message, [best]))
        return replace(self._answer(message, whole, asked, [best], "partly"), question=left) if left else None

    def _answer(
        self,
        message: Cut,
        whole: Decision,
        asked: dict[int, tuple[float, Span]],
        found: list[int],
        reason: str,
    ) -> Decision:
        surest = sorted(found, key=lambda place: -asked[place][0])[:MOST_OPTIONS]
        order = surest
        if all(asked[place][0] >= CLEAR for place in surest):
            order = sorted(surest, key=lambda place: asked[place][1].begin)
        covered = [asked[place][1] for place in order]
        left = self._left(message, covered, self._asks_else(message, order))
        numbers = {f"part_{self.labels[place]}": round(asked[place][0], 4) for place in order}
        return replace(
            whole,
            action="answer",
            keys=tuple(self.labels[place] for place in order),
            confidence=round(min(asked[place][0] for place in order), 4),
            intent=None,
            reason=reason,
            explanation=numbers,
            question=left,
        )

    def _best_span(self, message: Cut, place: int) -> Span:
        return message.spans[int(np.argmax(message.shares[:, place]))]

    def _is_for_people(self, message: Cut, answered: Sequence[int]) -> Flags:
        near_misses = places_of(self.labels)[Group.NEAR_MISS]
        for_people = message.shares[:, near_misses].sum(axis=1) >= FOR_PEOPLE
        found: Flags = for_people & (message.shares[:, answered].max(axis=1) <= SAME)
        return found

    def _asks_else(self, message: Cut, answered: Sequence[int]) -> Flags:
        talk = message.shares[:, places_of(self.labels)[Group.SMALL_TALK]].sum(axis=1)
        found: Flags = (talk < TALK) & (message.shares[:, answered].max(axis=1) <= HARDLY)
        return found

    @staticmethod
    def _left(message: Cut, covered: Sequence[Span], wanted: Flags) -> str:
        """Return the wanted parts that are questions and that no answer covers, empty where there is none."""
        left = [
            span.text
            for span, is_wanted in zip(message.spans, wanted, strict=True)
            if is_wanted
            and span.end - span.begin == 1
            and not any(span.overlaps(other) for other in covered)
            and stands_alone(span.text)
        ]
        return " ".join(left)


def stands_alone(text: str) -> bool:
    """Tell whether a part is a question that can be understood without the others."""
    words = re.findall(r"[\w']+", text.lower())
    if len(words) < FEWEST_WORDS or len([w for w in words if w not in _EMPTY_WORDS]) < 2:
        return False
    rest = re.sub(r"^(what|which|who)\b", "", text, flags=re.IGNORECASE)
    return bool(_QUESTION.match(text)) and not _LEANING.search(rest)
