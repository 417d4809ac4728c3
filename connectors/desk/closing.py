"""Entering and removing closures, with the due times that follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from connectors.desk.closures import ClosedPeriod, as_period, read_closures
from connectors.desk.due import DueTimes, Targets
from connectors.desk.hours import BusinessHours
from connectors.desk.week import Week
from knowledge.errors import Conflict, NotFound
from knowledge.locking import lock_table
from knowledge.tables import Closure, Ticket


@dataclass(frozen=True)
class Rules:
    """What opening hours and due times follow from, beside the closures.

    Attributes:
        week: The usual opening times.
        division: Whose bank holidays count.
        targets: What is promised for each priority.
    """

    week: Week
    division: str
    targets: Targets

    def hours(self, closures: Sequence[ClosedPeriod]) -> BusinessHours:
        """Return the opening hours with these closures."""
        return BusinessHours(closures, week=self.week, division=self.division)


def add_closure(session: Session, now: datetime, period: ClosedPeriod, rules: Rules) -> Closure:
    """Keep a closure, and move what is due behind it.

    Raises:
        Conflict: If it overlaps another one; names it.
        InvalidInput: If it would leave no open day for more than a year.
    """
    lock_table(session, Closure)
    others = read_closures(session)
    if overlapped := next((other for other in others if other.overlaps(period)), None):
        raise Conflict(
            f"This closure overlaps another one: {overlapped}. Please change or remove that one first."
        )
    hours = rules.hours((*others, period))
    row = Closure(
        first_day=period.first_day,
        last_day=period.last_day,
        from_time=period.from_time,
        until_time=period.until_time,
        reason=period.reason.strip(),
        created_at=now,
    )
    session.add(row)
    session.flush()
    refresh_due_times(session, DueTimes(hours, rules.targets))
    return row


def remove_closure(session: Session, closure_id: int, rules: Rules) -> ClosedPeriod:
    """Remove a closure, and move what is due back; return what it was.

    Raises:
        NotFound: If there is none with this number.
    """
    lock_table(session, Closure)
    row = session.get(Closure, closure_id) if 0 < closure_id < 2**31 else None
    if row is None:
        raise NotFound("There is no such closure.")
    period = as_period(row)
    session.delete(row)
    session.flush()
    refresh_due_times(session, DueTimes(rules.hours(read_closures(session)), rules.targets))
    return period


def refresh_due_times(session: Session, due: DueTimes) -> int:
    """Work out the due times of all active tickets anew; return how many there are.

    This is no change of anybody's: versions stay, and a ticket that somebody changes at the same
    moment keeps what they set.
    """
    tickets = session.scalars(select(Ticket).where(Ticket.active.is_(True)).order_by(Ticket.id)).all()
    rows = []
    for ticket in tickets:
        with session.no_autoflush:
            due.update(ticket)
            rows.append({"seen_id": ticket.id, "seen_version": ticket.version} | due_times_of(ticket))
            session.expunge(ticket)
    table = Ticket.__table__
    if rows:
        session.connection().execute(
            update(Ticket)
            .where(table.c.id == bindparam("seen_id"), table.c.version == bindparam("seen_version"))
            .values({name: bindparam(name) for name in DUE_COLUMNS}),
            rows,
        )
    return len(rows)


DUE_COLUMNS = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "queue_at")


def due_times_of(ticket: Ticket) -> dict[str, datetime | None]:
    """Return a ticket's due times by the names of their columns."""
    return {name: getattr(ticket, name) for name in DUE_COLUMNS}
