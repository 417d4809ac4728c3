"""Holding a table still while something is checked against all of its rows."""

from sqlalchemy import false, text, update
from sqlalchemy.orm import Session

from knowledge.tables import Base


def lock_table(session: Session, table: type[Base]) -> None:
    """Let nobody else change a table until the end of the transaction; reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN EXCLUSIVE MODE"))
    else:
        # SQLite has one lock for all writers, and any change takes it.
        key = table.__mapper__.primary_key[0]
        session.execute(update(table).where(false()).values({key.name: key}))
