"""When the Helpdesk is open: one calendar for the bot, the pages and every promise we make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.desk import hours_words
from connectors.desk.closed_days import Reason, joined
from connectors.desk.closures import ClosedPeriod
from connectors.desk.open_days import OpenDays, Span
from connectors.desk.week import NINE_TO_FIVE, Week
from knowledge.errors import InvalidInput

LONDON = ZoneInfo("Europe/London")

LONGEST_BREAK = 366
"""Days in a row that the Helpdesk may be closed; more is taken for a mistake."""

LONGEST_DURATION = timedelta(days=3660)
"""Of open time that can be counted; more is taken for a mistake."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Opening:
    """The moment at which the Helpdesk opens.

    Attributes:
        at: Aware, in UTC.
        reasons: Why the days before it are closed, in order; empty where it opens as usual.
    """

    at: datetime
    reasons: tuple[Reason, ...] = ()


class BusinessHours:
    """The hours of a week in London, without bank holidays and closures.

    Holds no clock: every question comes with its moment.

    Args:
        closures: When it is closed as well.
        week: The usual opening times.
        division: Whose bank holidays count: england-and-wales, scotland or northern-ireland.

    Raises:
        InvalidInput: If there is no such division, or the closures leave no open day for more than a
            year.
    """

    def __init__(
        self,
        closures: Iterable[ClosedPeriod] = (),
        *,
        week: Week = NINE_TO_FIVE,
        division: str = "england-and-wales",
    ) -> None:
        closures = tuple(closures)
        self._days = OpenDays(week, division, closures)
        for closure in closures:
            self._check_break(closure.first_day)

    @property
    def days(self) -> OpenDays:
        """The open parts of every day."""
        return self._days

    def is_open(self, at: datetime) -> bool:
        """Tell whether the Helpdesk is open: from 9:00:00 on, until just before 17:00:00.

        Raises:
            ValueError: If the time has no zone.
        """
        return self._span_at(at) is not None

    def next_opening(self, at: datetime) -> Opening:
        """Return when the Helpdesk opens next after a moment, also while it is open.

        Raises:
            ValueError: If the time has no zone.
        """
        today = day = _in_london(at).date()
        reasons: list[Reason] = []
        while True:
            spans = self.days.spans(day)
            opens = next((start for start, _ in spans if start > at), None)
            if opens is not None:
                reasons += self._late(opens, day, at if day == today else opens)
                return Opening(opens, joined(reasons))
            if not spans:
                reasons += filter(None, [self.days.why_closed(day)])
            elif day == today and (closure := self.days.closure_at(at)):
                reasons.append(Reason(day, day, "closure", closure.reason.strip()))
            day += ONE_DAY

    def sentence(self, at: datetime) -> str:
        """Say whether the Helpdesk is open and, where it isn't, when it opens and why not earlier.

        Raises:
            ValueError: If the time has no zone.
        """
        if span := self._span_at(at):
            return hours_words.open_until(_in_london(span[1]).time())
        opening = self.next_opening(at)
        today = _in_london(at).date()
        return hours_words.closed_until(today, _in_london(opening.at), opening.reasons)

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """Return the first moment at which so much open time has passed since ``at``, in UTC.

        Raises:
            ValueError: If the time has no zone, or the duration is negative or longer than ten years.
        """
        day, at = _in_london(at).date(), at.astimezone(UTC)
        if not timedelta(0) <= duration <= LONGEST_DURATION:
            raise ValueError(f"Open time is counted from 0 to {LONGEST_DURATION.days} days, not {duration}.")
        if not duration:
            return at
        while True:
            for start, end in self.days.spans(day):
                start = max(start, at)  # noqa: PLW2901 - what is over before doesn't count
                if start < end:
                    if duration <= end - start:
                        return start + duration
                    duration -= end - start
            day += ONE_DAY

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two moments; none where the second isn't later.

        Raises:
            ValueError: If a time has no zone.
        """
        return sum((until - since for since, until in self.counted(start, end)), timedelta(0))

    def counted(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Yield the open times between two moments, earliest first: what `between` adds up.

        Raises:
            ValueError: If a time has no zone.
        """
        day, last = _in_london(start).date(), _in_london(end).date()
        while day <= last:
            for since, until in self.days.spans(day):
                if max(since, start) < min(until, end):
                    yield max(since, start).astimezone(UTC), min(until, end).astimezone(UTC)
            day += ONE_DAY

    def _span_at(self, at: datetime) -> Span | None:
        day = _in_london(at).date()
        return next((span for span in self.days.spans(day) if span[0] <= at < span[1]), None)

    def _late(self, opens: datetime, day: date, at: datetime) -> list[Reason]:
        """Return the closure that keeps the Helpdesk from opening earlier on the day that it opens."""
        closure = self.days.closure_before(opens)
        if closure is None or not closure.begins_at <= at:
            return []
        return [Reason(day, day, "closure", closure.reason.strip(), until=_in_london(opens).time())]

    def _check_break(self, first: date) -> None:
        days = 0
        while not self.days.spans(first + days * ONE_DAY):
            days += 1
            if days > LONGEST_BREAK:
                raise InvalidInput(
                    f"With these closures the Helpdesk would not open for more than a year from {first} on. "
                    "Please check their days."
                )


def _in_london(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"Opening hours need a time with a zone; this one has none: {at.isoformat()}.")
    return at.astimezone(LONDON)
