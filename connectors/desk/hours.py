"""When the Helpdesk is open: one calendar for the bot, the pages and every promise we make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.desk import hours_words
from connectors.desk.closed_days import Reason, joined, why_closed
from connectors.desk.closures import ClosedPeriod
from knowledge.errors import InvalidInput

LONDON = ZoneInfo("Europe/London")
OPENS = time(9)
CLOSES = time(17)

LONGEST_BREAK = 366
"""Days in a row that the Helpdesk may be closed; more is taken for a mistake."""

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
    """Monday to Friday, 9:00 to 17:00, in London, without bank holidays and closures.

    Holds no clock: every question comes with its moment.

    Args:
        closures: Days on which it is closed as well.

    Raises:
        InvalidInput: If the closures leave no open day for more than a year.
    """

    def __init__(self, closures: Iterable[ClosedPeriod] = ()) -> None:
        self._closures = tuple(closures)
        for closure in self._closures:
            self._check_break(closure.first_day)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the Helpdesk is open: from 9:00:00 on, until just before 17:00:00.

        Raises:
            ValueError: If the time has no zone.
        """
        local = _in_london(at)
        return OPENS <= local.time() < CLOSES and self._why(local.date()) is None

    def next_opening(self, at: datetime) -> Opening:
        """Return when the Helpdesk opens next after a moment, also while it is open.

        Raises:
            ValueError: If the time has no zone.
        """
        local = _in_london(at)
        day = local.date()
        if local.time() >= OPENS and self._why(day) is None:
            day += ONE_DAY
        closed: list[Reason] = []
        while reason := self._why(day):
            closed.append(reason)
            day += ONE_DAY
        return Opening(datetime.combine(day, OPENS, LONDON).astimezone(UTC), joined(closed))

    def sentence(self, at: datetime) -> str:
        """Say whether the Helpdesk is open and, where it isn't, when it opens and why not earlier.

        Raises:
            ValueError: If the time has no zone.
        """
        if self.is_open(at):
            return hours_words.open_until(CLOSES)
        opening = self.next_opening(at)
        today = _in_london(at).date()
        return hours_words.closed_until(today, _in_london(opening.at), opening.reasons)

    def _why(self, day: date) -> Reason | None:
        return why_closed(day, self._closures)

    def _check_break(self, first: date) -> None:
        days = 0
        while self._why(first + days * ONE_DAY):
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
