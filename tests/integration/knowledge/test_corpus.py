from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import entry_as_text, read_corpus, read_entry, write_corpus
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidCorpus
from knowledge.lint import lint, read_addresses

STARTER = Path(__file__).parents[3] / "training_data" / "faq"
FIELDS = "key, category, title, audience, source, reviewed, links"
ENTRY = FaqEntry(key="the-key", category="House", title="Where?", body="There.", source="https://x.example/")


class TestReadCorpus:
    def test_what_was_written_is_read(self, tmp_path: Path) -> None:
        entries = [ENTRY, replace(ENTRY, key="the-lock")]

        write_corpus(entries, tmp_path / "new")

        assert read_corpus(tmp_path / "new") == entries

    def test_all_mistakes_of_all_files_are_named_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text(entry_as_text(ENTRY).replace("key: the-key\n", ""))
        (tmp_path / "b.md").write_text(entry_as_text(ENTRY).replace("category", "kategory"))
        (tmp_path / "c.md").write_bytes(b"---\nkey: caf\xe9\n---\n")

        with pytest.raises(InvalidCorpus) as caught:
            read_corpus(tmp_path)

        assert str(caught.value).splitlines() == [
            f"{tmp_path / 'a.md'}: key is missing.",
            f"{tmp_path / 'b.md'}: category is missing.",
            f"{tmp_path / 'b.md'}, line 3: kategory is unknown; allowed are {FIELDS}.",
            f"{tmp_path / 'c.md'}: the file is not UTF-8 text; save it in that encoding.",
        ]

    def test_a_key_that_stands_in_two_files_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text(entry_as_text(ENTRY))
        (tmp_path / "b.md").write_text(entry_as_text(ENTRY))

        with pytest.raises(InvalidCorpus, match=r"b\.md: the key 'the-key' stands in a\.md already"):
            read_corpus(tmp_path)

    def test_a_folder_without_entries_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus, match="There are no FAQ entries"):
            read_corpus(tmp_path)

    def test_a_file_that_is_far_too_large_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("x" * 200_001)

        with pytest.raises(InvalidCorpus, match="larger than"):
            read_entry(tmp_path / "a.md")

    def test_a_file_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus, match="can't be read"):
            read_entry(tmp_path / "a.md")

    def test_line_ends_and_byte_order_marks_of_other_systems_are_read(self, tmp_path: Path) -> None:
        text = entry_as_text(ENTRY).replace("\n", "\r\n")
        (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + text.encode())

        assert read_entry(tmp_path / "a.md") == ENTRY


class TestStarterCorpus:
    def test_it_holds_every_entry_of_the_published_faq(self) -> None:
        assert len(read_corpus(STARTER)) == 33

    def test_each_file_is_named_by_its_key_and_written_as_the_program_writes_it(self) -> None:
        for path in STARTER.glob("*.md"):
            entry = read_entry(path)

            assert entry.key == path.stem
            assert path.read_text(encoding="utf-8") == entry_as_text(entry)

    def test_an_editor_would_have_no_remark(self) -> None:
        known = read_addresses(STARTER / "addresses.txt")

        assert lint(read_corpus(STARTER), today=date(2026, 11, 23), known_addresses=known) == []

    def test_a_missing_list_of_addresses_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus, match="list of known addresses"):
            read_addresses(tmp_path / "addresses.txt")
