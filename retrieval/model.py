"""All that training learnt, in memory and as a folder of files."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import InvalidInput
from retrieval.calibration import Calibrator
from retrieval.companions import Companions
from retrieval.decision import NluIntent
from retrieval.encoder import Vectors
from retrieval.fusion import Pool
from retrieval.material import Material, Scores
from retrieval.members.lexical import LexicalMember
from retrieval.members.meaning import MeaningMember
from retrieval.members.member import Member
from retrieval.members.neighbours import NeighbourMember
from retrieval.members.nlu import nlu_scores
from retrieval.members.spelling import SpellingMember
from retrieval.openness import Openness
from retrieval.policy import Thresholds
from retrieval.several import Several
from retrieval.topics import Topics

MEMBERS: tuple[type[Member], ...] = (MeaningMember, SpellingMember, NeighbourMember, LexicalMember)
"""The members in the order of the pool's weights; the dialogue server's opinion comes last."""


@dataclass(frozen=True)
class Voices:
    """The members, fitted on the same material."""

    labels: tuple[str, ...]
    members: tuple[Member, ...]

    @classmethod
    def fit(cls, material: Material) -> "Voices":
        """Fit every member."""
        return cls(material.labels, tuple(member.fit(material) for member in MEMBERS))

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Return every member's scores, shape (n, labels, members)."""
        return np.stack([member.score(texts, vectors) for member in self.members], axis=2)


@dataclass(frozen=True)
class Fitted:
    """A pool with what belongs to it.

    Attributes:
        pool: Weighs the members.
        calibrator: Makes the best entry's probability a confidence.
        thresholds: Where the lines run.
        lines: The least confidence of an answer for each allowed share of wrong answers, strictest first.
        openness: Tells what leaves several entries open; None where there was nothing to learn it from.
    """

    pool: Pool
    calibrator: Calibrator
    thresholds: Thresholds
    lines: tuple[tuple[float, float], ...] = ()
    openness: Openness | None = None

    def at(self, allowed: float) -> "Fitted":
        """Return the same with the line for an allowed share of wrong answers.

        Raises:
            InvalidInput: If no line was fitted for it; names those that were.
        """
        known = dict(self.lines)
        if allowed not in known:
            shares = ", ".join(f"{share:g}" for share in known)
            raise InvalidInput(
                f"No line was fitted for a share of {allowed:g} wrong answers; there is {shares}."
            )
        return replace(self, thresholds=replace(self.thresholds, answer=known[allowed]))


@dataclass(frozen=True)
class Model:
    """Members with two ways to weigh them: with the dialogue server's ranking and without.

    Attributes:
        voices: The members.
        heard: For messages that the dialogue server ranked.
        alone: For messages that it did not.
        topics: What is known of each entry beside its vectors.
        several: Tells several questions in one message; None where there was nothing to learn it from.
        companions: Which entries are offered together.
    """

    voices: Voices
    heard: Fitted
    alone: Fitted
    topics: Topics = field(default_factory=lambda: Topics({}))
    several: Several | None = None
    companions: Companions = field(default_factory=Companions)

    def at(self, allowed: float) -> "Model":
        """Return the same model with the lines for an allowed share of wrong answers.

        Raises:
            InvalidInput: If no line was fitted for it.
        """
        return replace(self, heard=self.heard.at(allowed), alone=self.alone.at(allowed))

    def weigh(self, scores: Scores, intents: Sequence[NluIntent] = ()) -> Scores:
        """Return each label's probability, shape (n, labels).

        Args:
            scores: What the members say, shape (n, labels, members).
            intents: The dialogue server's ranking, which goes with one text only.
        """
        labels = self.voices.labels
        if not intents:
            return self.alone.pool.posterior(scores, labels)
        opinion = nlu_scores(intents, {label: place for place, label in enumerate(labels)})
        opinions = np.broadcast_to(opinion, scores.shape[:2])[:, :, None]
        return self.heard.pool.posterior(np.concatenate([scores, opinions], axis=2), labels)

    def save(self, folder: Path) -> None:
        """Write the model into an empty folder."""
        for member in self.voices.members:
            member.save(folder)
        fitted = {}
        for name, weights in (("heard", self.heard), ("alone", self.alone)):
            fitted[name] = asdict(replace(weights, openness=None))
            if weights.openness:
                weights.openness.save(folder, name)
        self.topics.save(folder / "topics.json")
        self.companions.save(folder / "companions.npy")
        several = asdict(self.several) if self.several else None
        text = json.dumps({"labels": self.voices.labels, **fitted, "several": several}, indent=1)
        (folder / "model.json").write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """Read what `save` wrote."""
        stored = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        voices = Voices(tuple(stored["labels"]), tuple(member.load(folder) for member in MEMBERS))
        heard, alone = (_fitted(stored[name], Openness.load(folder, name)) for name in ("heard", "alone"))
        several = Several(**stored["several"]) if stored["several"] else None
        companions = Companions.load(folder / "companions.npy")
        return cls(voices, heard, alone, Topics.load(folder / "topics.json"), several, companions)


def _fitted(stored: dict[str, Any], openness: Openness | None) -> Fitted:
    pool = stored["pool"]
    return Fitted(
        Pool(tuple(pool["members"]), tuple(pool["groups"])),
        Calibrator(**stored["calibrator"]),
        Thresholds(**stored["thresholds"]),
        tuple((share, line) for share, line in stored["lines"]),
        openness,
    )
