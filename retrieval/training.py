"""Fits the model: the members on all examples, everything that weighs them on held-out ones.

One hand after the other is left out; the members learn from the others and score what the hand
wrote. The pool, the calibrator and the thresholds are fitted on those scores, so that nothing is
tuned on what it was trained by.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidTrainingData
from retrieval.calibration import Calibrator, Flags, threshold_for
from retrieval.decision import NluIntent
from retrieval.encoder import Encoder, Vectors
from retrieval.examples import Example, OpenQuestion
from retrieval.fusion import Pool, fit_pool
from retrieval.hold_out_parts import HeldOutParts
from retrieval.labels import Group, group_of
from retrieval.material import LabelNumbers, Material, Scores
from retrieval.members.nlu import nlu_scores
from retrieval.model import Fitted, Model, Voices
from retrieval.openness import Openness
from retrieval.policy import Thresholds
from retrieval.several import Several
from retrieval.text import normalise
from retrieval.topics import Topics

ALLOWED_WRONG = 0.01
"""The share of all held-out messages that may be answered wrongly. People whose hand is not among
the training messages are harder to understand, so that this is half of what is allowed in use."""

NEAR_MISS_LINE = 0.5
"""People answer a message that is a near miss more probably than not."""

Progress = Callable[[str], None]
Rankings = Mapping[tuple[str, str], Sequence[NluIntent]]
"""The dialogue server's ranking of a text by a model that did not see the hand, by (hand, text)."""


@dataclass(frozen=True)
class HeldOut:
    """The scores of messages by members that did not learn from their hand.

    Attributes:
        scores: Shape (n, labels, members).
        answers: The right labels of each message, the first one the label to learn.
        texts: The messages.
        vectors: Their vectors, shape (n, dimension).
        hands: Who wrote each.
        is_open: Whether a question back is the right reply to each, shape (n,).
    """

    scores: Scores
    answers: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    vectors: Vectors
    hands: tuple[str, ...]
    is_open: Flags

    def only(self, rows: Sequence[int]) -> "HeldOut":
        """Return the same for some of the messages."""
        return HeldOut(
            self.scores[rows],
            tuple(self.answers[row] for row in rows),
            tuple(self.texts[row] for row in rows),
            self.vectors[rows],
            tuple(self.hands[row] for row in rows),
            self.is_open[rows],
        )


def gather(entries: Sequence[FaqEntry], examples: Sequence[Example], encoder: Encoder) -> Material:
    """Encode everything that is learnt from.

    Examples of an entry that is not (or no longer) in the FAQ are left out.

    Raises:
        InvalidTrainingData: If there is no entry.
    """
    if not entries:
        raise InvalidTrainingData("There is no published FAQ entry to learn from.")
    keys = [entry.key for entry in entries]
    others = sorted({e.label for e in examples if group_of(e.label) is not Group.ENTRY})
    labels = (*keys, *others)
    places = {label: place for place, label in enumerate(labels)}
    used = [example for example in examples if example.label in places]
    texts = tuple(normalise(example.text) for example in used)
    passages = [(places[e.key], passage) for e in entries for passage in passages_of(e)]
    return Material(
        labels,
        texts,
        np.array([places[example.label] for example in used], np.int64),
        encoder.encode(texts),
        tuple(passage for _, passage in passages),
        np.array([place for place, _ in passages], np.int64),
        encoder.encode([passage for _, passage in passages]),
    )


