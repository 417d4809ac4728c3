"""Days on which the Helpdesk stays closed beside weekends and bank holidays."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import InvalidInput
from knowledge.tables import Closure

LONGEST_REASON = 200


@dataclass(frozen=True)
class ClosedPeriod:
    """One closure that staff entered.

    Attributes:
        first_day: The first closed day.
        last_day: The last closed day; the same as the first for a single day.
        reason: Why, in a few words that visitors read in brackets, such as "office move".

    Raises:
        InvalidInput: If the days are the wrong way round, or the reason is no single short line.
    """

    first_day: date
    last_day: date
    reason: str

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise InvalidInput(
                f"A closure can't end before it begins: first day {self.first_day}, last day {self.last_day}."
            )
        if not self.reason.strip() or not self.reason.isprintable() or len(self.reason) > LONGEST_REASON:
            raise InvalidInput(
                f"A closure needs a reason of 1 to {LONGEST_REASON} characters in one line, "
                f'such as "office move"; the one from {self.first_day} on has none that can be used.'
            )

    def includes(self, day: date) -> bool:
        """Tell whether a day is part of the closure."""
        return self.first_day <= day <= self.last_day


def read_closures(session: Session) -> tuple[ClosedPeriod, ...]:
    """Return the closures that are kept in the database, earliest first."""
    rows = session.scalars(select(Closure).order_by(Closure.first_day, Closure.id))
    return tuple(ClosedPeriod(row.first_day, row.last_day, row.reason) for row in rows)
