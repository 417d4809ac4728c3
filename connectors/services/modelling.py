"""Keeps the judge's model in step with the FAQ and the training data."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.entries import FaqEntry
from knowledge.errors import BrokenIndex, InvalidTrainingData
from knowledge.state import FaqState
from retrieval.current import Learnt, phrasings_of
from retrieval.decision import NluIntent
from retrieval.encoder import Encoder
from retrieval.examples import Example, OpenQuestion, read_examples, read_open_questions
from retrieval.model import Model
from retrieval.store import Inputs, ModelStore, fingerprint
from retrieval.text import normalise
from retrieval.training import Progress, Rankings, train

Adjust = Callable[[Model], Model]
"""What is set in a model before it is used, such as the line of an answer."""


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

    def current(self, state: FaqState, progress: Progress = lambda _: None) -> tuple[Encoder, Model]:
        """Return encoder and model; a broken or stale model is trained anew first (about a minute)."""
        encoder = self.encoder()
        material = self._read(encoder, state)
        try:
            return encoder, self.store.load(material.inputs)
        except BrokenIndex as reason:
            progress(f"{reason} It is built now.")
        return encoder, self._train(material, encoder, state, progress)

    def usable(self, state: FaqState, progress: Progress = lambda _: None) -> "Usable":
        """Return a model that may be older than the FAQ, but not than the training data.

        It is to be brought up to date with `Learnt.up_to_date`. Where there is none, it is trained.
        """
        return self.usable_with(self.encoder(), state, progress)

    def usable_with(self, encoder: Encoder, state: FaqState, progress: Progress = lambda _: None) -> "Usable":
        """Do the same with an encoder that is at hand."""
        material = self._read(encoder, state)
        name = self.store.name
        try:
            model, learnt = self.store.load_usable(material.inputs)
            _refuse_another_faq(learnt, state)
        except BrokenIndex as reason:
            progress(f"{reason} It is built now.")
            model, learnt = self._train(material, encoder, state, progress), material.inputs.learnt
            name = self.store.name
        return Usable(name, encoder, model, learnt, material.examples, material.questions)

    def _read(self, encoder: Encoder, state: FaqState) -> "_Material":
        examples = read_examples(self.training_data)
        questions = read_open_questions(self.training_data)
        rankings = read_rankings(self.rankings)
        every = [*examples, *phrasings_of(state)]
        inputs = Inputs(
            fingerprint(state.entries, every, questions, rankings, encoder.name),
            fingerprint((), examples, questions, rankings, encoder.name),
            prints_of(state),
        )
        return _Material(examples, questions, rankings, inputs)

    def _train(self, material: "_Material", encoder: Encoder, state: FaqState, progress: Progress) -> Model:
        model = train(
            state.entries,
            material.examples,
            material.questions,
            encoder,
            rankings=material.rankings,
            phrasings=phrasings_of(state),
            progress=progress,
        )
        self.store.save(model, encoder, material.inputs)
        return model


@dataclass(frozen=True)
class _Material:
    examples: Sequence[Example]
    questions: Sequence[OpenQuestion]
    rankings: Rankings
    inputs: Inputs


@dataclass(frozen=True)
class Usable:
    """A model with what is needed to bring it up to date.

    Attributes:
        name: Of the stored model.
        encoder: Turns texts into vectors.
        model: The model as it was trained.
        learnt: The fingerprint of each entry that it learnt, by key.
        examples: What it learnt from.
        questions: What sharpened it.
    """

    name: str
    encoder: Encoder
    model: Model
    learnt: Mapping[str, str]
    examples: Sequence[Example]
    questions: Sequence[OpenQuestion]

    def learnt_with(self, adjust: Adjust) -> Learnt:
        """Return what stays until the next training."""
        return Learnt.of(adjust(self.model), self.encoder, self.examples, self.questions)


def _refuse_another_faq(learnt: Mapping[str, str], state: FaqState) -> None:
    known = state.published | {entry.key for entry in state.withdrawn}
    if not learnt.keys() <= known:
        raise BrokenIndex("The search index was made for another FAQ.")


def prints_of(state: FaqState) -> dict[str, str]:
    """Return the fingerprint of each published entry with its phrasings, by key."""
    return {entry.key: _print(entry, state.phrasings.get(entry.key, ())) for entry in state.entries}


def waiting(state: FaqState, learnt: Mapping[str, str]) -> list[str]:
    """Return the keys of the entries whose words or phrasings the model hasn't learnt, or should forget."""
    now = prints_of(state)
    gone = [key for key in learnt if key not in now]
    return [key for key in now if now[key] != learnt.get(key)] + gone


def _print(entry: FaqEntry, phrasings: Sequence[str]) -> str:
    text = json.dumps([entry.title, entry.body, list(phrasings)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


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
