"""Puts figures, plots and misses on one page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from connectors.cli.report.curves import Confidences, precision_plot, reliability_plot
from retrieval.evaluation import KINDS, Verdict, figures, shares

MOST_CANDIDATES = 4
Rows = dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Line:
    """A threshold with where it comes from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True)
class Table:
    """A kept comparison: the ablation or the plain bot's figures.

    Attributes:
        measured_on: The day, as YYYY-MM-DD.
        on: What it was measured on, in words.
        columns: The names of the figures.
        rows: The names of what was compared, each with its figures; None where one was not measured.
    """

    measured_on: str
    on: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class Evaluated:
    """All that the page shows.

    Attributes:
        title: What was evaluated.
        at: When.
        verdicts: The judged messages.
        categories: The topic of each entry, by key.
        lines: The thresholds in use; the first is that of an answer.
        candidates: The probabilities of the likeliest entries, by message id.
        tables: Kept comparisons.
    """

    title: str
    at: datetime
    verdicts: Sequence[Verdict]
    categories: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    candidates: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    tables: Sequence[Table] = ()


def page(evaluated: Evaluated) -> str:
    """Return the page as HTML."""
    loader = PackageLoader("connectors.cli.report", ".")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("report.html").render(_content(evaluated))


def _content(evaluated: Evaluated) -> dict[str, Any]:
    verdicts = evaluated.verdicts
    found = Confidences.of(verdicts)
    kinds = shares(verdicts, lambda verdict: verdict.message.kind)
    numbers = figures(verdicts)
    if len(found.values):
        numbers["calibration error"] = found.error
    line = evaluated.lines[0].value if evaluated.lines else None
    return {
        "evaluated": evaluated,
        "numbers": {name: value for name, value in numbers.items() if name not in kinds},
        "kinds": {kind: kinds[kind] for kind in KINDS if kind in kinds},
        "styles": shares((v for v in verdicts if v.message.style), lambda v: v.message.style),
        "topics": _by_topic(evaluated),
        "precision": precision_plot(found, line) if len(found.values) else "",
        "reliability": reliability_plot(found) if len(found.values) else "",
        "confusions": confused_entries(verdicts),
        "misses": [_miss(v, evaluated.candidates) for v in verdicts if not v.good],
    }


def confused_entries(verdicts: Sequence[Verdict]) -> list[tuple[str, str, int]]:
    """Return how often an entry was ranked best where another is right: (right, ranked, times)."""
    pairs = Counter(
        (verdict.message.answers[0], verdict.prediction["ranking"][0])
        for verdict in verdicts
        if verdict.message.answers
        and verdict.prediction.get("ranking")
        and verdict.prediction["ranking"][0] not in verdict.message.answers
    )
    return [(wanted, ranked, times) for (wanted, ranked), times in pairs.most_common()]


def _by_topic(evaluated: Evaluated) -> Rows:
    known = [
        v for v in evaluated.verdicts if v.message.answers and v.message.answers[0] in evaluated.categories
    ]
    return shares(known, lambda verdict: evaluated.categories[verdict.message.answers[0]])


def _miss(verdict: Verdict, candidates: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, Any]:
    said = verdict.prediction
    names = [(key, None) for key in (said.get("ranking") or ())[:MOST_CANDIDATES]]
    return {
        "id": verdict.message.id,
        "text": verdict.message.text,
        "kind": verdict.message.kind,
        "wanted": verdict.message.answers,
        "action": said.get("action", "nothing"),
        "keys": said.get("keys") or (),
        "confidence": float(said.get("confidence") or 0),
        "candidates": candidates.get(verdict.message.id, names),
    }
