"""What nobody has to do by hand: close what stayed resolved, forget who has gone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.changing import Step
from connectors.desk.customers import REOPENS_WITHIN
from connectors.desk.due import DueTimes
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
