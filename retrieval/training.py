"""Fits the model: the members on all examples, everything that weighs them on held-out ones.

One group of hands after the other is left out; the members learn from the others and score what these
hands wrote. The pool, the calibrator and the thresholds are fitted on those scores, so that nothing is
tuned on what it was trained by.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidTrainingData
from retrieval.calibration import Calibrator, Flags, threshold_for
from retrieval.companions import Companions
from retrieval.decision import NluIntent
from retrieval.encoder import Encoder, RememberingEncoder, Vectors
from retrieval.examples import Example, OpenQuestion
from retrieval.fusion import Pool, fit_pool
from retrieval.hold_out_parts import HeldOutParts
from retrieval.labels import Group, group_of
from retrieval.material import Material, Scores, places_of
from retrieval.members.nlu import nlu_scores
from retrieval.model import Fitted, Model, Voices
from retrieval.openness import Openness, Thoughts, by_group
from retrieval.policy import Thresholds
from retrieval.several import Several
from retrieval.text import normalise
from retrieval.topics import Topics

ALLOWED_WRONG = 0.02
"""The share of all messages that may be answered wrongly, unless a channel wants another."""

SHARES_WRONG = (0.005, 0.01, ALLOWED_WRONG, 0.03, 0.05)
"""The shares that a channel may choose from; a line is fitted for each."""

HARDER = 0.5
"""People whose hand is not among the training messages are harder to understand, so only this part of
what is allowed in use is allowed on the held-out messages."""

EXPECTED = {
    Group.ENTRY: 0.56,
    Group.NEAR_MISS: 0.20,
    Group.OUTSIDE: 0.12,
    Group.HUMAN: 0.05,
    Group.SMALL_TALK: 0.07,
}
"""The shares of the groups among the messages in use, as we expect them; the training messages have
half as many near misses again, because these are the hard part. See docs/adr/0003."""

FOLDS = 5
"""Into how many groups the hands are dealt; the members learn anew for each."""

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


def gather(
    entries: Sequence[FaqEntry],
    examples: Sequence[Example],
    questions: Sequence[OpenQuestion],
    encoder: Encoder,
    phrasings: Sequence[Example] = (),
) -> Material:
    """Encode everything that is learnt from.

    An ambiguous question stands under each of its entries, so that the probability of one like it is
    spread over them. What belongs to an entry that is not (or no longer) in the FAQ is left out. The
    phrasings that staff have added come last: where there are none, the rest stands as it would.

    Raises:
        InvalidTrainingData: If there is no entry.
    """
    if not entries:
        raise InvalidTrainingData("There is no published FAQ entry to learn from.")
    keys = [entry.key for entry in entries]
    others = sorted({e.label for e in examples if group_of(e.label) is not Group.ENTRY})
    labels = (*keys, *others)
    places = {label: place for place, label in enumerate(labels)}
    rows = [(e.text, e.label, 1.0, e.hand) for e in examples]
    ambiguous = [question for question in questions if question.kind == "ambiguous"]
    rows += [(q.text, key, 1 / len(q.answers), q.hand) for q in ambiguous for key in q.answers]
    rows += [(p.text, p.label, 1.0, p.hand) for p in phrasings]
    rows = [row for row in rows if row[1] in places]
    texts = tuple(normalise(text) for text, _, _, _ in rows)
    passages = [(places[e.key], passage) for e in entries for passage in passages_of(e)]
    return Material(
        labels=labels,
        texts=texts,
        numbers=np.array([places[label] for _, label, _, _ in rows], np.int64),
        vectors=encoder.encode(texts),
        weights=np.array([weight for _, _, weight, _ in rows]),
        hands=tuple(hand for _, _, _, hand in rows),
        passages=tuple(passage for _, passage in passages),
        passage_numbers=np.array([place for place, _ in passages], np.int64),
        passage_vectors=encoder.encode([passage for _, passage in passages]),
    )


def passages_of(entry: FaqEntry) -> list[str]:
    """Return the title and the sentences of the answer, without mark-up."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", entry.body)
    plain = re.sub(r"[*_`#>]+", "", plain)
    sentences = re.split(r"(?<=[.!?:])\s+|\n+", plain)
    return [entry.title, *(s.strip(" -") for s in sentences if len(s.strip(" -")) > 20)]


def hold_out(
    material: Material,
    examples: Sequence[Example],
    questions: Sequence[OpenQuestion],
    encoder: Encoder,
    progress: Progress,
    parts: HeldOutParts | None = None,
) -> HeldOut:
    """Score each hand's messages and open questions by members that learnt from other hands.

    Args:
        material: Everything that there is to learn from.
        examples: The messages with one label.
        questions: Messages that several entries fit.
        encoder: Turns texts into vectors.
        progress: Called with a few words as the work goes on.
        parts: Scores the parts of the same messages, where they are wanted.

    Raises:
        InvalidTrainingData: If all messages are by one hand, so that none can be left out.
    """
    names = {example.hand for example in examples}
    singles = [(e.text, (e.label,), e.hand, False) for e in examples]
    several = [(q.text, q.answers, q.hand, q.kind == "ambiguous") for q in questions if q.hand in names]
    asked = [row for row in (*singles, *several) if set(row[1]) <= set(material.labels)]
    texts = tuple(normalise(text) for text, _, _, _ in asked)
    answers = tuple(right for _, right, _, _ in asked)
    hands = np.array([hand for _, _, hand, _ in asked])
    is_open = np.array([ambiguous for _, _, _, ambiguous in asked])
    asks_the_faq = np.array([group_of(right[0]) is Group.ENTRY for right in answers])
    vectors = encoder.encode(texts)
    scores: Scores | None = None
    for fold in folds(names):
        progress(f"holding out {', '.join(fold)}")
        voices = Voices.fit(material.without(fold))
        theirs = np.isin(hands, fold)
        rows = np.flatnonzero(theirs)
        part = voices.score([texts[row] for row in rows], vectors[rows])
        if scores is None:
            scores = np.zeros((len(texts), *part.shape[1:]))
        scores[rows] = part
        if parts is not None:
            parts.observe(voices, [texts[row] for row in np.flatnonzero(theirs & asks_the_faq & ~is_open)])
    assert scores is not None  # noqa: S101 - there is at least one fold
    return HeldOut(scores, answers, texts, vectors, tuple(map(str, hands)), is_open)


