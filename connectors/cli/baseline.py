"""The figures that were reached once, with how far each may fall before somebody has to look."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import InvalidInput

LESS_IS_BETTER = frozenset({"wrong answers of all", "calibration error"})
ALLOWANCES = {
    "wrong answers of all": 0.005,
    "ranking hit@1": 0.01,
    "ranking hit@3": 0.01,
    "ranking MRR": 0.01,
}
ALLOWANCE = 0.02
SMALL_KIND = 0.06
"""For kinds with few messages: of 20 or 30, a single one is 3 to 5 points."""

FEW = frozenset({"ambiguous", "multi", "human_request", "chitchat", "near_miss", "out_of_scope"})


@dataclass(frozen=True)
class Kept:
    """A figure that was reached.

    Attributes:
        value: What it was.
        allowance: How much worse it may become.
    """

    value: float
    allowance: float


def fallen(found: Mapping[str, float], kept: Mapping[str, Kept]) -> list[str]:
    """Return a sentence for each figure that is worse than its allowance lets it be, or missing."""
    problems = []
    for name, was in kept.items():
        if name not in found:
            problems.append(f"{name} was {was.value:.3f} and isn't measured any more.")
            continue
        change = found[name] - was.value
        worse = change if name in LESS_IS_BETTER else -change
        if worse > was.allowance + 1e-9:
            problems.append(
                f"{name} is {found[name]:.3f}; it was {was.value:.3f}, and {was.allowance:.3f} may be lost."
            )
    return problems


def read_baseline(file: Path) -> dict[str, Kept]:
    """Read what `write_baseline` wrote.

    Raises:
        InvalidInput: If the file is missing or can't be used.
    """
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return {name: Kept(float(row["value"]), float(row["allowance"])) for name, row in stored.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"{file} is no baseline ({error}).") from error


def write_baseline(file: Path, found: Mapping[str, float]) -> None:
    """Keep figures as the new baseline; allowances that stand there already stay as they are.

    Raises:
        InvalidInput: If the file can't be read or written.
    """
    before = read_baseline(file) if file.is_file() else {}
    rows = {
        name: {
            "value": round(value, 4),
            "allowance": before[name].allowance if name in before else _allowance(name),
        }
        for name, value in found.items()
    }
    try:
        file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file} can't be written: {error.strerror}.") from error


def _allowance(name: str) -> float:
    return SMALL_KIND if name in FEW else ALLOWANCES.get(name, ALLOWANCE)
