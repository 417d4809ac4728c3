"""Tables as CSV: one line at a time, and no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell must not begin with: spreadsheets run it."""

Cell = str | int | float | None


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield rows as lines of CSV; empty cells for None."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def neutral(text: str) -> str:
    """Return a text that a spreadsheet shows as it is; where it might be run an apostrophe goes before it.

    Spreadsheets may drop blanks before they look, and some read full-width signs as well.
    """
    risky = text.startswith(FORMULAS) or text.lstrip().startswith((*FORMULAS, "＝", "＋", "－", "＠"))
    return f"'{text}" if risky else text


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) else value


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line
