"""What the machine would have said of texts that it had not seen: of known labels and of strange ones.

Two questions are put to the texts that it learnt from. What if this text had been missing? That
shows how often the best label is right. And what if all texts of its label had been missing? Then
it asks for something that the FAQ doesn't hold, near to what it does hold: the hard kind of
out of scope, to be had for any FAQ, also where no text out of scope was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.anyfaq.confidence import signs
from retrieval.anyfaq.kernel import Likeness
from retrieval.anyfaq.machine import RIDGE, Machine, Targets
from retrieval.calibration import Flags
from retrieval.decision import MOST_OPTIONS
from retrieval.material import LabelNumbers, Scores

CUTS = 20
STRANGE = 0.25
"""The share of messages that ask for what the FAQ doesn't hold, where the texts given have fewer.
Live bots see more, curated sets fewer."""


@dataclass(frozen=True)
class Unseen:
    """Texts as if they had been met for the first time.

    Attributes:
        signs: Shape (n, 6), see `retrieval.anyfaq.confidence`.
        right: Whether the best label is right, shape (n,).
        among: Whether a right label is among the best four, shape (n,).
        known: How many of them, the first ones, are texts of known labels.
    """

    signs: Scores
    right: Flags
    among: Flags
    known: int


def deal(primary: LabelNumbers, cuts: int = CUTS, seed: int = 0) -> list[LabelNumbers]:
    """Return groups of rows, each label's rows dealt out evenly over them; the same at every call."""
    random = np.random.default_rng(seed)
    group_of = np.zeros(len(primary), int)
    dealt = 0
    for label in np.unique(primary):
        rows = random.permutation(np.flatnonzero(primary == label))
        group_of[rows] = (dealt + np.arange(len(rows))) % cuts
        dealt += len(rows)
    return [rows for cut in range(cuts) if len(rows := np.flatnonzero(group_of == cut))]


def nearest_outside(likeness: Likeness, groups: Sequence[LabelNumbers], inside: Flags) -> Scores:
    """Return for each row of each group the likeness to the nearest text in scope of no member of it."""
    out = np.zeros(len(likeness))
    for rows in groups:
        others = inside.copy()
        others[rows] = False
        if others.any():
            out[rows] = np.where(others, likeness[rows], 0).max(axis=1)
    return out


def rehearse(
    machine: Machine, cuts: Sequence[LabelNumbers], near: Scores, near_strange: Scores, seed: int = 0
) -> Unseen:
    """Return texts of known labels, those given as out of scope, and enough strange ones.

    Args:
        machine: What learnt from the texts; the last column of its targets is out of scope.
        cuts: Groups of rows that are left out together.
        near: The likeness to the nearest text of another cut, shape (n,).
        near_strange: That to the nearest text of another label, shape (n,).
        seed: Chooses which texts play strange ones.
    """
    targets = machine.targets[:, :-1]
    inside = targets.any(axis=1)
    seen = machine.unseen(cuts)
    # A label's only text can't be found when it is left out, and says nothing of those that can.
    known = np.flatnonzero(inside & (targets * (targets.sum(axis=0) > 1)).any(axis=1))
    if not _fits(seen, targets)[known, 0].any():
        # One text a label: all that can be known is how a text looks that was met before.
        known, seen, near = (
            np.flatnonzero(inside),
            machine.targets - RIDGE * machine.weights,
            np.where(inside, 1.0, 0.0),
        )
    outside = np.flatnonzero(~inside)
    rows = np.concatenate([known, outside])
    strange = machine.unseen(groups_by_label(machine.targets))
    wanted = round(STRANGE / (1 - STRANGE) * len(known)) - len(outside)
    players = np.random.default_rng(seed).permutation(np.flatnonzero(inside))[: max(wanted, 1)]
    others = np.where(targets > 0, 0, strange[:, :-1])
    fits = _fits(seen, targets)[rows]
    nobody = np.zeros(len(players), bool)
    return Unseen(
        np.vstack(
            [
                signs(seen[rows, :-1], seen[rows, -1], near[rows]),
                signs(others[players], strange[players, -1], near_strange[players]),
            ]
        ),
        np.concatenate([fits[:, 0], nobody]),
        np.concatenate([fits.any(axis=1), nobody]),
        len(known),
    )


def _fits(scores: Targets, targets: Targets) -> Flags:
    """Return whether each of the best four labels, best first, is right."""
    best = np.argsort(-scores[:, :-1], axis=1, kind="stable")[:, :MOST_OPTIONS]
    fits: Flags = np.take_along_axis(targets, best, axis=1) > 0
    return fits


def groups_by_label(targets: Targets) -> list[LabelNumbers]:
    """Return the rows of each label; a row with several labels goes with the first one."""
    inside = targets[:, :-1].any(axis=1)
    primary = np.where(inside, targets.argmax(axis=1), -1)
    return [np.flatnonzero(primary == label) for label in np.unique(primary[inside])]
