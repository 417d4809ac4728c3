"""What nobody has to do by hand: close what stayed resolved, forget who has gone, count what wasn't yet."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from connectors.desk.changing import Step
from connectors.desk.customers import REOPENS_WITHIN
from connectors.desk.due import DueTimes, OpenTime
from connectors.desk.presence import forget_absent
from connectors.desk.states import close
from knowledge.tables import Ticket

AT_ONCE = 200
"""Tickets in one transaction, so that nobody waits long."""


def tidy(session: Session, step: Step, due: DueTimes) -> int:
    """Close the tickets that have been resolved for two weeks without another word.

    Returns:
        How many were closed; 200 mean that there may be more.
    """
    forget_absent(session, step.at)
    numbers = session.scalars(
        select(Ticket.id)
        .where(Ticket.status == "resolved", Ticket.resolved_at <= step.at - REOPENS_WITHIN)
        .order_by(Ticket.id)
        .limit(AT_ONCE)
    ).all()
    for number in numbers:
        close(session, number, step, due)
    return len(numbers)


def count_first_responses(session: Session, hours: OpenTime) -> int:
    """Count how much open time the first replies took that were written before this was kept.

    Returns:
        How many were counted; 200 mean that there may be more.
    """
    rows = session.execute(
        select(Ticket.id, Ticket.created_at, Ticket.first_responded_at)
        .where(Ticket.first_responded_at.is_not(None), Ticket.first_response_seconds.is_(None))
        .limit(AT_ONCE)
    ).all()
    counted = [
        {"seen_id": number, "seconds": hours.between(made, replied).total_seconds()}
        for number, made, replied in rows
        if replied is not None
    ]
    if counted:
        # No change of anybody's, so versions stay.
        table = Ticket.__table__
        session.connection().execute(
            update(Ticket)
            .where(table.c.id == bindparam("seen_id"))
            .values(first_response_seconds=bindparam("seconds")),
            counted,
        )
    return len(counted)
