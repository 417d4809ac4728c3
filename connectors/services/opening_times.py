"""Opening times as staff see and change them: closures, the week, the warning on bank holidays.

Takes a session, never commits; who may change them is checked where people come in.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.bank_holidays import bank_holidays, list_ends_soon
from connectors.desk.clock import Clock
from connectors.desk.closing import Rules, add_closure, remove_closure
from connectors.desk.closures import ClosedPeriod
from knowledge.tables import Closure

LONDON = ZoneInfo("Europe/London")


class OpeningTimes:
    """Keeps the closures.

    Args:
        clock: Tells the time.
        rules: What opening hours and due times follow from, beside the closures.
    """

    def __init__(self, clock: Clock, rules: Rules) -> None:
        self._clock = clock
        self._rules = rules

    @property
    def rules(self) -> Rules:
        """The week, the division and the targets."""
        return self._rules

    def closures(self, session: Session) -> Sequence[Closure]:
        """Return the closures that haven't ended, earliest first."""
        today = self._today()
        return session.scalars(
            select(Closure).where(Closure.last_day >= today).order_by(Closure.first_day, Closure.id)
        ).all()

    def add(self, session: Session, period: ClosedPeriod) -> Closure:
        """Enter a closure; what is due moves behind it.

        Raises:
            Conflict: If it overlaps another one; names it.
            InvalidInput: If it would leave no open day for more than a year.
        """
        return add_closure(session, self._clock(), period, self._rules)

    def remove(self, session: Session, closure_id: int) -> ClosedPeriod:
        """Remove a closure; return what it was.

        Raises:
            NotFound: If there is none with this number.
        """
        return remove_closure(session, closure_id, self._rules)

    def bank_holidays(self, days: int = 366) -> list[tuple[date, str]]:
        """Return the bank holidays of the coming days, with their names in a sentence."""
        today = self._today()
        last = today + timedelta(days=days)
        known = [bank_holidays(year, self._rules.division) for year in range(today.year, last.year + 1)]
        return sorted((day, name) for year in known for day, name in year.items() if today <= day <= last)

    def warning(self) -> str | None:
        """Warn where the list of bank holidays ends within 90 days."""
        return list_ends_soon(self._today())

    def _today(self) -> date:
        return self._clock().astimezone(LONDON).date()
