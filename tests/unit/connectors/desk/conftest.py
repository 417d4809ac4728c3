import pytest

from knowledge.database import Database


@pytest.fixture
def session():
    """A session on a database in memory with all tables."""
    database = Database("sqlite://")
    database.upgrade()
    with database.session() as session:
        yield session
    database.close()
