"""The database: one engine, sessions that commit at the end, and migrations that bring it up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from knowledge import sqlite
from knowledge.errors import InvalidSettings, Unavailable
from knowledge.migrating import downgrade, newest_revision, upgrade
from knowledge.sqlite_words import drop_words, keep_words

CONNECT_TIMEOUT = 5
"""Seconds to wait for a PostgreSQL server."""
FULL = "The database can't write anything just now: its disk is full."
POOL_TIMEOUT = 10
"""Seconds to wait for a connection while all are in use."""


class Database:
    """Opens sessions on one database.

    Args:
        url: A SQLAlchemy address: ``sqlite:////path/helpdesk.db``, ``postgresql://user@host/name``.

    Raises:
        InvalidSettings: If the address can't be read.
    """

    def __init__(self, url: str) -> None:
        self._url = _read_url(url)
        self._engine = _create_engine(self._url)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for tools and tests."""
        return self._engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session: what it did is committed at the end, and rolled back on any error.

        Only the outermost caller opens one (a view, a command); services take it and never commit.
        What was read stays readable after the end.

        Raises:
            Unavailable: If the database does not answer.
        """
        with _unavailable("The database isn't answering just now."), self._sessions.begin() as session:
            yield session

    def upgrade(self, revision: str = "head") -> None:
        """Create the tables, or bring them up to date; does nothing where they are.

        All steps are one transaction, and of two processes that start together one waits.
        """
        if sqlite.is_file(self._url):
            sqlite.keep_private(Path(str(self._url.database)))
        with self._exclusive() as connection:
            upgrade(connection, revision)
            if self._engine.dialect.name == "sqlite":
                keep_words(connection)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to a revision; ``base`` removes them and all that they hold."""
        with self._exclusive() as connection:
            if self._engine.dialect.name == "sqlite":
                drop_words(connection)
            downgrade(connection, revision)

    def check(self) -> None:
        """Make sure that the database answers and that its tables are up to date.

        Raises:
            Unavailable: If it does not, or they are not; the message says what to do.
        """
        if sqlite.is_file(self._url) and not Path(str(self._url.database)).exists():
            raise Unavailable(f"There is no database at {self}. `helpdesk db upgrade` makes it.")
        with (
            _unavailable(f"The database at {self} isn't answering just now.", say_why=True),
            self._engine.connect() as connection,
        ):
            found = MigrationContext.configure(connection).get_current_revision()
        wanted = newest_revision()
        if found != wanted:
            raise Unavailable(
                f"The tables at {self} are at revision {found or 'none'}; this version needs {wanted}. "
                "`helpdesk db upgrade` brings them up to date."
            )

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def __str__(self) -> str:
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def _exclusive(self) -> Iterator[Connection]:
        with (
            _unavailable(f"The tables at {self} can't be changed just now.", say_why=True),
            self._engine.connect() as connection,
        ):
            if self._engine.dialect.name == "sqlite":
                with sqlite.exclusive(connection):
                    yield connection
                return
            if self._engine.dialect.name == "postgresql":
                # Held until the end of the transaction; the number is only a name.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7090775501)")
            yield connection
            connection.commit()


@contextmanager
def _unavailable(message: str, *, say_why: bool = False) -> Iterator[None]:
    """Turn a database that can't be used into our own error; why is said to staff only."""
    try:
        yield
    except (DatabaseError, InterfaceError, PoolTimeoutError) as error:
        # The other subclasses are mistakes of the caller; the class itself is a damaged file.
        if isinstance(error, DatabaseError) and type(error) not in (DatabaseError, OperationalError):
            raise
        if _is_full(error):
            raise Unavailable(FULL) from error
        cause = " ".join(str(getattr(error, "orig", error)).split())
        raise Unavailable(f"{message} {cause}" if say_why else message) from error


def _is_full(error: Exception) -> bool:
    """Tell whether the database says that its disk is full: PostgreSQL by a code, SQLite by a sentence."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) == "53100" or "disk is full" in str(origin)


def _read_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The value may hold a password and is therefore not repeated.
        raise InvalidSettings(
            "The database address can't be read. It should look like sqlite:////path/helpdesk.db "
            "or postgresql://user:password@host/name."
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _create_engine(url: URL) -> Engine:
    backend = url.get_backend_name()
    try:
        if backend != "sqlite":
            arguments = {"connect_timeout": CONNECT_TIMEOUT} if backend == "postgresql" else {}
            return create_engine(url, connect_args=arguments, pool_pre_ping=True, pool_timeout=POOL_TIMEOUT)
        if sqlite.is_file(url):
            engine = create_engine(url, connect_args=sqlite.CONNECT_ARGUMENTS, pool_timeout=POOL_TIMEOUT)
        else:
            # In memory every connection would be a database of its own.
            engine = create_engine(url, connect_args=sqlite.CONNECT_ARGUMENTS, poolclass=StaticPool)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise InvalidSettings(
            f"No driver is installed for {backend!r} databases; there is one for sqlite and postgresql."
        ) from error
    event.listen(engine, "connect", sqlite.prepare)
    event.listen(engine, "savepoint", sqlite.begin_before_savepoint)
    return engine
