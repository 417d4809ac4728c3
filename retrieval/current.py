"""The trained judge, brought up to date with the FAQ of this moment, in half a second and without training.

What compares a message with texts is made anew from the present texts: the nearest neighbours, BM25,
the subjects for follow-ups. What was fitted stays as it is until the next training: the two linear
members, the pool, the calibration. Entries that the training didn't know stand beside the vote.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.entries import FaqEntry
from knowledge.errors import BrokenIndex
from knowledge.state import FaqState
from retrieval.decision import NOTHING_SAID, Context, Decision, Judge, NluIntent
from retrieval.encoder import Encoder, RememberingEncoder
from retrieval.examples import STAFF, Example, OpenQuestion
from retrieval.judge import FusionJudge
from retrieval.labels import Group, group_of
from retrieval.material import Material
from retrieval.members.lexical import LexicalMember
from retrieval.members.member import Member
from retrieval.members.neighbours import NeighbourMember
from retrieval.model import Model, Voices
from retrieval.newcomers import SETTLED, Newcomer, Newcomers, Rivals, with_newcomer, without
from retrieval.text import normalise
from retrieval.topics import Topics
from retrieval.training import gather

LEAST_LEARNT = 5
"""With fewer messages in the training data an entry is found beside the vote."""


@dataclass(frozen=True)
class Learnt:
    """What stays as it is until the next training.

    Attributes:
        model: The trained model, with the lines that are in use.
        encoder: Turns texts into vectors.
        examples: The messages of the training data.
        questions: Those that several entries fit.
        remembering: The same for what messages are compared with. It remembers: what one moment of the
            FAQ has in common with the next is encoded once, the training data not even that.
    """

    model: Model
    encoder: Encoder
    examples: Sequence[Example]
    questions: Sequence[OpenQuestion]
    remembering: RememberingEncoder

    @classmethod
    def of(
        cls,
        model: Model,
        encoder: Encoder,
        examples: Sequence[Example],
        questions: Sequence[OpenQuestion],
    ) -> "Learnt":
        """Take the vectors of the training data out of the model's index."""
        labels = set(model.voices.labels)
        texts = [normalise(e.text) for e in examples if e.label in labels]
        texts += [
            normalise(q.text)
            for q in questions
            if q.kind == "ambiguous"
            for key in q.answers
            if key in labels
        ]
        vectors = _neighbours(model).vectors()[: len(texts)]
        known = dict(zip(texts, vectors, strict=True))
        return cls(model, encoder, examples, questions, RememberingEncoder(encoder, known=known))

    def up_to_date(self, state: FaqState) -> "CurrentJudge":
        """Return the judge for the FAQ of a moment.

        Raises:
            BrokenIndex: If an entry that was learnt is unknown to the FAQ, so that another FAQ was learnt.
        """
        phrasings = phrasings_of(state)
        material = gather(self._entries(state), self.examples, self.questions, self.remembering, phrasings)
        if material.labels != self.model.voices.labels:
            raise BrokenIndex("The search index was made for other training data.")
        members = tuple(_anew(member, material) for member in self.model.voices.members)
        model = replace(self.model, voices=Voices(material.labels, members), topics=Topics.of(material))
        return CurrentJudge(model, self.encoder, state, self._new(state))

    def _entries(self, state: FaqState) -> list[FaqEntry]:
        """Return the present words of the entries that were learnt, in the order of their labels."""
        words = {entry.key: entry for entry in (*state.withdrawn, *state.entries)}
        learnt = [label for label in self.model.voices.labels if group_of(label) is Group.ENTRY]
        if missing := [key for key in learnt if key not in words]:
            raise BrokenIndex(f"The search index was made for another FAQ: it knows {missing[0]!r}.")
        return [words[key] for key in learnt]

    def _new(self, state: FaqState) -> list[FaqEntry]:
        known = set(self.model.voices.labels)
        counts = Counter(e.label for e in self.examples if e.label in known)
        return [entry for entry in state.entries if counts[entry.key] < LEAST_LEARNT]


class CurrentJudge:
    """The judge for the FAQ of one moment; safe to use from several threads.

    Args:
        model: What was learnt, with the texts of this moment.
        encoder: Turns texts into vectors.
        state: The FAQ.
        new: The entries that the training knew too little of.
    """

    def __init__(self, model: Model, encoder: Encoder, state: FaqState, new: Sequence[FaqEntry]) -> None:
        self._judge: Judge = FusionJudge(encoder, model)
        self._encoder = encoder
        self._neighbours = _neighbours(model)
        self._labels = np.array(model.voices.labels)
        self._withdrawn = frozenset(entry.key for entry in state.withdrawn)
        self._is_rival = np.array([label not in self._withdrawn for label in model.voices.labels])
        self._is_entry = np.array([group_of(label) is Group.ENTRY for label in model.voices.labels])
        self._newcomers = Newcomers(new, state.phrasings, encoder) if new else None
        self.model = model
        self.state = state
        self.new = frozenset(entry.key for entry in new)

    def prepare(self, text: str) -> None:
        self._judge.prepare(text)

    def decide(
        self, text: str, intents: Sequence[NluIntent] = (), context: Context = NOTHING_SAID
    ) -> Decision:
        decision = without(self._judge.decide(text, intents, context), self._withdrawn)
        if self._newcomers is None or decision.reason in SETTLED:
            return decision
        return with_newcomer(decision, self._nearest(self._newcomers, normalise(text)))

    def _nearest(self, newcomers: Newcomers, words: str) -> Newcomer:
        vectors = self._encoder.encode([words])
        key, likeness = newcomers.nearest(vectors)
        rivals = self._is_rival & (self._labels != key)
        scores = self._neighbours.score([words], vectors)[0]
        return Newcomer(
            key,
            likeness,
            Rivals(
                float(scores[rivals].max(initial=-1.0)),
                float(scores[rivals & self._is_entry].max(initial=-1.0)),
            ),
        )


def phrasings_of(state: FaqState) -> list[Example]:
    """Return what staff have added, as messages to learn from."""
    return [Example(text, key, STAFF) for key, texts in state.phrasings.items() for text in texts]


def _anew(member: Member, material: Material) -> Member:
    """Return a member that compares with texts made of the present ones; what was fitted stays."""
    return type(member).fit(material) if isinstance(member, NeighbourMember | LexicalMember) else member


def _neighbours(model: Model) -> NeighbourMember:
    return next(member for member in model.voices.members if isinstance(member, NeighbourMember))
