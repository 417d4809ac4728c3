"""Databases for the integration tests: each test runs on SQLite and on PostgreSQL."""

import os
import secrets
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
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'helpdesk.db'}"
        return
    with _postgres_database(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture
def empty_database(database_url: str) -> Iterator[Database]:
    """Give a database without tables."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """Give a database whose tables are up to date and empty."""
    empty_database.upgrade()
    return empty_database


@contextmanager
def _postgres_database(server: str) -> Iterator[str]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"helpdesk_test_{secrets.token_hex(4)}"
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()
