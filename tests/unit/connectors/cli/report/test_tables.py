from pathlib import Path

import pytest

from connectors.cli.report.page import Table
from connectors.cli.report.tables import ABLATION, keep_table, read_tables
from knowledge.errors import InvalidInput

TABLE = Table("2026-11-20", "on hands", ("entry right",), (("BM25, alone", (0.5,)), ("nothing", (None,))))


class TestTables:
    def test_are_read_as_they_were_kept(self, tmp_path: Path) -> None:
        keep_table(tmp_path / "report" / ABLATION, TABLE)

        assert read_tables(tmp_path / "report") == [TABLE]

    def test_are_none_where_none_was_kept(self, tmp_path: Path) -> None:
        assert read_tables(tmp_path) == []

    def test_name_a_file_that_is_broken(self, tmp_path: Path) -> None:
        (tmp_path / ABLATION).write_text("{}")

        with pytest.raises(InvalidInput, match=ABLATION):
            read_tables(tmp_path)
