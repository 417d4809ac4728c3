from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.corpus import entry_as_text, write_corpus
from knowledge.database import Database
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidCorpus, InvalidInput, InvalidPage
from knowledge.faq import published_entries
from knowledge.importer import ImportReport
from knowledge.sources import import_path

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SITE = "https://x.example"
PAGES = Path(__file__).parents[2] / "data" / "pages"
ENTRY = FaqEntry(
    key="opening",
    category="Garden",
    title="When does the garden open?",
    body="At eight.",
    source=f"{SITE}/faqs/",
    reviewed_on=date(2026, 5, 4),
    audience="sec-parties",
)


def bring_in(database: Database, path: Path, address: str | None = f"{SITE}/faqs/") -> ImportReport:
    with database.session() as session:
        return import_path(session, path, now=NOW, address=address)


def published(database: Database) -> dict[str, FaqEntry]:
    with database.session() as session:
        return {entry.key: entry for entry in published_entries(session)}


def page(folder: Path, *questions: tuple[str, str], name: str = "faqs.html") -> Path:
    path = folder / name
    path.write_text("".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in questions))
    return path


def plugin_page(folder: Path, slug: str, question: str, answer: str) -> Path:
    path = folder / "faqs.html"
    path.write_text(
        f"""<div class="ufaq-faq-div"><div class="ufaq-faq-title" data-postid="7"><h4>
        <a class="ewd-ufaq-post-margin" href="{SITE}/ufaqs/{slug}/">{question}</a></h4></div>
        <div class="ufaq-faq-body"><div class="ufaq-faq-post">{answer}</div></div></div>"""
    )
    return path


class TestCorpus:
    def test_a_folder_twice_gives_no_change(self, database: Database, tmp_path: Path) -> None:
        write_corpus([ENTRY, replace(ENTRY, key="closing")], tmp_path)

        assert bring_in(database, tmp_path).created == ("closing", "opening")
        assert bring_in(database, tmp_path) == ImportReport(unchanged=("closing", "opening"))

    def test_one_file_makes_nothing_missing(self, database: Database, tmp_path: Path) -> None:
        first, _ = write_corpus([ENTRY, replace(ENTRY, key="closing")], tmp_path)
        bring_in(database, tmp_path)

        assert bring_in(database, first) == ImportReport(unchanged=("opening",))

    def test_one_bad_file_changes_nothing(self, database: Database, tmp_path: Path) -> None:
        write_corpus([ENTRY], tmp_path)
        (tmp_path / "bad.md").write_text(entry_as_text(ENTRY).replace("key: opening\n", ""))

        with pytest.raises(InvalidCorpus, match=r"bad\.md: key is missing"):
            bring_in(database, tmp_path)

        assert published(database) == {}


