"""The bench of the mailbox with the real judge; how fast it is depends on what else the machine does."""

import json
import shutil

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from connectors import wiring
from connectors.cli import mail_bench
from connectors.cli.loading import change_settings
from connectors.cli.main import main
from connectors.desk.clock import system_clock
from connectors.settings import load_settings
from knowledge.corpus import read_corpus
from knowledge.importer import import_entries


@pytest.fixture
def settings(tmp_path):
    own = change_settings(
        load_settings(),
        data={"url": f"sqlite:///{tmp_path / 'helpdesk.db'}"},
        mail={"secret": SecretStr("a secret for tests")},
    )
    database = wiring.database(own)
    database.upgrade()
    with database.session() as session:
        import_entries(session, read_corpus(wiring.TRAINING_DATA / "faq"), now=system_clock(), complete=True)
    database.close()
    return own


@pytest.fixture
def mails(tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    for name in ("b01_outlook_book_assessment", "p02_complaint", "m01_outlook_ooo"):
        shutil.copy(mail_bench.STORIES / f"{name}.eml", folder)
    return folder


class TestBench:
    def test_says_and_writes_its_figures(self, settings, mails, tmp_path, monkeypatch):
        monkeypatch.setattr(mail_bench, "load_complete_settings", lambda: settings)
        monkeypatch.setattr(mail_bench, "SLOWEST_RATE", 0.01)
        out = tmp_path / "figures.json"

        result = CliRunner().invoke(main, ["mail", "bench", str(mails), "--json", str(out)])

        assert result.exit_code == 0, result.output
        assert "mails a second" in result.output
        figures = json.loads(out.read_text())
        assert figures["mails_a_second"] > 0
        assert len(figures["large_mails"]) == len(mail_bench.LARGE_MAILS)

    def test_fails_where_it_is_too_slow(self, settings, mails, monkeypatch):
        monkeypatch.setattr(mail_bench, "load_complete_settings", lambda: settings)
        monkeypatch.setattr(mail_bench, "LARGE_MAILS", {})
        monkeypatch.setattr(mail_bench, "SLOWEST_RATE", 1e6)

        result = CliRunner().invoke(main, ["mail", "bench", str(mails)])

        assert result.exit_code == 1
        assert "mails a second" in result.stderr

    def test_refuses_a_folder_without_mails(self, settings, tmp_path, monkeypatch):
        monkeypatch.setattr(mail_bench, "load_complete_settings", lambda: settings)
        (tmp_path / "empty").mkdir()

        result = CliRunner().invoke(main, ["mail", "bench", str(tmp_path / "empty")])

        assert result.exit_code == 1
        assert "holds no mail" in result.stderr
