"""Which parts of a day the Helpdesk is open, and where none is, why: the week, less all that closes it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from connectors.desk.bank_holidays import bank_holidays
from connectors.desk.closed_days import Kind, Reason
from connectors.desk.closures import ClosedPeriod
from connectors.desk.week import Week

LONDON = ZoneInfo("Europe/London")

Span = tuple[datetime, datetime]
"""From a moment until just before another, in UTC."""


class OpenDays:
    """Knows the open parts of every day.

    Args:
        week: The usual opening times.
        division: Whose bank holidays count.
        closures: When it is closed as well.
    """

    def __init__(self, week: Week, division: str, closures: Sequence[ClosedPeriod]) -> None:
        self._week = week
        self._division = division
        self._closures = [(closure.begins_at, closure.ends_at, closure) for closure in closures]

    def spans(self, day: date) -> list[Span]:
        """Return when the Helpdesk is open on a day, earliest first."""
        if day in bank_holidays(day.year, self._division):
            return []
        spans = _in_order((_utc(day, i.opens), _utc(day, i.closes)) for i in self._week.of(day))
        for begins, ends, _ in self._closures:
            if spans and begins < spans[-1][1] and spans[0][0] < ends:
                spans = without(spans, begins, ends)
        return spans

    def why_closed(self, day: date) -> Reason | None:
        """Return why a day is closed as a whole, or None for one that is open at some time.

        A closure comes first: whoever entered a Christmas break meant the bank holidays in it, too.
        """
        if self.spans(day):
            return None
        expected = bool(self._week.of(day))
        if closure := self._closing_all(day):
            return _closed(day, "closure", closure.reason.strip(), expected=expected)
        if name := bank_holidays(day.year, self._division).get(day):
            return _closed(day, "bank_holiday", name, expected=expected)
        parts = [c for begins, ends, c in self._closures if self._touches(day, begins, ends)]
        if expected and parts:
            return _closed(day, "closure", parts[-1].reason.strip(), expected=True)
        return _closed(day, "weekend", f"{day:%A}", expected=False)

    def closure_at(self, at: datetime) -> ClosedPeriod | None:
        """Return the closure that holds at a moment."""
        return next((c for begins, ends, c in self._closures if begins <= at < ends), None)

    def closure_before(self, at: datetime) -> ClosedPeriod | None:
        """Return the closure that ends at a moment."""
        return next((c for _, ends, c in self._closures if ends == at), None)

    def _closing_all(self, day: date) -> ClosedPeriod | None:
        first, last = _utc(day, time()), _utc(day, time.max)
        return next((c for begins, ends, c in self._closures if begins <= first and last < ends), None)

    def _touches(self, day: date, begins: datetime, ends: datetime) -> bool:
        return begins <= _utc(day, time.max) and _utc(day, time()) < ends


def without(spans: Sequence[Span], begins: datetime, ends: datetime) -> list[Span]:
    """Return the spans without what lies between two moments."""
    parts = [part for start, end in spans for part in ((start, min(end, begins)), (max(start, ends), end))]
    return [(start, end) for start, end in parts if start < end]


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """Return what is left of spans that the clocks going forward has pushed into each other."""
    out: list[Span] = []
    for start, end in spans:
        begins = max(start, out[-1][1]) if out else start
        if begins < end:
            out.append((begins, end))
    return out


def _closed(day: date, kind: Kind, words: str, *, expected: bool) -> Reason:
    return Reason(day, day, kind, words, expected=expected)


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
