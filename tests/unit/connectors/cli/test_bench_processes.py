import hashlib
import json

import pytest

from connectors import wiring
from connectors.cli.bench_processes import (
    copy_service,
    health_urls,
    names_by_port,
    plain_folder,
    plain_process,
    up_process,
)
from connectors.cli.trust import UntrustedModel
from connectors.desk.clock import system_clock
from connectors.settings import load_settings
from knowledge.entries import FaqEntry
from knowledge.errors import Unavailable
from knowledge.faq import published_entries
from knowledge.importer import import_entries

SECRETS = {
    "HELPDESK_WEB_SECRET": "w-hush",
    "HELPDESK_ANSWERS_TOKEN": "a-hush",
    "HELPDESK_BOT_TOKEN": "b-hush",
}
PORTS = (9001, 9002, 9003, 9004)
ENTRY = FaqEntry("fees", "Joining", "What does it cost?", "Nothing.", "https://example.org/faqs")


def write_model(folder):
    folder.mkdir(parents=True)
    (folder / "model.tar.gz").write_bytes(b"model")
    digest = hashlib.sha256(b"model").hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"model": "model.tar.gz", "sha256": digest}))


@pytest.fixture
def settings(tmp_path):
    """A set-up service: an FAQ of one entry, a bot, and a judge behind a link."""
    settings = load_settings({"HELPDESK_DATA_FOLDER": str(tmp_path / "var"), **SECRETS})
    models = settings.data.folder / "models"
    write_model(models / "bot")
    (models / "judge" / "model-1").mkdir(parents=True)
    (models / "judge" / "current").symlink_to("model-1")
    database = wiring.database(settings)
    database.upgrade()
    with database.session() as session:
        import_entries(session, [ENTRY], now=system_clock(), complete=True)
    database.close()
    return settings


class TestCopyService:
    def test_sends_messages_faster_than_people_may(self, settings, tmp_path):
        own = copy_service(settings, tmp_path / "own", PORTS)

        assert set(own.limits.model_dump().values()) == {"1000000/minute"}

    def test_has_the_same_faq_in_a_database_of_its_own(self, settings, tmp_path):
        own = copy_service(settings, tmp_path / "own", PORTS)

        database = wiring.database(own)
        with database.session() as session:
            assert [entry.key for entry in published_entries(session)] == ["fees"]
        database.close()
        assert own.database_url != settings.database_url

    def test_the_current_judge_stays_a_link_so_that_another_can_take_its_place(self, settings, tmp_path):
        own = copy_service(settings, tmp_path / "own", PORTS)

        current = own.data.folder / "models" / "judge" / "current"
        assert current.is_symlink()
        assert current.resolve() == (tmp_path / "own" / "models" / "judge" / "model-1").resolve()

    def test_listens_on_the_given_ports_and_on_the_loopback_only(self, settings, tmp_path):
        own = copy_service(settings, tmp_path / "own", PORTS)

        assert names_by_port(own) == {9001: "web", 9002: "answers", 9003: "rasa", 9004: "actions"}
        assert all(url.startswith("http://127.0.0.1:900") for url in health_urls(own))

    def test_without_an_faq_says_what_to_do(self, settings, tmp_path):
        empty = load_settings(
            settings.as_environ() | {"HELPDESK_DATA_URL": f"sqlite:///{tmp_path / 'empty.db'}"}
        )
        wiring.database(empty).upgrade()

        with pytest.raises(Unavailable, match="There is no FAQ yet"):
            copy_service(empty, tmp_path / "own", PORTS)

    def test_without_a_trained_bot_says_what_to_do(self, settings, tmp_path):
        (settings.data.folder / "models" / "bot" / "manifest.json").unlink()

        with pytest.raises(UntrustedModel, match="helpdesk train"):
            copy_service(settings, tmp_path / "own", PORTS)


class TestUpProcess:
    def test_gets_the_very_settings(self, settings):
        assert (
            load_settings({k: v for k, v in up_process(settings).environ.items() if "HELPDESK" in k})
            == settings
        )


class TestPlainProcess:
    def test_listens_on_the_loopback_without_the_http_api(self, settings):
        write_model(plain_folder(settings))

        words = plain_process(settings, plain_folder(settings), 9005).command

        assert words[words.index("--interface") + 1] == "127.0.0.1"
        assert words[words.index("--port") + 1] == "9005"
        assert "--enable-api" not in words

    def test_sees_none_of_our_settings(self, settings, monkeypatch):
        monkeypatch.setenv("HELPDESK_WEB_SECRET", "w-hush")
        write_model(plain_folder(settings))

        environ = plain_process(settings, plain_folder(settings), 9005).environ

        assert [name for name in environ if name.startswith("HELPDESK_")] == []

    def test_is_not_started_with_a_model_that_is_not_ours(self, settings):
        write_model(plain_folder(settings))
        (plain_folder(settings) / "model.tar.gz").write_bytes(b"foreign")

        with pytest.raises(UntrustedModel):
            plain_process(settings, plain_folder(settings), 9005)
