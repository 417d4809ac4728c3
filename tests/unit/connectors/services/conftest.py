import pytest

from knowledge.database import Database


@pytest.fixture
def memory():
    """A database in memory with all tables."""
    database = Database("sqlite://")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def session(memory):
    with memory.session() as session:
        yield session
