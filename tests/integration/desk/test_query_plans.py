"""Whatever staff look at, the database finds it by an index: read from its own plans."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from connectors.cli.desk_rows import fill
from connectors.desk.actors import Actor
from connectors.desk.listing import SORTS, VIEWS, Filter, queue_query
from connectors.desk.searching import rare_tickets
from connectors.services.reports import counting
from connectors.services.reports.period import last_days
from knowledge.database import Database
from knowledge.tables import Ticket
from tests.doubles.desk_parts import NOW
from tests.integration.conftest import postgres_database

TICKETS = 12_000
SAM = Actor(1, "agent")


QUERIES = [Filter(view=view, sort=sort) for view in VIEWS for sort in SORTS]
QUERIES += [Filter(view=view, sort=sort, topic="Fees") for view in ("open", "all") for sort in SORTS]
QUERIES += [Filter(view=view, sort="due", tag="dcc") for view in ("open", "all")]
QUERIES += [Filter(view="open", sort="due", after="1777973400000000_11900")]
QUERIES += [Filter(view="all", sort="updated", after="1777973400000000_11900")]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """A database in which the tables are large enough for the planner to care."""
    if request.param == "sqlite":
        yield from _filled(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'helpdesk.db'}")
        return
    with postgres_database(request.getfixturevalue("postgres")) as address:
        yield from _filled(address)


def _filled(address):
    database = Database(address)
    database.upgrade()
    fill(database, NOW, tickets=TICKETS, messages_each=2)
    yield database
    database.close()


def plan(database, statement) -> list[str]:
    """Return the lines of a statement's plan."""
    if database.engine.dialect.name == "sqlite":
        prefix, dialect, column = "EXPLAIN QUERY PLAN ", sqlite.dialect(), 3
    else:
        prefix, dialect, column = "EXPLAIN ", postgresql.dialect(), 0
    words = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    # A moment that is written out needs its type, which a bound one has by itself.
    words = re.sub(r"('[0-9-]{10} [0-9:.]+\+00:00')", r"CAST(\1 AS timestamptz)", words)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(prefix + words.replace("%", "%%")).all()
    return [str(row[column]) for row in rows]


def reads_all(lines: list[str]) -> bool:
    """Tell whether all tickets are read. In the order of its key SQLite reads only as many as it needs."""
    sorts = any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    return any("Seq Scan on ticket" in line or (line == "SCAN ticket" and sorts) for line in lines)


class TestQueuePage:
    @pytest.mark.parametrize("chosen", QUERIES, ids=lambda c: f"{c.view}-{c.sort}-{c.topic}{c.tag}{c.after}")
    def test_it_uses_an_index(self, filled, chosen):
        assert not reads_all(plan(filled, queue_query(chosen, SAM, NOW)))

    def test_without_one_it_would_be_seen(self, filled):
        no_index = select(Ticket.id).where(Ticket.question == "x").order_by(Ticket.reason)

        assert reads_all(plan(filled, no_index))


class TestSearch:
    def test_on_postgresql_a_rare_word_is_found_by_an_index(self, filled):
        lines = plan(filled, queue_query(Filter(view="all", text="case1234"), SAM, NOW))

        by_words = any("ix_ticket_search_text" in line for line in lines)
        assert by_words is (filled.engine.dialect.name == "postgresql")

    def test_on_sqlite_a_rare_word_is_found_by_the_index_of_words(self, filled):
        with filled.session() as session:
            found = rare_tickets(session, ["case1234"])

        assert found == ([1234] if filled.engine.dialect.name == "sqlite" else None)

    def test_the_number_of_a_ticket_is_found_by_its_key(self, filled):
        assert not reads_all(plan(filled, queue_query(Filter(view="all", text="#17"), SAM, NOW)))


BY_TIME = (
    "ix_message_created_at_outcome_entry_key",
    "ix_ticket_created_at_topic",
    "ix_ticket_event_kind_created_at",
)
COUNTED = [
    statement
    for statements in (*counting.BY_ENTRY.values(), *counting.BY_TOPIC.values())
    for statement in statements
]


class TestReport:
    """A report of four weeks reads what happened in them, not all there is."""

    @pytest.mark.parametrize("statement", COUNTED, ids=lambda statement: statement.__name__)
    def test_it_uses_an_index(self, filled, statement):
        lines = plan(filled, statement(counting.weeks_of(last_days(NOW))))

        assert any(index in line for index in BY_TIME for line in lines)

    @pytest.mark.parametrize("by", ["week", "topic", "all"])
    def test_the_first_responses_are_read_from_their_index(self, filled, by):
        lines = plan(filled, counting.first_responses(counting.weeks_of(last_days(NOW)), by))

        assert any("ix_ticket_first_responded_at_topic_first_response_seconds" in line for line in lines)
