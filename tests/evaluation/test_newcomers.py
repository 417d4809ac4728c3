"""What an entry that isn't learnt yet takes from others, measured on the training messages.

Each entry plays the new one in turn, with its title alone or with phrasings by one hand. All messages
by other hands are compared with it and with what the remaining hands wrote under other labels: with
nothing that their own hand wrote.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from connectors import wiring
from connectors.settings import load_settings
from knowledge.corpus import read_corpus
from retrieval.examples import read_examples
from retrieval.labels import Group, group_of
from retrieval.newcomers import Newcomer, Rivals
from retrieval.text import normalise
from retrieval.training import EXPECTED

PHRASINGS = (0, 3, 8)


@dataclass(frozen=True)
class Taken:
    """What a new entry takes, as shares.

    Attributes:
        right: Of the messages that ask for it.
        wrong: Of all other messages, in the mix that is expected in use.
        trained: The number of messages of trained entries that it takes, by name or else.
        offered: Of the messages that ask for it: answered or offered.
        offered_wrongly: Of the near misses.
    """

    right: float
    wrong: float
    trained: int
    offered: float
    offered_wrongly: float


@pytest.fixture(scope="module")
def trials():
    world = _world()
    return {count: _mean([*_try(world, count)]) for count in PHRASINGS}


def _world():
    examples = read_examples(wiring.TRAINING_DATA)
    encoder = wiring.model_keeper(load_settings()).encoder()
    vectors = encoder.encode([normalise(example.text) for example in examples])
    entries = read_corpus(Path(wiring.TRAINING_DATA) / "faq")
    titles = encoder.encode([normalise(entry.title) for entry in entries])
    labels = np.array([example.label for example in examples])
    hands = np.array([example.hand for example in examples])
    return entries, titles, labels, hands, vectors, _nearest(labels, hands, vectors)


def _nearest(labels, hands, vectors):
    """Return the largest likeness of each message to each label, among what other hands wrote."""
    names = np.unique(labels)
    out = np.full((len(labels), len(names)), -1, np.float32)
    for hand in np.unique(hands):
        rows, others = np.flatnonzero(hands == hand), np.flatnonzero(hands != hand)
        likeness = vectors[rows] @ vectors[others].T
        for place, name in enumerate(names):
            out[rows, place] = likeness[:, labels[others] == name].max(axis=1, initial=-1)
    return names, out


def _try(world, count):
    entries, titles, labels, hands, vectors, (names, nearest) = world
    groups = np.array([group_of(label) for label in labels])
    is_entry = np.array([group_of(name) is Group.ENTRY for name in names])
    random = np.random.default_rng(0)
    for place, entry in enumerate(entries):
        hand = np.unique(hands)[place % len(np.unique(hands))]
        own = random.permutation(np.flatnonzero((labels == entry.key) & (hands == hand)))[:count]
        likeness = (vectors @ np.vstack([titles[[place]], vectors[own]]).T).max(axis=1)
        others = np.where(names == entry.key, -1, nearest)
        met = [
            Newcomer(entry.key, float(near), Rivals(float(all_), float(entries_)))
            for near, all_, entries_ in zip(
                likeness, others.max(axis=1), others[:, is_entry].max(axis=1), strict=True
            )
        ]
        answered = np.array([newcomer.answers for newcomer in met])
        offered = answered | np.array([newcomer.may_be_meant for newcomer in met])
        by_name = np.array([newcomer.is_asked_for_by_name for newcomer in met])
        seen = hands != hand
        mine = seen & (labels == entry.key)
        yield Taken(
            answered[mine].mean(),
            sum(
                share * answered[seen & ~mine & (groups == group)].mean() for group, share in EXPECTED.items()
            ),
            int(by_name[seen & ~mine & (groups == Group.ENTRY)].sum()),
            offered[mine].mean(),
            offered[seen & (groups == Group.NEAR_MISS)].mean(),
        )


def _mean(rows):
    return Taken(
        np.mean([row.right for row in rows]),
        np.mean([row.wrong for row in rows]),
        sum(row.trained for row in rows),
        np.mean([row.offered for row in rows]),
        np.mean([row.offered_wrongly for row in rows]),
    )


@pytest.mark.parametrize("count", PHRASINGS)
class TestANewEntry:
    def test_takes_no_message_that_a_trained_entry_answers(self, trials, count):
        assert trials[count].trained == 0

    def test_is_right_almost_always_where_it_is_answered(self, trials, count):
        mine = EXPECTED[Group.ENTRY] / 34
        right = trials[count].right * mine

        assert right / (right + trials[count].wrong) >= 0.98

    def test_is_offered_to_few_who_do_not_mean_it(self, trials, count):
        assert trials[count].offered_wrongly <= 0.005


class TestPhrasings:
    def test_help_it_to_be_found(self, trials):
        found = [trials[count].offered for count in PHRASINGS]

        assert found == sorted(found)
        assert found[0] >= 0.1
        assert found[-1] >= 0.3
