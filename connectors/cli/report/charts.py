"""Plots as inline SVG: two axes from 0 to 1, lines and dots. Colours come from the page's style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 46

Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """What the axes say and which part of [0, 1] they show.

    Attributes:
        across: The name of the horizontal axis.
        up: The name of the vertical axis.
        lowest: Where the vertical axis begins.
    """

    across: str
    up: str
    lowest: float = 0.0

    def place(self, point: Point) -> Point:
        """Return where a point lies in the drawing; what is below the axis is drawn on it."""
        across, up = point
        share = max(up - self.lowest, 0) / (1 - self.lowest)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def draw(self, *parts: Markup, title: str) -> Markup:
        """Return the whole drawing."""
        inside = Markup("").join([self._grid(), *parts])
        return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}</svg>').format(
            WIDTH, HEIGHT, title, title, inside
        )

    def line(self, points: Sequence[Point], style: str = "line") -> Markup:
        """Return points joined by a line."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, points))
        return Markup('<polyline class="{}" points="{}"/>').format(style, places)

    def dot(self, point: Point, words: str, size: float = 4, style: str = "dot") -> Markup:
        """Return a dot that says its words when it is pointed at."""
        x, y = self.place(point)
        return Markup(
            '<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>'
        ).format(style, x, y, size, words)

    def note(self, point: Point, words: str, *, before: bool = False, lift: float = -10) -> Markup:
        """Return words beside a point: after it, or before it."""
        x, y = self.place(point)
        return Markup('<text class="note" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            x + (-8 if before else 8), y + lift, "end" if before else "start", words
        )

    def _grid(self) -> Markup:
        parts = []
        for step in range(6):
            share = step / 5
            x, bottom = self.place((share, self.lowest))
            value = self.lowest + share * (1 - self.lowest)
            left, y = self.place((0, value))
            right, _ = self.place((1, value))
            parts += [
                Markup('<line class="grid" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(*spot)
                for spot in ((x, TOP, x, bottom), (left, y, right, y))
            ]
            parts += [
                Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{:.0%}</text>').format(
                    x, bottom + 17, share
                ),
                Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="end">{:.0%}</text>').format(
                    left - 6, y + 4, value
                ),
            ]
        middle = HEIGHT / 2 - 12
        parts += [
            Markup('<text class="axis" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                (WIDTH + LEFT) / 2, HEIGHT - 8, self.across
            ),
            Markup(
                '<text class="axis" transform="translate(12 {}) rotate(-90)" text-anchor="middle">{}</text>'
            ).format(middle, self.up),
        ]
        return Markup("").join(parts)