def folds(hands: Collection[str]) -> list[list[str]]:
    """Return the hands in groups that are held out together, at most `FOLDS` of them.

    Raises:
        InvalidTrainingData: If there is only one hand.
    """
    if len(hands) < 2:
        raise InvalidTrainingData("The training messages are all by one hand; at least two are needed.")
    names = sorted(hands, key=lambda name: (len(name), name))
    return [names[start::FOLDS] for start in range(min(FOLDS, len(names)))]


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


def fit_weights(held_out: HeldOut, labels: Sequence[str]) -> Fitted:
    """Fit pool, calibrator and thresholds on held-out scores."""
    places = {label: place for place, label in enumerate(labels)}
    single = [row for row, answers in enumerate(held_out.answers) if len(answers) == 1]
    numbers = np.array([places[held_out.answers[row][0]] for row in single], np.int64)
    counts = expected_counts(held_out)
    pool = fit_pool(held_out.scores[single], numbers, labels, counts[single])
    best, right = best_answers(held_out, labels, pool)
    calibrator = Calibrator.fit(best, right, counts)
    confidences = calibrator(best)
    lines = tuple(
        (share, threshold_for(confidences, right, share * HARDER, counts)) for share in SHARES_WRONG
    )
    thresholds = Thresholds(answer=dict(lines)[ALLOWED_WRONG], near_miss=NEAR_MISS_LINE)
    return Fitted(pool, calibrator, thresholds, lines, _fit_openness(held_out, labels, pool))


def expected_counts(held_out: HeldOut) -> Scores:
    """Return how much each message counts, shape (n,), so that the groups have their shares in use."""
    groups = [group_of(answers[0]) for answers in held_out.answers]
    found = Counter(groups)
    return np.array([EXPECTED[group] * len(groups) / found[group] for group in groups])


def _fit_openness(held_out: HeldOut, labels: Sequence[str], pool: Pool) -> Openness | None:
    """Fit on all but messages with several questions; None where fewer than two hands wrote open ones."""
    writers = {hand for hand, is_open in zip(held_out.hands, held_out.is_open, strict=True) if is_open}
    if len(writers) < 2:
        return None
    single = np.array([len(answers) == 1 for answers in held_out.answers])
    some = held_out.only(np.flatnonzero(held_out.is_open | single).tolist())
    asks = np.array([group_of(answers[0]) is Group.ENTRY for answers in some.answers])
    thoughts = by_group(pool.posterior(some.scores, labels), labels)
    messages = Thoughts(*thoughts, some.texts, some.vectors)
    return Openness.fit(messages, some.is_open, asks & ~some.is_open, some.hands)


def _fit_several(held_out: HeldOut, parts: HeldOutParts, weights: Fitted, pool: Pool) -> Several | None:
    """Fit on messages that aren't open; ``weights`` judged them whole, ``pool`` judges their parts."""
    some = held_out.only(np.flatnonzero(~held_out.is_open).tolist())
    wholes = weights.pool.posterior(some.scores, parts.labels)
    return parts.fit(some.texts, wholes, some.answers, some.hands, pool)


def _deaf(alone: Fitted) -> Fitted:
    """Return the same weights with none for an opinion that was never heard."""
    return replace(alone, pool=replace(alone.pool, members=(*alone.pool.members, 0.0)))


def best_answers(held_out: HeldOut, labels: Sequence[str], pool: Pool) -> tuple[Scores, Flags]:
    """Return the best entry's probability for each message and whether it answers it, both of shape (n,)."""
    entries = places_of(labels)[Group.ENTRY]
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
    phrasings: Sequence[Example] = (),
    progress: Progress = lambda _: None,
) -> Model:
    """Fit the whole model.

    Args:
        entries: The published FAQ.
        examples: Labelled messages by at least two hands.
        questions: Messages that several entries fit; they sharpen the calibration.
        encoder: Turns texts into vectors.
        rankings: The dialogue server's held-out rankings; empty where it is not used.
        phrasings: What staff have added. The members learn from them; nothing is weighed or calibrated
            on them, because they are few and cover few entries.
        progress: Called with a few words as the work goes on.

    Raises:
        InvalidTrainingData: If there is too little to learn from.
    """
    encoder = RememberingEncoder(encoder)
    progress(f"encoding {len(examples)} messages")
    material = gather(entries, examples, questions, encoder, phrasings)
    parts = HeldOutParts(material.labels, encoder)
    held_out = hold_out(material, examples, questions, encoder, progress, parts)
    progress("fitting the weights")
    alone = fit_weights(held_out, material.labels)
    heard_out = add_opinion(held_out, material.labels, rankings)
    heard = fit_weights(heard_out, material.labels) if heard_out else _deaf(alone)
    several = _fit_several(heard_out or held_out, parts, heard if heard_out else alone, alone.pool)
    progress("fitting the members on all messages")
    companions = Companions.of(
        questions, [material.labels[place] for place in places_of(material.labels)[Group.ENTRY]]
    )
    return Model(Voices.fit(material), heard, alone, Topics.of(material), several, companions)
