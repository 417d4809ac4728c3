"""Databases for the integration tests: each test runs on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from knowledge.database import Database
from tests.integration.postgres import NAMED_SERVER, find_programs, temporary_server
from tests.needs import missing


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL server on which databases may be made."""
    if named := os.environ.get(NAMED_SERVER):
        yield named
    elif programs := find_programs():
        with temporary_server(programs) as address:
            yield address
    else:
        missing(f"PostgreSQL (install it, or name a server in {NAMED_SERVER})")


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Name the kind of database that a test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'helpdesk.db'}"
        return
    with postgres_database(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture
def empty_database(database_url: str) -> Iterator[Database]:
    """Give a database without tables."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to copy from."""
    path = tmp_path_factory.mktemp("blank") / "helpdesk.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def blank_postgres(postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and nothing in them, to copy from."""
    with postgres_database(postgres) as address:
        _upgrade(address)
        yield str(make_url(address).database)


@pytest.fixture
def database(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database whose tables are up to date and empty."""
    if backend == "sqlite":
        path = shutil.copy(request.getfixturevalue("blank_sqlite"), tmp_path / "helpdesk.db")
        yield from _opened(f"sqlite:///{path}")
        return
    blank = request.getfixturevalue("blank_postgres")
    with postgres_database(request.getfixturevalue("postgres"), copy_of=blank) as address:
        yield from _opened(address)


def _opened(address: str) -> Iterator[Database]:
    database = Database(address)
    yield database
    database.close()


def _upgrade(address: str) -> None:
    database = Database(address)
    database.upgrade()
    database.close()


@contextmanager
def postgres_database(server: str, copy_of: str = "template1") -> Iterator[str]:
    """Make a database on a server, from nothing or as a copy; yield its address."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"helpdesk_test_{secrets.token_hex(4)}"
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {copy_of}")
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()
