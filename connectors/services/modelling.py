"""Keeps the judge's model in step with the FAQ and the training data."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.entries import FaqEntry
from knowledge.errors import BrokenIndex, InvalidTrainingData
from retrieval.decision import NluIntent
from retrieval.encoder import Encoder
from retrieval.examples import read_examples, read_open_questions
from retrieval.model import Model
from retrieval.store import ModelStore, fingerprint
from retrieval.text import normalise
from retrieval.training import Progress, Rankings, train


@dataclass(frozen=True)
class ModelKeeper:
    """Trains the model when what it learns from has changed, and never serves one that is older.

    Attributes:
        store: Where models are kept.
        encoder: Makes the encoder; called only when it is needed, because it takes seconds.
        training_data: The folder ``training_data``.
        rankings: The dialogue server's held-out rankings; where the file is missing the model is
            fitted without them, and the dialogue server has no say.
    """

    store: ModelStore
    encoder: Callable[[], Encoder]
    training_data: Path
    rankings: Path

    def current(
        self, entries: Sequence[FaqEntry], progress: Progress = lambda _: None
    ) -> tuple[Encoder, Model]:
        """Return encoder and model; a broken or stale model is trained anew first (about a minute)."""
        encoder = self.encoder()
        examples = read_examples(self.training_data)
        questions = read_open_questions(self.training_data)
        rankings = read_rankings(self.rankings)
        inputs = fingerprint(entries, examples, questions, rankings, encoder.name)
        try:
            return encoder, self.store.load(inputs)
        except BrokenIndex as reason:
            progress(f"{reason} It is built now.")
        model = train(entries, examples, questions, encoder, rankings=rankings, progress=progress)
        self.store.save(model, encoder, inputs, len(entries))
        return encoder, model


def read_rankings(path: Path) -> Rankings:
    """Read the dialogue server's held-out rankings, one JSON object a line; none where the file is missing.

    Raises:
        InvalidTrainingData: If a line can't be used; names it.
    """
    if not path.is_file():
        return {}
    rankings: dict[tuple[str, str], Sequence[NluIntent]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            intents = tuple(NluIntent(intent["name"], intent["confidence"]) for intent in row["intents"])
            rankings[row["hand"], normalise(row["text"])] = intents
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidTrainingData(f"{path.name}, line {number} is not a ranking: {error}.") from error
    return rankings
