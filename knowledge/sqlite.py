"""What SQLite needs to be told, so that several processes may share one file safely."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection as DriverConnection
from typing import Any

from sqlalchemy import URL, Connection

BUSY_TIMEOUT = 10_000
"""Milliseconds to wait for another writer."""

OWNER_ONLY = 0o600

# A transaction starts with the first change and takes the write lock at once. Reading needs no
# lock, and no change ever builds on a snapshot that another process has overtaken meanwhile,
# which SQLite would refuse without waiting.
CONNECT_ARGUMENTS: dict[str, Any] = {"isolation_level": "IMMEDIATE", "timeout": BUSY_TIMEOUT / 1000}


def is_file(url: URL) -> bool:
    """Tell whether an address names a SQLite file, not a database in memory."""
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def keep_private(path: Path) -> None:
    """Make the file, where there is none, and let nobody but its owner read it; what goes with it follows.

    It holds what customers wrote and the files that they sent.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=OWNER_ONLY)
    # Only its owner can change that, and whoever else opens it was let in on purpose.
    with suppress(PermissionError):
        path.chmod(OWNER_ONLY)


def prepare(connection: DriverConnection, _record: object) -> None:
    """Set up a new connection: readers beside a writer, foreign keys kept, patience with others."""
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise


def begin_before_savepoint(connection: Connection, _name: str | None) -> None:
    """Begin the transaction that a savepoint needs around it; alone, its release would commit."""
    driver = connection.connection.driver_connection
    if isinstance(driver, DriverConnection) and not driver.in_transaction:
        driver.execute("BEGIN IMMEDIATE")


@contextmanager
def exclusive(connection: Connection) -> Iterator[None]:
    """Hold the write lock over changes of the tables, as one transaction.

    Foreign keys rest meanwhile: SQLite changes a table by making it anew, and dropping the old one
    would take the rows that refer to it along. They are checked before the end.

    Raises:
        RuntimeError: If a row refers to one that is gone; nothing is changed then.
    """
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"Rows that refer to nothing: {broken}.")
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
