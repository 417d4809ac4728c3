"""Why the Helpdesk is closed on a day: a closure, a bank holiday of England and Wales, a weekend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import holidays

from connectors.desk.closures import ClosedPeriod

SATURDAY = 5

OUR_NAMES = {
    "May Day": "the early May bank holiday",
    "Spring Bank Holiday": "the spring bank holiday",
    "Late Summer Bank Holiday": "the summer bank holiday",
}
"""Bank holidays that are known by another name than the library's."""

PLAIN_NAMES = frozenset(("New Year's Day", "Good Friday", "Easter Monday", "Christmas Day", "Boxing Day"))
"""Bank holidays that are known by their name alone."""

OBSERVED = " (observed)"
"""What the library adds where a weekday stands in for a bank holiday at a weekend."""


@dataclass(frozen=True)
class Reason:
    """Why one or more days in a row are closed.

    Attributes:
        first_day: The first of them.
        last_day: The last of them.
        kind: What closes them.
        words: The name of the bank holiday, as after "today is"; the reason of the closure; the
            weekday.
    """

    first_day: date
    last_day: date
    kind: Literal["closure", "bank_holiday", "weekend"]
    words: str

    @property
    def matters(self) -> bool:
        """Whether it takes away a day on which people expect the Helpdesk to be open."""
        days = (self.last_day - self.first_day).days + 1
        return days > 2 or not (is_weekend(self.first_day) and is_weekend(self.last_day))


def why_closed(day: date, closures: Sequence[ClosedPeriod]) -> Reason | None:
    """Return why a day is closed, or None for a working day.

    A closure comes first: whoever entered a Christmas break meant the bank holidays in it, too.
    """
    for closure in closures:
        if closure.includes(day):
            return Reason(day, day, "closure", closure.reason.strip())
    name = bank_holidays(day.year).get(day)
    if name:
        return Reason(day, day, "bank_holiday", name)
    return Reason(day, day, "weekend", f"{day:%A}") if is_weekend(day) else None


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def joined(days: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return the reasons of closed days in a row, one for each closure instead of one for each day."""
    out = list(days[:1])
    for before, after in pairwise(days):
        if before.kind == after.kind == "closure" and before.words == after.words:
            out[-1] = replace(out[-1], last_day=after.last_day)
        else:
            out.append(after)
    return tuple(out)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> Mapping[date, str]:
    """Return the bank holidays of England and Wales in a year, with their names in a sentence."""
    # Wales has the same ones. A year at a time, because the library's own growing calendar is not
    # made for several threads.
    known = holidays.country_holidays("GB", subdiv="ENG", years=year, observed=True, language="en_GB")
    return MappingProxyType({day: _in_a_sentence(name) for day, name in known.items()})


def _in_a_sentence(name: str) -> str:
    if name.endswith(OBSERVED):
        return f"the substitute day for {_in_a_sentence(name.removesuffix(OBSERVED))}"
    if name in PLAIN_NAMES:
        return name
    # One that is given once, such as a coronation.
    return OUR_NAMES.get(name, f"a bank holiday ({name})")
