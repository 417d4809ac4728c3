from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from knowledge.database import Database
from knowledge.errors import InvalidSettings, Unavailable
from knowledge.migrating import is_described
from knowledge.tables import Base, Closure, Conversation, Entry, Message, Revision

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def an_entry(key: str = "codeworks", position: int = 1) -> Entry:
    return Entry(key=key, position=position, status="published", created_at=NOW)


def count(database: Database, table: type[Base]) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


class TestMigrations:
    def test_the_migrations_make_the_tables_that_the_code_describes(self, database: Database) -> None:
        with database.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_object": is_described}
            )
            differences = compare_metadata(context, Base.metadata)

        assert differences == []

    def test_down_to_base_removes_all_and_up_again_brings_it_back(self, database: Database) -> None:
        database.downgrade("base")

        assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
        database.upgrade()
        assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())

    def test_an_upgrade_of_what_is_up_to_date_keeps_everything(self, database: Database) -> None:
        with database.session() as session:
            session.add(an_entry())

        database.upgrade()

        assert count(database, Entry) == 1

    def test_two_processes_that_start_together_upgrade_once(self, empty_database: Database) -> None:
        failures: list[Exception] = []

        def upgrade() -> None:
            try:
                empty_database.upgrade()
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread must be seen here
                failures.append(error)

        threads = [Thread(target=upgrade) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        empty_database.check()

    def test_a_migration_that_fails_changes_nothing(self, empty_database: Database) -> None:
        with empty_database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE ticket (id INTEGER)"))

        with pytest.raises(Exception, match="ticket"):
            empty_database.upgrade()

        assert set(inspect(empty_database.engine).get_table_names()) == {"ticket"}


class TestSession:
    def test_what_was_done_is_kept_at_the_end(self, database: Database) -> None:
        with database.session() as session:
            session.add(an_entry())

        assert count(database, Entry) == 1

    def test_an_error_undoes_everything(self, database: Database) -> None:
        def add_and_stumble() -> None:
            with database.session() as session:
                session.add(an_entry())
                session.flush()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            add_and_stumble()

        assert count(database, Entry) == 0

    def test_an_error_undoes_what_a_savepoint_had_released(self, database: Database) -> None:
        def add_and_stumble() -> None:
            with database.session() as session:
                with session.begin_nested():
                    session.add(an_entry())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            add_and_stumble()

        assert count(database, Entry) == 0

    def test_a_savepoint_alone_is_undone(self, database: Database) -> None:
        with database.session() as session:
            session.add(an_entry("kept"))
            with pytest.raises(IntegrityError), session.begin_nested():
                session.add(an_entry("kept", 2))

        assert count(database, Entry) == 1

    def test_what_was_read_stays_readable_after_the_end(self, database: Database) -> None:
        with database.session() as session:
            entry = an_entry()
            session.add(entry)

        assert entry.key == "codeworks"

    def test_times_come_back_as_aware_utc(self, database: Database) -> None:
        with database.session() as session:
            session.add(an_entry())
        with database.session() as session:
            entry = session.scalars(select(Entry)).one()

        assert entry.created_at == NOW
        assert entry.created_at.tzinfo is UTC

    def test_a_naive_time_is_refused(self, database: Database) -> None:
        naive = NOW.replace(tzinfo=None)

        with pytest.raises(StatementError, match="without a zone"), database.session() as session:
            session.add(Entry(key="codeworks", position=1, created_at=naive))

    def test_rows_that_belong_to_another_go_with_it(self, database: Database) -> None:
        with database.session() as session:
            conversation = Conversation(token_hash="0" * 64, created_at=NOW)
            session.add(conversation)
            session.flush()
            session.add(
                Message(
                    conversation_id=conversation.id,
                    author="visitor",
                    text="Hi",
                    state="received",
                    created_at=NOW,
                )
            )
        with database.session() as session:
            session.execute(text("DELETE FROM conversation"))

        assert count(database, Message) == 0

    def test_a_row_cannot_refer_to_nothing(self, database: Database) -> None:
        revision = Revision(
            entry_id=404,
            number=1,
            category="General",
            title="?",
            body="",
            audience="everyone",
            source="",
            links=[],
            created_at=NOW,
        )

        with pytest.raises(IntegrityError), database.session() as session:
            session.add(revision)

    def test_writers_wait_for_each_other(self, database: Database) -> None:
        failures: list[Exception] = []

        def add_ten(first: int) -> None:
            try:
                for number in range(first, first + 10):
                    with database.session() as session:
                        session.scalar(select(func.count()).select_from(Closure))
                        session.add(an_entry(f"entry-{number}", number))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread must be seen here
                failures.append(error)

        threads = [Thread(target=add_ten, args=(first,)) for first in (0, 10, 20, 30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        assert count(database, Entry) == 40


class TestCheck:
    def test_tables_that_are_up_to_date_pass(self, database: Database) -> None:
        database.check()

    def test_missing_tables_are_said_with_the_remedy(self, empty_database: Database) -> None:
        with pytest.raises(Unavailable, match="helpdesk db upgrade"):
            empty_database.check()


class TestSqlite:
    def test_the_folder_is_made_by_the_upgrade(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'helpdesk.db'}")

        database.upgrade()

        database.check()
        database.close()

    def test_nobody_but_its_owner_reads_the_file(self, tmp_path: Path) -> None:
        """Line 5: what customers sent lies in it."""
        path = tmp_path / "helpdesk.db"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        with database.session() as session:
            session.add(an_entry())
            session.flush()
            modes = {file.name: S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        database.close()

        assert modes == dict.fromkeys(("helpdesk.db", "helpdesk.db-wal", "helpdesk.db-shm"), 0o600)

    def test_a_file_from_before_is_closed_to_others_by_the_upgrade(self, tmp_path: Path) -> None:
        path = tmp_path / "helpdesk.db"
        path.touch()
        path.chmod(0o644)

        Database(f"sqlite:///{path}").upgrade()

        assert S_IMODE(path.stat().st_mode) == 0o600

    def test_a_check_makes_no_file(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")

        with pytest.raises(Unavailable):
            database.check()

        assert not (tmp_path / "helpdesk.db").exists()

    def test_readers_go_on_beside_a_writer(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")
        database.upgrade()

        with database.session() as writer:
            writer.add(an_entry())
            writer.flush()
            seen = count(database, Entry)

        assert seen == 0
        database.close()

    def test_a_file_that_is_no_database_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "helpdesk.db").write_text("I am a text. " * 100)
        database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")

        with pytest.raises(Unavailable):
            database.check()

        database.close()


class TestAddress:
    def test_an_unreadable_address_is_refused_without_repeating_it(self) -> None:
        with pytest.raises(InvalidSettings) as caught:
            Database("my secret database")

        assert "secret" not in str(caught.value)
        assert "sqlite:///" in str(caught.value)

    def test_a_database_without_a_driver_is_named(self) -> None:
        with pytest.raises(InvalidSettings, match="'oracle'"):
            Database("oracle://host/name")

    def test_a_password_is_never_shown(self) -> None:
        database = Database("postgresql://desk:secret@host/helpdesk")

        assert str(database) == "postgresql+psycopg://desk:***@host/helpdesk"

    def test_a_server_that_is_down_is_said(self, tmp_path: Path) -> None:
        database = Database(f"postgresql://desk@/helpdesk?host={tmp_path}")

        with pytest.raises(Unavailable, match="isn't answering"), database.session() as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(Unavailable, match="isn't answering"):
            database.check()
