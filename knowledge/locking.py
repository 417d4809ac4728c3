"""Holding something still while it is checked against all that there is."""

from sqlalchemy import false, text, update
from sqlalchemy.orm import Session

from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Base


def lock_table(session: Session, table: type[Base]) -> None:
    """Let nobody else change a table until the end of the transaction; reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN EXCLUSIVE MODE"))
    else:
        # SQLite has one lock for all writers, and any change takes it.
        key = table.__mapper__.primary_key[0]
        session.execute(update(table).where(false()).values({key.name: key}))


def lock_post(session: Session) -> None:
    """Let nobody else decide on what goes out by mail until the end of the transaction.

    Two copies of one mail, or two mails of one sender, may be in the hands of two workers: each has
    to see what the other one did before it counts. It comes before the lock of any ticket, so
    that no two ever wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        # The number is only a name.
        session.execute(text("SELECT pg_advisory_xact_lock(7090775502)"))
    else:
        lock_table(session, OutgoingMail)
