import json

import pytest
from click.testing import CliRunner

from connectors.cli import desk_bench
from connectors.cli.desk_pages import PAGES
from connectors.cli.desk_queries import LOOKS
from connectors.cli.main import main
from knowledge.database import Database

SMALL = ("--tickets", "200", "--messages", "3", "--seconds", "0.1")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A handful of looks on a busy machine says nothing about speed."""
    for kind in desk_bench.BOUNDS:
        monkeypatch.setitem(desk_bench.BOUNDS, kind, 60_000.0)


def bench(*arguments):
    return CliRunner().invoke(main, ["desk", "bench", *SMALL, *arguments])


class TestDeskBench:
    def test_it_measures_every_kind_of_look(self, database_url, tmp_path):
        result = bench("--url", database_url, "--json", str(tmp_path / "figures.json"))

        assert result.exit_code == 0, result.output
        figures = json.loads((tmp_path / "figures.json").read_text())
        assert database_url.startswith(figures["database"])
        assert set(figures["milliseconds"]) == set(LOOKS)
        assert all(0 < times["p50"] <= times["p95"] for times in figures["milliseconds"].values())
        assert set(figures["pages"]) == set(PAGES)
        assert all(0 < times["p50"] <= times["p95"] for times in figures["pages"].values())
        assert all(times["processor"] > 0 for times in figures["pages"].values())

    def test_it_leaves_nothing_behind(self, database_url):
        bench("--url", database_url)

        assert bench("--url", database_url).exit_code == 0

    def test_a_database_that_is_in_use_is_left_alone(self, database_url):
        database = Database(database_url)
        database.upgrade()

        result = bench("--url", database_url)

        assert result.exit_code == 1
        assert "holds tables already" in result.stderr
        database.check()
        database.close()

    def test_it_fails_where_a_bound_is_missed(self, monkeypatch):
        monkeypatch.setitem(desk_bench.BOUNDS, "sqlite", 0.0001)

        result = bench()

        assert result.exit_code == 1
        assert "Slower than 0 ms: a view of the queue, a view with a topic" in result.stderr
        assert "the ticket page" in result.stderr

    def test_a_folder_that_is_missing_is_said_first(self, tmp_path):
        result = bench("--json", str(tmp_path / "nowhere" / "figures.json"))

        assert "there is no such folder" in result.stderr

    @pytest.mark.parametrize("option", [("--tickets", "1"), ("--seconds", "0")])
    def test_too_little_is_refused(self, option):
        assert bench(*option).exit_code == 2
