"""A due time in words, and on request how it was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.desk.due import OpenTime
from connectors.desk.open_days import Span, without
from connectors.desk.week import said

LONDON = ZoneInfo("Europe/London")
NEAR = 7
FAR = 180


def say_due(at: datetime | None, now: datetime) -> str:
    """Say when something is due: "due Tuesday 10:40", "was due yesterday 16:00"; empty for nothing."""
    if at is None:
        return ""
    return f"{'due' if at > now else 'was due'} {say_moment(at, now)}"


def say_moment(at: datetime, now: datetime) -> str:
    """Say a moment as near as it is: today, tomorrow, by name of the day, by date."""
    local, today = at.astimezone(LONDON), now.astimezone(LONDON).date()
    return f"{_day(local.date(), today)} {said(local.time().replace(second=0, microsecond=0))}"


def say_duration(duration: timedelta) -> str:
    """Say a duration in hours, minutes and seconds, without what is nought: "7 h 20 min"."""
    seconds = round(duration.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"


@dataclass(frozen=True)
class Arithmetic:
    """How a due time was counted.

    Attributes:
        start: From when on.
        target: How much open time was promised.
        counted: The open times that were counted, earliest first; together as long as the target.
        pauses: When it was the customer's turn, which doesn't count.
        due: What came of it.
    """

    start: datetime
    target: timedelta
    counted: Sequence[Span]
    pauses: Sequence[Span]
    due: datetime

    def lines(self, now: datetime) -> Iterator[str]:
        """Yield the arithmetic as lines that staff can follow."""
        yield f"{say_duration(self.target)} of open time from {say_moment(self.start, now)}"
        for start, end in self.counted:
            yield f"{_from_to(start, end, now)}: {say_duration(end - start)}"
        for start, end in self.pauses:
            yield f"not counted, waiting for the customer: {say_moment(start, now)} to {say_moment(end, now)}"
        yield say_due(self.due, now)


def explain(hours: OpenTime, start: datetime, target: timedelta, pauses: Sequence[Span] = ()) -> Arithmetic:
    """Return how a due time is counted.

    Args:
        hours: The opening hours.
        start: From when on.
        target: How much open time.
        pauses: From when until when it was the customer's turn, in order.
    """
    paused = sum((hours.between(begins, ends) for begins, ends in pauses), timedelta(0))
    due = hours.add(start, target + paused)
    counted = list(hours.counted(start, due))
    for begins, ends in pauses:
        counted = without(counted, begins, ends)
    return Arithmetic(start, target, tuple(counted), tuple(pauses), due)


def _from_to(start: datetime, end: datetime, now: datetime) -> str:
    ends = end.astimezone(LONDON).time().replace(microsecond=0)
    begins = start.astimezone(LONDON)
    day = _day(begins.date(), now.astimezone(LONDON).date())
    return f"{day} {said(begins.time().replace(microsecond=0))} to {said(ends)}"


def _day(day: date, today: date) -> str:
    away = (day - today).days
    if away in NAMES:
        return NAMES[away]
    if 0 < away < NEAR:
        return f"{day:%A}"
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if abs(away) > FAR else "")


NAMES = {-1: "yesterday", 0: "today", 1: "tomorrow"}
