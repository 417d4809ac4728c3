"""When the Helpdesk stays closed beside its usual hours and bank holidays: entered by staff."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.dates import long_day
from knowledge.errors import InvalidInput
from knowledge.tables import Closure

LONDON = ZoneInfo("Europe/London")
LONGEST_REASON = 200
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""Whatever lies beyond is a slip of the hand."""


@dataclass(frozen=True)
class ClosedPeriod:
    """One closure that staff entered.

    Attributes:
        first_day: The first closed day.
        last_day: The last closed day; the same as the first for a single day.
        reason: Why, in a few words that visitors read in brackets, such as "office move".
        from_time: When it begins on the first day, in London's time; None: with the day.
        until_time: When it ends on the last day; None: with the day.

    Raises:
        InvalidInput: If it ends before it begins, or the reason is no single short line.
    """

    first_day: date
    last_day: date
    reason: str
    from_time: time | None = None
    until_time: time | None = None

    def __post_init__(self) -> None:
        for day in (self.first_day, self.last_day):
            if not EARLIEST <= day <= LATEST:
                raise InvalidInput(
                    f"A closure can lie between {EARLIEST.year} and {LATEST.year}; please check the year "
                    f"{day.year}."
                )
        if self.last_day < self.first_day:
            raise InvalidInput(
                f"A closure can't end before it begins: the first day is {long_day(self.first_day)}, "
                f"the last one {long_day(self.last_day)}."
            )
        if self.ends_at <= self.begins_at:
            raise InvalidInput(
                f"A closure can't end before it begins: on {long_day(self.first_day)} it is to begin at "
                f"{self.from_time or time():%H:%M} and to end at {self.until_time or time():%H:%M}."
            )
        if not self.reason.strip() or not self.reason.isprintable() or len(self.reason) > LONGEST_REASON:
            raise InvalidInput(
                f"A closure needs a reason of 1 to {LONGEST_REASON} characters in one line, "
                f'such as "office move"; the one from {long_day(self.first_day)} on has none that can be '
                "used."
            )

    @property
    def begins_at(self) -> datetime:
        """The first closed moment, in UTC."""
        return _utc(self.first_day, self.from_time or time())

    @property
    def ends_at(self) -> datetime:
        """The first moment after it, in UTC."""
        if self.until_time is None:
            return _utc(self.last_day + timedelta(days=1), time())
        return _utc(self.last_day, self.until_time)

    def overlaps(self, other: "ClosedPeriod") -> bool:
        """Tell whether the two have a moment in common."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at

    def __str__(self) -> str:
        first, last = long_day(self.first_day), long_day(self.last_day)
        begins = f", {self.from_time:%H:%M}" if self.from_time else ""
        ends = f", {self.until_time:%H:%M}" if self.until_time else ""
        if self.first_day != self.last_day:
            when = f"{first}{begins} to {last}{ends}"
        elif self.from_time and self.until_time:
            when = f"{first}{begins} to {self.until_time:%H:%M}"
        else:
            when = first + (begins and f", from {begins[2:]}") + (ends and f", until {ends[2:]}")
        return f"{when} ({self.reason.strip()})"


def read_closures(session: Session) -> tuple[ClosedPeriod, ...]:
    """Return the closures that are kept in the database, earliest first."""
    rows = session.scalars(select(Closure).order_by(Closure.first_day, Closure.id))
    return tuple(as_period(row) for row in rows)


def as_period(row: Closure) -> ClosedPeriod:
    """Return a closure that is kept as the value that hours are counted with."""
    return ClosedPeriod(row.first_day, row.last_day, row.reason, row.from_time, row.until_time)


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
