"""Gaps that staff have dealt with: remembered by what was asked, so that they don't come up again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from connectors.services.staff.audit import note
from connectors.services.staff.faq_editing import read_entry
from knowledge.errors import NotFound
from knowledge.learning_tables import SettledGap

Outcome = Literal["not_for_us", "drafted", "phrasing"]

MOST_TEXTS = 20
"""Questions of one gap that are remembered."""


def settle(
    session: Session,
    now: datetime,
    texts: Iterable[str],
    outcome: Outcome,
    *,
    actor_id: int,
    key: str | None = None,
) -> None:
    """Remember what was done about questions; those that are like them count as dealt with.

    Args:
        session: Is committed by the caller.
        now: The moment.
        texts: The questions, without personal data.
        outcome: What was done.
        actor_id: Who.
        key: The entry that they were given to.
    """
    entry_id = read_entry(session, key).entry.id if key else None
    for text in list(texts)[:MOST_TEXTS]:
        session.add(
            SettledGap(text=text, outcome=outcome, entry_id=entry_id, person_id=actor_id, created_at=now)
        )
    session.flush()
    note(session, now, f"gap_settled_{outcome}", actor_id=actor_id, entry=key)


def latest_dismissed(session: Session, most: int = 30) -> Sequence[SettledGap]:
    """Return what was found to be not for us, latest first."""
    return session.scalars(
        select(SettledGap)
        .where(SettledGap.outcome == "not_for_us")
        .order_by(SettledGap.id.desc())
        .limit(most)
        .options(joinedload(SettledGap.person))
    ).all()


def settled_texts(session: Session) -> list[str]:
    """Return every question that was dealt with."""
    return list(session.scalars(select(SettledGap.text)))


def take_back(session: Session, now: datetime, settled_id: int, *, actor_id: int) -> None:
    """Let a question that was dismissed come up again.

    Raises:
        NotFound: If there is no such one.
    """
    row = session.get(SettledGap, settled_id)
    if row is None or row.outcome != "not_for_us":
        raise NotFound("There is no such question.")
    session.delete(row)
    note(session, now, "gap_taken_back", actor_id=actor_id, gap=settled_id)
