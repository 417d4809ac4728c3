"""Why the Helpdesk is closed on a day: a closure, a bank holiday, a weekend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise
from typing import Literal

Kind = Literal["closure", "bank_holiday", "weekend"]


@dataclass(frozen=True)
class Reason:
    """Why one or more days in a row are closed.

    Attributes:
        first_day: The first of them.
        last_day: The last of them.
        kind: What closes them.
        words: The name of the bank holiday, as after "today is"; the reason of the closure; the
            weekday.
        expected: Whether it takes away a time at which people expect the Helpdesk to be open.
        until: When it ends on the last day; None: that day is closed as a whole.
    """

    first_day: date
    last_day: date
    kind: Kind
    words: str
    expected: bool = True
    until: time | None = None


def joined(days: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return the reasons of closed days in a row, one for each closure instead of one for each day."""
    out = list(days[:1])
    for before, after in pairwise(days):
        if before.kind == after.kind == "closure" and before.words == after.words:
            expected = out[-1].expected or after.expected
            out[-1] = replace(out[-1], last_day=after.last_day, until=after.until, expected=expected)
        else:
            out.append(after)
    return tuple(out)
