from dataclasses import replace
from pathlib import Path

import pytest

from connectors.cli.report.page import Table
from connectors.cli.report.tables import ABLATION, keep_table, read_tables
from knowledge.errors import InvalidInput

TABLE = Table("2026-11-20", "on hands", ("entry right",), (("BM25, alone", (0.5,)), ("nothing", (None,))))


class TestTables:
    def test_are_read_as_they_were_kept(self, tmp_path: Path) -> None:
        keep_table(tmp_path / "report" / ABLATION, TABLE)

        assert read_tables(tmp_path / "report", published=tmp_path) == [TABLE]

    def test_are_none_where_none_was_kept(self, tmp_path: Path) -> None:
        assert read_tables(tmp_path, published=tmp_path) == []

    def test_are_those_that_are_published_until_they_are_measured_here(self, tmp_path: Path) -> None:
        keep_table(tmp_path / "published" / ABLATION, replace(TABLE, measured_on="2026-11-01"))
        keep_table(tmp_path / ABLATION, TABLE)

        assert [table.measured_on for table in read_tables(tmp_path / "new", tmp_path / "published")] == [
            "2026-11-01"
        ]
        assert read_tables(tmp_path, tmp_path / "published") == [TABLE]

    def test_that_are_published_hold_every_baseline(self, tmp_path: Path) -> None:
        rows = [name for table in read_tables(tmp_path) for name, _ in table.rows]

        for baseline in (
            "nearest phrasing or passage (the encoder alone), alone",
            "BM25, alone",
            "plain Rasa",
        ):
            assert any(row.startswith(baseline) for row in rows), baseline

    def test_name_a_file_that_is_broken(self, tmp_path: Path) -> None:
        (tmp_path / ABLATION).write_text("{}")

        with pytest.raises(InvalidInput, match=ABLATION):
            read_tables(tmp_path)
