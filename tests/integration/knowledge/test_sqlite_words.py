"""The index of words beside the tickets: kept by triggers, made anew where they were lost."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, inspect, text

from connectors.desk.searching import RARE, rare_tickets
from knowledge import sqlite, sqlite_words
from knowledge.database import Database
from knowledge.tables import Ticket
from tests.doubles.desk_parts import add_ticket


@pytest.fixture
def store(blank_sqlite, tmp_path):
    path = tmp_path / "helpdesk.db"
    path.write_bytes(blank_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


def found(database, *words):
    with database.session() as session:
        return rare_tickets(session, words)


class TestTheIndex:
    def test_knows_a_part_of_a_word_and_all_words_together(self, store):
        with store.session() as session:
            first = add_ticket(session, "1", question="Who approved the EUI-64 change?").id
            add_ticket(session, "2", question="Who pays?")

        assert found(store, "appro") == [first]
        assert found(store, "ui-6", "chang") == [first]
        assert found(store, "appro", "pays") == []

    def test_follows_what_changes_and_what_goes(self, store):
        with store.session() as session:
            number = add_ticket(session, question="About fees").id
        with store.session() as session:
            session.get_one(Ticket, number).search_text = "about charges"
        assert (found(store, "fees"), found(store, "charges")) == ([], [number])

        with store.session() as session:
            session.execute(text("DELETE FROM ticket"))
        assert found(store, "charges") == []

    def test_takes_signs_of_its_own_language_for_words(self, store):
        with store.session() as session:
            number = add_ticket(session, question='He said "NEAR(x)" OR * : ^ (really)').id

        assert found(store, '"near(x)"') == [number]
        assert found(store, "near(x)", "(really)") == [number]
        assert found(store, 'not"there') == []

    def test_leaves_words_that_most_tickets_have_to_the_order_of_the_queue(self, store):
        with store.session() as session:
            add_ticket(session, "seed", question="Something common")
            session.execute(
                text(
                    f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {RARE}) "
                    "INSERT INTO ticket (person_id, channel, question, reason, candidates, status, active, "
                    "unread, priority, topic, search_text, queue_at, paused_seconds, version, created_at, "
                    "updated_at) SELECT 1, 'web', '', '', '[]', 'new', 1, 0, 3, '', 'something common', "
                    "'2026-01-01', 0, 1, '2026-01-01', '2026-01-01' FROM n"
                )
            )

        assert found(store, "common") is None


class TestUpgrade:
    def test_makes_the_index_anew_where_a_migration_made_the_ticket_table_anew(self, store):
        with store.session() as session:
            first = add_ticket(session, "1", question="Nobody has seen this").id
        with store.engine.connect() as connection, sqlite.exclusive(connection):
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("ticket", recreate="always") as table:
                table.add_column(Column("another", Integer))
            connection.exec_driver_sql("ALTER TABLE ticket DROP COLUMN another")
        with store.session() as session:
            second = add_ticket(session, "2", question="Nobody kept the index").id
        assert found(store, "nobody") == [first]

        store.upgrade()

        assert found(store, "nobody") == [first, second]

    def test_down_and_up_again_keeps_what_is_found(self, store):
        with store.session() as session:
            number = add_ticket(session, question="Still here").id

        store.downgrade("0004")
        with store.engine.connect() as connection:
            assert not inspect(connection).has_table(sqlite_words.TABLE)
        store.upgrade()

        assert found(store, "still") == [number]

    def test_without_the_index_all_tickets_are_read(self, store):
        with store.engine.begin() as connection:
            sqlite_words.drop_words(connection)

        assert found(store, "anything") is None
