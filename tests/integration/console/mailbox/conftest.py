import pytest

from tests.doubles.post import MONDAY
from tests.doubles.web_parts import FixedClock


@pytest.fixture
def store(database):
    """Each of the databases, in place of the one of the other pages' tests."""
    return database


@pytest.fixture
def clock():
    return FixedClock(MONDAY)
