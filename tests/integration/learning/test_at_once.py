"""Two people at the same moment, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.desk.fields import InvalidField
from connectors.services.staff.new_entries import create_entry, set_owner
from connectors.services.staff.phrasings import add_phrasing
from knowledge.errors import Conflict
from knowledge.faq_state import faq_version, read_state
from tests.doubles.small_faq import fill
from tests.integration.learning.test_replay import FORM

TIMES = 8


@pytest.fixture(autouse=True)
def entries(database, clock):
    """There is a FAQ."""
    fill(database, clock)


def all_at_once(deed):
    """Do it several times at the same moment; return what each gave, or why it was refused."""

    def attempt(number):
        try:
            return deed(number)
        except (Conflict, InvalidField) as error:
            return type(error)

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(attempt, range(TIMES)))


def test_the_same_words_become_one_phrasing(database, clock, priya):
    def add(_):
        with database.session() as session:
            return add_phrasing(session, clock(), "join", "get in", actor_id=priya).id

    outcomes = all_at_once(add)

    assert sorted(outcomes, key=str)[1:] == [Conflict] * (TIMES - 1)
    with database.session() as session:
        assert read_state(session).phrasings == {"join": ("get in",)}


def test_different_words_are_all_kept_and_each_is_noticed(database, clock, priya):
    def add(number):
        with database.session() as session:
            return add_phrasing(session, clock(), "join", f"get in {number}", actor_id=priya).id

    with database.session() as session:
        before = faq_version(session)
    all_at_once(add)

    with database.session() as session:
        assert len(read_state(session).phrasings["join"]) == TIMES
        assert faq_version(session) == before + TIMES


def test_one_title_begins_one_entry(database, clock, priya):
    def create(_):
        with database.session() as session:
            return create_entry(session, clock(), FORM, actor_id=priya).id

    outcomes = all_at_once(create)

    assert outcomes.count(InvalidField) == TIMES - 1


def test_an_entry_has_one_owner(database, clock, priya):
    def give(number):
        with database.session() as session:
            set_owner(session, clock(), "join", priya if number % 2 else None, actor_id=priya)

    assert all_at_once(give) == [None] * TIMES