class TestPages:
    @pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
    def test_every_page_twice_gives_no_change(self, database: Database, name: str) -> None:
        first = bring_in(database, PAGES / name, None)

        again = bring_in(database, PAGES / name, None)

        assert first.created
        assert again == ImportReport(unchanged=first.created)

    def test_a_folder_of_pages_is_one_import(self, database: Database, tmp_path: Path) -> None:
        page(tmp_path, ("Why?", "So."), ("How?", "Thus."), name="a.html")
        page(tmp_path, ("Why?", "So."), ("When?", "Now."), name="b.htm")

        assert bring_in(database, tmp_path).created == ("why", "how", "when")

    def test_a_known_title_keeps_its_key_audience_and_category(
        self, database: Database, tmp_path: Path
    ) -> None:
        write_corpus([ENTRY], tmp_path / "corpus")
        bring_in(database, tmp_path / "corpus")

        report = bring_in(database, page(tmp_path, ("30. When does the garden open?", "At nine.")))

        assert report == ImportReport(changed=("opening",))
        entry = published(database)["opening"]
        assert (entry.audience, entry.category, entry.body) == ("sec-parties", "Garden", "At nine.")

    def test_changed_words_want_a_new_review_and_unchanged_ones_keep_theirs(
        self, database: Database, tmp_path: Path
    ) -> None:
        write_corpus([ENTRY, replace(ENTRY, key="cats", title="Cats?", body="Yes.")], tmp_path / "corpus")
        bring_in(database, tmp_path / "corpus")

        bring_in(database, page(tmp_path, ("When does the garden open?", "At nine."), ("Cats?", "Yes.")))

        assert published(database)["opening"].reviewed_on is None
        assert published(database)["cats"].reviewed_on == ENTRY.reviewed_on

    def test_a_changed_title_is_an_edit_where_the_address_stays(
        self, database: Database, tmp_path: Path
    ) -> None:
        write_corpus([ENTRY], tmp_path / "corpus")
        bring_in(database, tmp_path / "corpus")
        bring_in(database, plugin_page(tmp_path, "garden-hours", "When does the garden open?", "At eight."))

        report = bring_in(
            database, plugin_page(tmp_path, "garden-hours", "What are the garden's hours?", "At eight.")
        )

        assert report == ImportReport(changed=("opening",))
        assert published(database)["opening"].title == "What are the garden's hours?"

    def test_two_entries_never_take_the_place_of_one(self, database: Database, tmp_path: Path) -> None:
        bring_in(database, page(tmp_path, ("Why?", "So.")))
        bring_in(database, plugin_page(tmp_path, "why-not", "Why?", "So."))
        both = page(tmp_path, ("Why?", "So."), ("Why not", "Because."))

        assert len(bring_in(database, both).created) == 0
        assert list(published(database)) == ["why"]

    def test_fewer_entries_than_last_time_are_reported_and_stay(
        self, database: Database, tmp_path: Path
    ) -> None:
        bring_in(database, page(tmp_path, ("Why?", "So."), ("How?", "Thus.")))

        report = bring_in(database, page(tmp_path, ("Why?", "So.")))

        assert report == ImportReport(unchanged=("why",), missing=("how",))
        assert list(published(database)) == ["why", "how"]

    @pytest.mark.parametrize(
        ("question", "answer", "reason"),
        [
            ("Have your say (closes 3 May 2024)", "Write to us.", "closed on 3 May 2024"),
            ("And the roses?", "See the responses to Q1 and Q2.", "only points to other answers"),
            ("And the pond?", "", "no answer"),
        ],
    )
    def test_what_needs_a_persons_eye_is_set_aside(
        self, database: Database, tmp_path: Path, question: str, answer: str, reason: str
    ) -> None:
        report = bring_in(database, page(tmp_path, ("Why?", "So."), (question, answer)))

        assert report.created == ("why",)
        assert reason in report.set_aside[0].reason
        assert reason in str(report)
        assert list(published(database)) == ["why"]

    def test_what_is_set_aside_is_not_missing(self, database: Database, tmp_path: Path) -> None:
        bring_in(database, page(tmp_path, ("Why?", "So."), ("How?", "Thus.")))

        report = bring_in(database, page(tmp_path, ("Why?", "So."), ("How?", "See the answer to Q1.")))

        assert report.missing == ()
        assert published(database)["how"].body == "Thus."


class TestBadInput:
    def test_a_page_without_any_faq_is_named_and_changes_nothing(
        self, database: Database, tmp_path: Path
    ) -> None:
        page(tmp_path, ("Why?", "So."), name="a.html")
        (tmp_path / "b.html").write_text("<p>Nothing here.</p>")

        with pytest.raises(InvalidPage, match=r"b\.html: No FAQ was found"):
            bring_in(database, tmp_path)

        assert published(database) == {}

    @pytest.mark.parametrize(
        ("name", "words"),
        [("nowhere", "no file or folder"), ("faq.pdf", "neither an entry"), ("mixed", "both")],
    )
    def test_a_path_with_nothing_to_import_is_refused(
        self, database: Database, tmp_path: Path, name: str, words: str
    ) -> None:
        (tmp_path / "faq.pdf").write_bytes(b"%PDF-1.7")
        write_corpus([ENTRY], tmp_path / "mixed")
        page(tmp_path / "mixed", ("Why?", "So."))

        with pytest.raises(InvalidInput, match=words):
            bring_in(database, tmp_path / name)
