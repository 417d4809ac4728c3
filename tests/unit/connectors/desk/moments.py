"""Moments and hours as the tests of the desk write them."""

from datetime import date, datetime, time, timedelta

from connectors.desk.closures import ClosedPeriod
from connectors.desk.hours import LONDON


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def span(text: str) -> timedelta:
    """Read "7:30:00" as hours, minutes and seconds."""
    hours, minutes, *seconds = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds[0]) if seconds else 0)


def closure(first: str, last: str, reason: str = "office move") -> ClosedPeriod:
    """Read "2026-06-10 13:00" or "2026-06-10" for the first and last moment."""
    (first_day, from_time), (last_day, until_time) = _parts(first), _parts(last)
    return ClosedPeriod(first_day, last_day, reason, from_time, until_time)


def _parts(text: str) -> tuple[date, time | None]:
    day, _, at = text.partition(" ")
    return date.fromisoformat(day), time.fromisoformat(at) if at else None
