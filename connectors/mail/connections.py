"""Notes how each try to reach a mail server went, for whoever looks after it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Update, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.services.conversation_text import strip_controls
from knowledge.mail_tables import MailConnection

Direction = Literal["in", "out"]
LONGEST_PROBLEM = 2_000


def note_try(session: Session, direction: Direction, now: datetime, problem: str = "") -> None:
    """Note that a server was tried.

    Args:
        session: Writes it.
        direction: Reading or sending.
        now: The moment.
        problem: What went wrong, in words; empty where nothing did.
    """
    problem = strip_controls(problem)[:LONGEST_PROBLEM]
    values: dict[str, object] = {"tried_at": now, "problem": problem}
    values |= {} if problem else {"succeeded_at": now}
    change = update(MailConnection).where(MailConnection.direction == direction).values(values)
    if _changes(session, change):
        return
    try:
        with session.begin_nested():
            session.execute(insert(MailConnection).values(direction=direction, **values))
    except IntegrityError:
        # Another worker was faster with the very first one.
        _changes(session, change)


def _changes(session: Session, change: Update) -> bool:
    return session.scalar(change.returning(MailConnection.direction)) is not None
