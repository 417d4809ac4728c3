"""Tickets that were made before the queue came: none is lost, none is overlooked."""

import secrets

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from knowledge.database import Database
from knowledge.tables import Ticket
from tests.doubles.desk_parts import NOW, add_ticket
from tests.integration.conftest import postgres_database

TABLES = {"ticket_note", "ticket_tag", "ticket_link", "ticket_presence"}


@pytest.fixture
def before(empty_database: Database) -> Database:
    """A database with a new and a closed ticket, as revision 0001 keeps them."""
    empty_database.upgrade("0001")
    moment = NOW.replace(tzinfo=None).isoformat(" ") + ".000000"
    with empty_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, role, name, email, organisation, created_at) "
                "VALUES (1, 'visitor', 'Asha Patel', 'asha@example.org', 'Northern Metering', :moment)"
            ),
            {"moment": moment},
        )
        for number, status in ((1, "new"), (2, "closed")):
            connection.execute(
                text(
                    "INSERT INTO ticket (id, person_id, channel, question, reason, candidates, "
                    "status, version, created_at, updated_at) "
                    "VALUES (:number, 1, 'web', 'Who set the FEE?', '', '[]', :status, 1, :moment, :moment)"
                ),
                {"number": number, "status": status, "moment": moment},
            )
    return empty_database


class TestUpgrade:
    def test_an_open_ticket_is_due_at_once_and_found_by_its_words(self, before):
        before.upgrade()

        with before.session() as session:
            new, closed = session.get_one(Ticket, 1), session.get_one(Ticket, 2)
            assert (new.active, new.due_at, new.unanswered_since) == (True, NOW, NOW)
            assert (closed.active, closed.due_at) == (False, None)
            assert (new.priority, new.topic, new.paused_seconds, new.version) == (3, "", 0.0, 1)
            for words in ("who set the fee?", "asha patel", "asha@example.org", "northern metering"):
                assert words in new.search_text

    def test_down_and_up_again_keeps_the_tickets(self, before):
        before.upgrade()
        before.downgrade("0001")

        assert not TABLES & set(inspect(before.engine).get_table_names())
        assert "queue_at" not in {column["name"] for column in inspect(before.engine).get_columns("ticket")}
        before.upgrade()
        with before.session() as session:
            assert session.query(Ticket).count() == 2

    def test_going_down_takes_what_was_written_since_along(self, database):
        with database.session() as session:
            add_ticket(session, question="Who set it?")
        database.downgrade("0001")
        database.upgrade()

        with database.session() as session:
            assert "who set it?" in session.query(Ticket).one().search_text


class TestSearchIndex:
    def test_it_is_made_where_the_database_can(self, database):
        names = {index["name"] for index in inspect(database.engine).get_indexes("ticket")}

        assert ("ix_ticket_search_text" in names) is (database.engine.dialect.name == "postgresql")

    def test_where_the_user_may_not_add_it_all_else_is_made(self, postgres):
        with postgres_database(postgres) as address:
            owner = create_engine(address, isolation_level="AUTOCOMMIT")
            role = f"plain_{secrets.token_hex(4)}"
            with owner.connect() as connection:
                connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
                connection.exec_driver_sql(f"GRANT CREATE ON SCHEMA public TO {role}")
            database = Database(make_url(address).set(username=role).render_as_string(hide_password=False))
            database.upgrade()

            names = {index["name"] for index in inspect(database.engine).get_indexes("ticket")}
            database.check()
            database.downgrade("0001")
            database.close()
            with owner.connect() as connection:
                connection.exec_driver_sql(f"DROP OWNED BY {role}")
                connection.exec_driver_sql(f"DROP ROLE {role}")
            owner.dispose()

        assert "ix_ticket_queue_at_id" in names
        assert "ix_ticket_search_text" not in names
