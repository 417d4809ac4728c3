"""Charts as shapes with plain attributes: drawn by the server, so that no page needs a script or a style.

A chart only repeats a table; who can't see it reads that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor, log10

WIDTH, HEIGHT = 720, 240
LEFT, TOP, BOTTOM = 44, 12, 28
NAMES = 240
"""Where the bars of a chart by name begin, on the right of their names."""
LINE = 26
LONGEST_NAME = 30
MOST_LABELS = 14
GRID_LINES = 4


@dataclass(frozen=True)
class Bar:
    """A rectangle, and what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: int
    words: str


@dataclass(frozen=True)
class Words:
    """A text in the picture."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A picture to be put into a page.

    Attributes:
        name: For the ids of its parts.
        title: What it shows.
        description: What can be seen in it.
        series: The names of the colours, where there are several.
        width: Of the picture.
        height: Of the picture.
        bars: What is drawn.
        lines: The heights of the lines behind.
        texts: What is written.
    """

    name: str
    title: str
    description: str
    series: Sequence[str]
    width: int
    height: int
    bars: Sequence[Bar]
    lines: Sequence[float] = ()
    texts: Sequence[Words] = field(default_factory=tuple)


def columns(
    name: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    unit: str = "",
) -> Chart:
    """Draw a group of upright bars for each label.

    Args:
        name: For the ids of its parts.
        title: What it shows.
        labels: Under the groups, from left to right.
        series: The name of each colour with its values; None leaves a gap.
        unit: Said after each value.
    """
    top = _round_up(max((value or 0 for _, values in series for value in values), default=0))
    deep = HEIGHT - TOP - BOTTOM
    room = (WIDTH - LEFT) / max(len(labels), 1)
    thick = min(room * 0.8 / len(series), 36)
    bars = []
    for index, (what, values) in enumerate(series):
        for place, value in enumerate(values):
            if value:
                x = LEFT + room * (place + 0.5) + thick * (index - len(series) / 2)
                tall = value / top * deep
                words = f"{labels[place]}: {what} {say(value)}{unit}"
                bars.append(
                    Bar(
                        round(x, 1),
                        round(TOP + deep - tall, 1),
                        round(thick, 1),
                        round(tall, 1),
                        index,
                        words,
                    )
                )
    steps = [step / GRID_LINES for step in range(GRID_LINES + 1)]
    every = -(-len(labels) // MOST_LABELS) or 1
    return Chart(
        name,
        title,
        f"{len(labels)} groups of bars; the highest is {_highest(labels, series, unit)}.",
        [what for what, _ in series],
        WIDTH,
        HEIGHT,
        bars,
        [round(TOP + deep * (1 - step), 1) for step in steps],
        [
            *(
                Words(LEFT - 6, round(TOP + deep * (1 - step) + 4, 1), say(top * step), "end")
                for step in steps
            ),
            *(
                Words(round(LEFT + room * (place + 0.5), 1), HEIGHT - 8, label)
                for place, label in enumerate(labels)
                if place % every == 0
            ),
        ],
    )


def rows(name: str, title: str, values: Sequence[tuple[str, int]]) -> Chart:
    """Draw a lying bar for each name."""
    top = max((value for _, value in values), default=0) or 1
    bars, texts = [], []
    for place, (label, value) in enumerate(values):
        y, long = place * LINE + 4, value / top * (WIDTH - NAMES - 50)
        short = label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"
        bars.append(Bar(NAMES, y, round(long, 1), LINE - 10, 0, f"{label}: {say(value)}"))
        texts.append(Words(NAMES - 8, y + 13, short, "end"))
        texts.append(Words(round(NAMES + long + 6, 1), y + 13, say(value), "start"))
    described = _highest([label for label, _ in values], [("", [value for _, value in values])], "")
    words = f"{len(values)} bars; the longest is {described}."
    return Chart(name, title, words, (), WIDTH, max(len(values), 1) * LINE + 4, bars, (), texts)


def say(value: float) -> str:
    """Return a number as it is written: whole where it is, else with one decimal."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _highest(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], unit: str) -> str:
    found = [
        (value, labels[place], what) for what, values in series for place, value in enumerate(values) if value
    ]
    if not found:
        return "zero"
    value, label, what = max(found)
    return f"{label}, {what} {say(value)}{unit}" if what else f"{label}, {say(value)}{unit}"


def _round_up(value: float) -> float:
    """Return the next number that can be cut into four parts and read easily."""
    if value <= GRID_LINES:
        return float(GRID_LINES)
    size = 10.0 ** floor(log10(value))
    return next(
        size * step for step in (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0) if value <= size * step
    )
