from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from knowledge.database import Database
from knowledge.entries import FaqEntry, Link
from knowledge.errors import InvalidInput, NotFound
from knowledge.faq import entry, published_entries
from knowledge.importer import ImportReport, import_entries
from knowledge.tables import Entry, Revision

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = FaqEntry(
    key="the-key",
    category="House",
    title="Where is the key?",
    body="Under [the mat](https://x.example/mat/).",
    source="https://x.example/faqs/",
    reviewed_on=date(2026, 11, 23),
    audience="sec-parties",
    links=(Link("the mat", "https://x.example/mat/"),),
)
LOCK = replace(KEY, key="the-lock", title="How does the lock turn?", body="To the left.", links=())


def bring_in(database: Database, *entries: FaqEntry, complete: bool = True) -> ImportReport:
    with database.session() as session:
        return import_entries(session, entries, now=NOW, complete=complete, note="a test")


def revisions(database: Database, key: str) -> list[Revision]:
    with database.session() as session:
        rows = session.scalars(select(Revision).join(Entry).where(Entry.key == key).order_by(Revision.number))
        return list(rows)


class TestImportEntries:
    def test_entries_come_out_as_they_went_in(self, database: Database) -> None:
        report = bring_in(database, LOCK, KEY)

        assert report == ImportReport(created=("the-lock", "the-key"))
        with database.session() as session:
            assert published_entries(session) == [LOCK, KEY]

    def test_the_same_entries_again_change_nothing(self, database: Database) -> None:
        bring_in(database, KEY, LOCK)

        report = bring_in(database, KEY, LOCK)

        assert report == ImportReport(unchanged=("the-key", "the-lock"))
        assert len(revisions(database, "the-key")) == 1

    @pytest.mark.parametrize(
        "changed",
        [
            replace(KEY, title="Where's the key?"),
            replace(KEY, category="Garden"),
            replace(KEY, body="In the door."),
            replace(KEY, links=()),
            replace(KEY, reviewed_on=None),
            replace(KEY, audience="everyone"),
        ],
    )
    def test_a_change_is_a_new_revision_and_the_old_one_is_kept(
        self, database: Database, changed: FaqEntry
    ) -> None:
        bring_in(database, KEY)

        report = bring_in(database, changed)

        assert report == ImportReport(changed=("the-key",))
        assert [revision.number for revision in revisions(database, "the-key")] == [1, 2]
        with database.session() as session:
            assert entry(session, "the-key") == changed

    def test_a_revision_says_when_and_where_it_came_from(self, database: Database) -> None:
        bring_in(database, KEY)

        [revision] = revisions(database, "the-key")

        assert (revision.created_at, revision.published_at, revision.note) == (NOW, NOW, "a test")

    def test_what_is_no_longer_there_is_reported_and_stays(self, database: Database) -> None:
        bring_in(database, KEY, LOCK)

        report = bring_in(database, KEY)

        assert report == ImportReport(unchanged=("the-key",), missing=("the-lock",))
        with database.session() as session:
            assert entry(session, "the-lock") == LOCK

    def test_entries_of_other_sources_are_not_missing(self, database: Database) -> None:
        bring_in(database, KEY, replace(LOCK, source="https://y.example/"))

        assert bring_in(database, KEY).missing == ()

    def test_part_of_a_source_makes_nothing_missing(self, database: Database) -> None:
        bring_in(database, KEY, LOCK)

        assert bring_in(database, KEY, complete=False).missing == ()

    def test_a_key_that_is_given_twice_changes_nothing(self, database: Database) -> None:
        with pytest.raises(InvalidInput, match="'the-key' is given twice"):
            bring_in(database, LOCK, KEY, replace(KEY, body="In the door."))

        with database.session() as session:
            assert published_entries(session) == []

    def test_what_someone_withdrew_does_not_come_back(self, database: Database) -> None:
        bring_in(database, KEY)
        with database.session() as session:
            session.execute(update(Entry).values(status="withdrawn"))

        report = bring_in(database, KEY)

        assert report.set_aside[0].key == "the-key"
        with database.session() as session:
            assert published_entries(session) == []

    def test_the_report_says_it_in_words(self, database: Database) -> None:
        bring_in(database, KEY, LOCK)

        text = str(bring_in(database, replace(KEY, body="In the door.")))

        assert text == (
            "0 new, 1 changed, 0 unchanged.\n"
            "No longer there, but published until someone withdraws them: the-lock."
        )


class TestPublishedFaq:
    def test_an_unknown_key_is_not_found(self, database: Database) -> None:
        with pytest.raises(NotFound, match="'nothing'"), database.session() as session:
            entry(session, "nothing")

    def test_a_draft_does_not_count(self, database: Database) -> None:
        bring_in(database, KEY)
        bring_in(database, replace(KEY, body="A draft."))
        with database.session() as session:
            session.execute(update(Revision).where(Revision.number == 2).values(published_at=None))

        with database.session() as session:
            assert entry(session, "the-key") == KEY

    def test_an_entry_that_was_never_published_is_not_found(self, database: Database) -> None:
        bring_in(database, KEY)
        with database.session() as session:
            session.execute(update(Revision).values(published_at=None))

        with database.session() as session:
            assert published_entries(session) == []
        with pytest.raises(NotFound), database.session() as session:
            entry(session, "the-key")

    def test_new_entries_follow_the_others(self, database: Database) -> None:
        bring_in(database, LOCK)
        bring_in(database, KEY, complete=False)

        with database.session() as session:
            assert [found.key for found in published_entries(session)] == ["the-lock", "the-key"]
            assert session.scalar(select(func.max(Entry.position))) == 2

    def test_a_later_import_keeps_the_first_day_of_an_entry(self, database: Database) -> None:
        bring_in(database, KEY)
        with database.session() as session:
            later = NOW + timedelta(days=1)
            import_entries(session, [replace(KEY, body="In the door.")], now=later, complete=False)

        with database.session() as session:
            assert session.scalars(select(Entry.created_at)).one() == NOW
