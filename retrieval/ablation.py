"""What each member adds: the judge with one of them, with all, and with all but one.

Measured on hands that the members did not learn from. A pool is fitted on half of the hands and
measured on the other half, so that nothing is tuned on what it is measured by.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.fusion import Pool, fit_pool
from retrieval.labels import Group, group_of
from retrieval.material import LabelNumbers, Scores
from retrieval.training import HeldOut

COLUMNS = ("label right", "entry right", "−log p")

Row = tuple[str, tuple[float | None, ...]]


@dataclass(frozen=True)
class Heard:
    """Held-out messages with one label each, in two halves by hand.

    Attributes:
        scores: Shape (n, labels, members).
        numbers: The right label of each, shape (n,).
        labels: Every label.
        halves: The rows of each half.
    """

    scores: Scores
    numbers: LabelNumbers
    labels: Sequence[str]
    halves: tuple[LabelNumbers, LabelNumbers]

    @classmethod
    def of(cls, held_out: HeldOut, labels: Sequence[str]) -> "Heard":
        """Take the messages with one label; every second hand is in the second half."""
        places = {label: place for place, label in enumerate(labels)}
        rows = [row for row, answers in enumerate(held_out.answers) if len(answers) == 1]
        some = held_out.only(rows)
        numbers = np.array([places[answers[0]] for answers in some.answers], np.int64)
        hands = sorted(set(some.hands))
        second = np.array([hands.index(hand) % 2 == 1 for hand in some.hands])
        return cls(some.scores, numbers, labels, (np.flatnonzero(~second), np.flatnonzero(second)))


def compare(heard: Heard, names: Sequence[str]) -> Iterator[Row]:
    """Yield the figures of each member alone, of all, and of all but one.

    Args:
        heard: What is measured on.
        names: Of the members, in words.
    """
    everyone = list(range(len(names)))
    for place, name in enumerate(names):
        yield f"{name}, alone", _alone(heard, place)
    yield "all members", _together(heard, everyone)
    for place, name in enumerate(names):
        yield f"without {name}", _together(heard, [other for other in everyone if other != place])


def _alone(heard: Heard, member: int) -> tuple[float | None, ...]:
    # A member's scale is its own, so there is no probability to speak of.
    return (*_rates(heard.scores[:, :, member], heard), None)


def _together(heard: Heard, members: Sequence[int]) -> tuple[float | None, ...]:
    scores = heard.scores[:, :, members]
    posterior = np.zeros(scores.shape[:2])
    for fitted, measured in (heard.halves, heard.halves[::-1]):
        pool: Pool = fit_pool(scores[fitted], heard.numbers[fitted], heard.labels)
        posterior[measured] = pool.posterior(scores[measured], heard.labels)
    of_right = posterior[np.arange(len(posterior)), heard.numbers]
    return (*_rates(posterior, heard), float(-np.log(of_right + 1e-12).mean()))


def _rates(scores: Scores, heard: Heard) -> tuple[float, float]:
    entries = np.array([group_of(label) is Group.ENTRY for label in heard.labels])
    among = np.where(entries, scores, -np.inf).argmax(axis=1)
    asks = entries[heard.numbers]
    return (
        float((scores.argmax(axis=1) == heard.numbers).mean()),
        float((among[asks] == heard.numbers[asks]).mean()),
    )