def passages_of(entry: FaqEntry) -> list[str]:
    """Return the title and the sentences of the answer, without mark-up."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", entry.body)
    plain = re.sub(r"[*_`#>]+", "", plain)
    sentences = re.split(r"(?<=[.!?:])\s+|\n+", plain)
    return [entry.title, *(s.strip(" -") for s in sentences if len(s.strip(" -")) > 20)]


def hold_out(
    material: Material,
    hands: Sequence[str],
    questions: Sequence[OpenQuestion],
    encoder: Encoder,
    progress: Progress,
    parts: HeldOutParts | None = None,
) -> HeldOut:
    """Score each hand's messages and open questions by members that learnt from the others.

    Args:
        material: Everything that there is to learn from.
        hands: Who wrote each message.
        questions: Messages that several entries fit.
        encoder: Turns texts into vectors.
        progress: Called with a few words as the work goes on.
        parts: Scores the parts of the same messages, where they are wanted.

    Raises:
        InvalidTrainingData: If all messages are by one hand, so that none can be left out.
    """
    who = np.array(hands)
    names = sorted(set(hands))
    if len(names) < 2:
        raise InvalidTrainingData("The training messages are all by one hand; at least two are needed.")
    kept = [question for question in questions if set(question.answers) <= set(material.labels)]
    texts = (*material.texts, *(normalise(question.text) for question in kept))
    writers = np.array([*hands, *(question.hand for question in kept)])
    groups = np.array([group_of(label) is Group.ENTRY for label in material.labels])
    asks_the_faq = [*groups[material.numbers], *(question.kind == "multi" for question in kept)]
    vectors = np.vstack([material.vectors, encoder.encode(texts[len(material.texts) :])])
    scores: Scores | None = None
    for number, name in enumerate(names, 1):
        progress(f"holding out {name} ({number} of {len(names)})")
        voices = Voices.fit(material.without(who == name))
        rows = np.flatnonzero(writers == name)
        part = voices.score([texts[row] for row in rows], vectors[rows])
        if scores is None:
            scores = np.zeros((len(texts), *part.shape[1:]))
        scores[rows] = part
        if parts is not None:
            parts.observe(voices, [texts[row] for row in rows if asks_the_faq[row]])
    assert scores is not None  # noqa: S101 - there were at least two names
    answers = [(material.labels[number],) for number in material.numbers] + [q.answers for q in kept]
    is_open = np.array([False] * len(material.texts) + [q.kind == "ambiguous" for q in kept])
    everything = HeldOut(scores, tuple(answers), texts, vectors, tuple(map(str, writers)), is_open)
    return everything.only(np.flatnonzero(np.isin(writers, names)).tolist())


def add_opinion(held_out: HeldOut, labels: Sequence[str], rankings: Rankings) -> HeldOut | None:
    """Append the dialogue server's scores as the last member; messages that it did not rank are left out.

    Returns:
        None if it ranked nothing.
    """
    places = {label: place for place, label in enumerate(labels)}
    names = list(zip(held_out.hands, held_out.texts, strict=True))
    rows = [row for row, name in enumerate(names) if name in rankings]
    if not rows:
        return None
    opinions = np.stack([nlu_scores(rankings[names[row]], places) for row in rows])
    ranked = held_out.only(rows)
    return replace(ranked, scores=np.concatenate([ranked.scores, opinions[:, :, None]], axis=2))


def fit_weights(held_out: HeldOut, labels: Sequence[str], allowed_wrong: float = ALLOWED_WRONG) -> Fitted:
    """Fit pool, calibrator and thresholds on held-out scores."""
    places = {label: place for place, label in enumerate(labels)}
    single = [row for row, answers in enumerate(held_out.answers) if len(answers) == 1]
    numbers = np.array([places[held_out.answers[row][0]] for row in single], np.int64)
    pool = fit_pool(held_out.scores[single], numbers, labels)
    best, right = best_answers(held_out, labels, pool)
    calibrator = Calibrator.fit(best, right)
    line = threshold_for(calibrator(best), right, allowed_wrong)
    lines = Thresholds(answer=line, near_miss=NEAR_MISS_LINE)
    return Fitted(pool, calibrator, lines, _fit_openness(held_out, labels, pool))


def _fit_openness(held_out: HeldOut, labels: Sequence[str], pool: Pool) -> Openness | None:
    """Fit on plain questions and open ones, by two hands at least; what no entry answers is neither."""
    writers = {hand for hand, is_open in zip(held_out.hands, held_out.is_open, strict=True) if is_open}
    if len(writers) < 2:
        return None
    keys = {label for label in labels if group_of(label) is Group.ENTRY}
    rows = [row for row, answers in enumerate(held_out.answers) if answers[0] in keys]
    some = held_out.only([row for row in rows if held_out.is_open[row] or len(held_out.answers[row]) == 1])
    shares = pool.posterior(some.scores, labels)[:, _entry_places(labels)]
    return Openness.fit(shares, some.texts, some.vectors, some.is_open, some.hands)


def _fit_several(held_out: HeldOut, parts: HeldOutParts, weights: Fitted, pool: Pool) -> Several | None:
    """Fit on messages that aren't open; ``weights`` judged them whole, ``pool`` judges their parts."""
    some = held_out.only(np.flatnonzero(~held_out.is_open).tolist())
    wholes = weights.pool.posterior(some.scores, parts.labels)
    return parts.fit(some.texts, wholes, some.answers, some.hands, pool)


def _entry_places(labels: Sequence[str]) -> LabelNumbers:
    return np.array([place for place, label in enumerate(labels) if group_of(label) is Group.ENTRY])


def _deaf(alone: Fitted) -> Fitted:
    """Return the same weights with none for an opinion that was never heard."""
    return replace(alone, pool=replace(alone.pool, members=(*alone.pool.members, 0.0)))


def best_answers(held_out: HeldOut, labels: Sequence[str], pool: Pool) -> tuple[Scores, Flags]:
    """Return the best entry's probability for each message and whether it answers it, both of shape (n,)."""
    entries = _entry_places(labels)
    shares = pool.posterior(held_out.scores, labels)[:, entries]
    winners = [labels[place] for place in entries[shares.argmax(axis=1)]]
    right = [winner in answers for winner, answers in zip(winners, held_out.answers, strict=True)]
    return shares.max(axis=1), np.array(right)


def train(
    entries: Sequence[FaqEntry],
    examples: Sequence[Example],
    questions: Sequence[OpenQuestion],
    encoder: Encoder,
    *,
    rankings: Rankings,
    progress: Progress = lambda _: None,
) -> Model:
    """Fit the whole model.

    Args:
        entries: The published FAQ.
        examples: Labelled messages by at least two hands.
        questions: Messages that several entries fit; they sharpen the calibration.
        encoder: Turns texts into vectors.
        rankings: The dialogue server's held-out rankings; empty where it is not used.
        progress: Called with a few words as the work goes on.

    Raises:
        InvalidTrainingData: If there is too little to learn from.
    """
    progress(f"encoding {len(examples)} messages")
    material = gather(entries, examples, encoder)
    used = [example for example in examples if example.label in set(material.labels)]
    parts = HeldOutParts(material.labels, encoder)
    hands = [example.hand for example in used]
    held_out = hold_out(material, hands, questions, encoder, progress, parts)
    progress("fitting the weights")
    alone = fit_weights(held_out, material.labels)
    heard_out = add_opinion(held_out, material.labels, rankings)
    heard = fit_weights(heard_out, material.labels) if heard_out else _deaf(alone)
    several = _fit_several(heard_out or held_out, parts, heard if heard_out else alone, alone.pool)
    progress("fitting the members on all messages")
    return Model(Voices.fit(material), heard, alone, Topics.of(material), several)
