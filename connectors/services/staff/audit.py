"""The audit log: who changed what, and when. Ids and names of fields, never passwords or links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from knowledge.staff_tables import AuditEvent


def note(session: Session, now: datetime, kind: str, *, actor_id: int | None, **data: Any) -> None:
    """Write down what was done, in the transaction that does it.

    Args:
        session: Of the change itself.
        now: The moment.
        kind: What was done, as in ``role_changed``.
        actor_id: Who did it; None for the command line, and for whoever isn't signed in.
        data: What it was done to.
    """
    session.add(AuditEvent(actor_id=actor_id, kind=kind, data=data, created_at=now))


def latest(session: Session, *, before: int | None = None, most: int = 50) -> Sequence[AuditEvent]:
    """Return events, latest first.

    Args:
        session: Reads them.
        before: Only those with a smaller id, to leaf through.
        most: How many at most.
    """
    query = select(AuditEvent).options(joinedload(AuditEvent.actor)).order_by(AuditEvent.id.desc())
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return session.scalars(query.limit(most)).all()
