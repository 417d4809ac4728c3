"""The usual opening times of a week: several intervals a day, written as "Mon-Fri 9:00-17:00"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from knowledge.errors import InvalidInput

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AN_EXAMPLE = '"Mon-Fri 9:00-12:30 13:30-17:00; Sat 10:00-12:00"'

_INTERVAL = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Interval:
    """From when until when the Helpdesk is open on a day.

    Attributes:
        opens: The first open moment.
        closes: The first moment that isn't open any more.

    Raises:
        InvalidInput: If it ends before it begins.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise InvalidInput(
                f"Opening times from {said(self.opens)} to {said(self.closes)} end before they begin."
            )


@dataclass(frozen=True)
class Week:
    """The intervals of each day, Monday first.

    Raises:
        InvalidInput: If the intervals of a day overlap, or no day has any.
    """

    days: tuple[tuple[Interval, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(DAYS) or not any(self.days):
            raise InvalidInput("The Helpdesk must be open on at least one day of the week.")
        for name, intervals in zip(DAYS, self.days, strict=True):
            for before, after in pairwise(intervals):
                if after.opens < before.closes:
                    raise InvalidInput(
                        f"Two opening times on {name} overlap or are in the wrong order: one until "
                        f"{said(before.closes)}, the next from {said(after.opens)}."
                    )

    def of(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of a day, earliest first."""
        return self.days[day.weekday()]


def read_week(text: str) -> Week:
    """Read the opening times of a week.

    Args:
        text: Days and their intervals, groups separated by semicolons: "Mon-Fri 9:00-17:00".

    Raises:
        InvalidInput: If it can't be read; says which part, and what is allowed.
    """
    days: list[tuple[Interval, ...]] = [()] * len(DAYS)
    for group in filter(None, (part.strip() for part in text.split(";"))):
        names, *intervals = group.split()
        if not intervals:
            raise InvalidInput(f"“{group[:60]}” has no opening times. They look like {AN_EXAMPLE}.")
        read = tuple(_interval(interval) for interval in intervals)
        for number in _days(names):
            if days[number]:
                raise InvalidInput(f"{DAYS[number]} has its opening times twice in “{text[:80]}”.")
            days[number] = read
    return Week(tuple(days))


def _days(names: str) -> Iterator[int]:
    for part in names.split(","):
        first, _, last = part.partition("-")
        begin, end = _day(first), _day(last or first)
        if end < begin:
            raise InvalidInput(f"The days “{part}” are the wrong way round. A week begins with Mon.")
        yield from range(begin, end + 1)


def _day(name: str) -> int:
    if name[:3].title() in DAYS and name.isalpha():
        return DAYS.index(name[:3].title())
    raise InvalidInput(
        f"“{name[:20]}” is no day of the week. There are {', '.join(DAYS)}; opening times look like "
        f"{AN_EXAMPLE}."
    )


def _interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    try:
        if found is not None:
            hour, minute, last_hour, last_minute = map(int, found.groups())
            return Interval(time(hour, minute), time(last_hour, last_minute))
    except ValueError:
        pass
    raise InvalidInput(f"“{text[:30]}” is no opening time. It looks like 9:00-17:00.")


def said(at: time) -> str:
    """Return a time of day as people write it: 9:00."""
    seconds = f":{at.second:02}" if at.second else ""
    return f"{at.hour}:{at.minute:02}{seconds}"


NINE_TO_FIVE = read_week("Mon-Fri 9:00-17:00")
"""The Helpdesk's own hours."""
