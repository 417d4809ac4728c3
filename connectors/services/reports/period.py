"""The days that a report is about, cut into weeks, in London's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from knowledge.errors import InvalidInput

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)

MOST_DAYS = 731
"""About two years."""

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)

QUICK: Mapping[str, tuple[str, int]] = {
    "7": ("Last 7 days", 7),
    "28": ("Last 4 weeks", 28),
    "91": ("Last 13 weeks", 91),
    "365": ("Last 12 months", 365),
}
"""Periods that end today, by name: words and days."""

USUAL = 28


@dataclass(frozen=True)
class Week:
    """A part of a period that lies in one calendar week.

    Attributes:
        monday: The week's first day.
        first: The first day that counts.
        last: The last one.
    """

    monday: date
    first: date
    last: date

    @property
    def is_whole(self) -> bool:
        """Whether all seven days count."""
        return (self.last - self.first).days == 6

    @property
    def begins(self) -> datetime:
        """The first moment, in UTC."""
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The moment after the last one, in UTC."""
        return _midnight(self.last + ONE_DAY)


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included.

    Raises:
        InvalidInput: If it ends before it begins, or is longer than two years.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput(f"The period ends on {self.last}, before it begins on {self.first}.")
        if not EARLIEST <= self.first <= self.last <= LATEST:
            raise InvalidInput(f"A report looks at days from {EARLIEST} to {LATEST}.")
        if self.days > MOST_DAYS:
            raise InvalidInput(f"A report covers up to {MOST_DAYS} days; these are {self.days:,}.")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Its weeks in order; the first and the last may be parts of one."""
        out, first = [], self.first
        while first <= self.last:
            monday = first - first.weekday() * ONE_DAY
            last = min(monday + 6 * ONE_DAY, self.last)
            out.append(Week(monday, first, last))
            first = last + ONE_DAY
        return tuple(out)


def last_days(now: datetime, days: int = USUAL) -> Period:
    """Return the period of so many days that ends today."""
    today = now.astimezone(LONDON).date()
    return Period(today - (days - 1) * ONE_DAY, today)


def read_period(first: str, last: str, now: datetime) -> Period:
    """Return the period between two days as a form gives them; the last four weeks where it gives none.

    Raises:
        InvalidInput: If one of them is missing or no day, or they make no period.
    """
    if not first.strip() and not last.strip():
        return last_days(now)
    return Period(_day(first, "first"), _day(last, "last"))


def _day(text: str, which: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        given = f"“{text[:20]}” is none" if text.strip() else "there is none"
        raise InvalidInput(f"Please give the {which} day, such as 2026-11-24; {given}.") from error


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
