"""The ways to read a mail: as a whole, sentence by sentence and, for several questions, closer still."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from connectors.mail.questions import Asked
from connectors.mail.weighing import beside_probability, entry_probability, scores_of
from retrieval.decision import Decision
from retrieval.splitting import parts_of
from retrieval.text import LONGEST


@dataclass(frozen=True)
class Reading:
    """What the judge says of a mail.

    Attributes:
        asked: What the mail asks.
        views: Its decision on each way to read the mail.
    """

    asked: Asked
    views: Mapping[str, Decision]

    @property
    def whole(self) -> Decision:
        """The decision on all that is said, with the subject before it."""
        return self.views[_with_subject(self.asked)[:LONGEST]]

    @property
    def text(self) -> Decision:
        """The decision on all that is said below the subject."""
        return self.views[self.asked.whole[:LONGEST]]

    @property
    def questions(self) -> list[Decision]:
        """The decisions on the questions."""
        return self._of(self.asked.questions)

    @property
    def sentences(self) -> list[Decision]:
        """The decisions on the questions and all other sentences."""
        return [*self.questions, *self._of(self.asked.sentences)]

    @property
    def parts(self) -> list[Decision]:
        """The decisions on all parts, however they are cut."""
        return [*self.sentences, *self._of(closer_ways(self.asked))]

    @property
    def entries(self) -> dict[str, float]:
        """The entries that may be meant, with the probability that each is among them."""
        sentences = self.sentences
        return {key: entry_probability(key, self.whole, sentences) for key in self._named(sentences)}

    @property
    def beside(self) -> dict[str, float]:
        """The same where one entry is sure, with the probability that each of the others is meant, too."""
        parts = self.parts
        return {key: beside_probability(key, self.whole, parts) for key in self._named(parts)}

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Return entries in the order in which the mail asks for them: where the part ends that says most."""
        said = [text for text in self.views if text in self.asked.whole and text != self.asked.whole]

        def place(key: str) -> int:
            most = max(said, key=lambda text: scores_of(self.views[text]).get(key, 0.0), default="")
            return self.asked.whole.find(most) + len(most)

        return sorted(keys, key=place)

    def _of(self, texts: Iterable[str]) -> list[Decision]:
        return [self.views[text] for text in texts if text in self.views]

    def _named(self, parts: Iterable[Decision]) -> list[str]:
        return sorted({key for view in (self.whole, *parts) for key in scores_of(view)})


def ways(asked: Asked) -> list[str]:
    """Return the texts that the judge is asked about first."""
    return [asked.whole, _with_subject(asked), *asked.questions, *asked.sentences]


def closer_ways(asked: Asked) -> list[str]:
    """Return more texts, which tell several questions apart.

    "How do I get on that list?" says little without the sentence before it, and "how do we join, and when
    does the Panel meet?" asks two things.
    """
    questions = set(asked.questions)
    after_another = [f"{one} {other}" for one, other in pairwise(asked.sentences) if other in questions]
    return [*after_another, *(part for question in asked.questions for part in parts_of(question))]


def _with_subject(asked: Asked) -> str:
    return f"{asked.subject}. {asked.whole}" if asked.subject else asked.whole
