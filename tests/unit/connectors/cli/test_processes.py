import hashlib
import json

import pytest

from connectors.cli.processes import (
    Process,
    actions_process,
    all_processes,
    answers_process,
    check_ports,
    rasa_process,
    web_process,
)
from connectors.cli.trust import UntrustedModel
from connectors.settings import load_settings
from knowledge.errors import Unavailable

HUSH = {"HELPDESK_WEB_SECRET": "w-hush", "HELPDESK_ANSWERS_TOKEN": "a-hush", "HELPDESK_BOT_TOKEN": "b-hush"}


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "models" / "bot"
    folder.mkdir(parents=True)
    (folder / "model.tar.gz").write_bytes(b"model")
    digest = hashlib.sha256(b"model").hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"model": "model.tar.gz", "sha256": digest}))
    return load_settings({"HELPDESK_DATA_FOLDER": str(tmp_path), **HUSH})


class TestOwnProcesses:
    @pytest.mark.parametrize("make", [web_process, answers_process])
    def test_get_the_very_settings_of_the_supervisor(self, settings, make):
        process = make(settings)

        assert load_settings(dict(process.environ)) == settings

    def test_only_web_listens_to_the_outside(self, settings, monkeypatch):
        open_settings = load_settings(settings.as_environ() | {"HELPDESK_WEB_HOST": "0.0.0.0"})

        hosts = {
            make(open_settings).name: make(open_settings).host
            for make in (web_process, answers_process, actions_process, rasa_process)
        }

        assert hosts == {
            "web": "0.0.0.0",
            "answers": "127.0.0.1",
            "actions": "127.0.0.1",
            "rasa": "127.0.0.1",
        }

    def test_a_process_on_every_address_is_asked_on_the_loopback(self, settings):
        process = web_process(load_settings({"HELPDESK_WEB_HOST": "0.0.0.0"}))

        assert process.health_url == "http://127.0.0.1:8080/healthz"


class TestBotProcesses:
    @pytest.mark.parametrize("make", [actions_process, rasa_process])
    def test_see_none_of_our_settings(self, settings, make, monkeypatch):
        monkeypatch.setenv("HELPDESK_WEB_SECRET", "w-hush")

        process = make(settings)

        assert [name for name in process.environ if name.startswith("HELPDESK_")] == []
        assert "w-hush" not in process.environ.values()

    def test_no_secret_stands_on_a_command_line(self, settings):
        words = " ".join(
            word
            for make in (web_process, answers_process, actions_process, rasa_process)
            for word in make(settings).command
        )

        assert "hush" not in words

    def test_rasa_does_not_get_the_key_to_the_desk(self, settings):
        assert "a-hush" not in rasa_process(settings).environ.values()

    def test_rasa_keeps_conversations_unless_told_otherwise(self, settings):
        kept, forgotten = rasa_process(settings), rasa_process(settings, remember=False)

        assert kept.environ["RASA_TRACKER_URL"].startswith("sqlite:////")
        assert forgotten.environ["RASA_TRACKER_URL"] == "sqlite://"

    def test_rasa_is_not_started_with_a_model_that_is_not_ours(self, settings):
        (settings.data.folder / "models" / "bot" / "model.tar.gz").write_bytes(b"foreign")

        with pytest.raises(UntrustedModel):
            rasa_process(settings)


class TestCheckPorts:
    def test_names_the_port_the_process_and_the_setting(self, monkeypatch):
        monkeypatch.setattr("connectors.cli.processes.is_taken", lambda _host, port: port == 8080)
        monkeypatch.setattr("connectors.cli.processes.who_listens", lambda _port: "nginx (process 7)")

        with pytest.raises(Unavailable) as caught:
            check_ports([web_process(load_settings({})), answers_process(load_settings({}))])

        assert str(caught.value) == (
            "Port 8080 is taken by nginx (process 7), so web can't start. "
            "Stop that program, or set HELPDESK_WEB_PORT to a free port."
        )

    def test_two_processes_can_not_share_a_port(self):
        settings = load_settings({"HELPDESK_ANSWERS_PORT": "8080"})

        with pytest.raises(Unavailable, match="HELPDESK_WEB_PORT and HELPDESK_ANSWERS_PORT are both 8080"):
            check_ports([web_process(settings), answers_process(settings)])

    def test_a_secret_is_not_in_the_text_of_a_process(self, settings):
        process: Process = web_process(settings)

        assert "hush" not in repr(process)


class TestMail:
    def test_is_not_started_where_there_is_no_mailbox(self, settings):
        assert [p.name for p in all_processes(settings)] == ["answers", "web", "actions", "rasa"]

    def test_is_not_started_where_it_is_off(self, settings):
        off = {"HELPDESK_MAIL_SOURCE": "mails", "HELPDESK_MAIL_MODE": "off"}

        processes = all_processes(load_settings(settings.as_environ() | off))

        assert "mail" not in [process.name for process in processes]

    @pytest.mark.parametrize("more", [{}, {"HELPDESK_MAIL_SOURCE": "mails", "HELPDESK_MAIL_MODE": "off"}])
    def test_is_started_where_there_is_only_a_server_to_send_through(self, settings, more):
        smtp = {"HELPDESK_MAIL_SMTP": "smtp://mail.example.org"} | more

        processes = all_processes(load_settings(settings.as_environ() | smtp))

        assert processes[-1].name == "mail"

    def test_is_started_last_and_needs_no_port(self, settings):
        processes = all_processes(load_settings(settings.as_environ() | {"HELPDESK_MAIL_SOURCE": "mails"}))

        assert (processes[-1].name, processes[-1].port) == ("mail", 0)
        check_ports(processes[-1:])
