from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from connectors import wiring
from connectors.cli.main import main
from connectors.cli.ports import free_ports
from connectors.mail.connections import note_try
from connectors.settings import load_settings
from knowledge.database import Database
from knowledge.errors import InvalidSettings
from knowledge.importer import import_entries
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.desk_parts import add_staff, add_ticket


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path


def triage(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["mail", "triage", *arguments])


class TestTriage:
    def test_names_the_path_that_is_not_there(self):
        result = triage("none.eml", "--out", "out.jsonl")

        assert result.exit_code == 1
        assert "There is no file or folder none.eml." in result.stderr

    def test_a_folder_without_mail_is_an_error(self, folder):
        (folder / "empty").mkdir()

        result = triage("empty", "--out", "out.jsonl")

        assert result.exit_code == 1
        assert "empty holds no mail" in result.stderr
        assert not (folder / "out.jsonl").exists()

    def test_wants_to_know_where_the_lines_go(self):
        assert triage("none.eml").exit_code == 2


class TestDoctor:
    def test_says_how_reading_and_sending_went_last(self, folder, monkeypatch):
        (folder / "mails").mkdir()
        monkeypatch.setenv("HELPDESK_MAIL_SOURCE", str(folder / "mails"))
        database = Database(f"sqlite:///{folder / 'var' / 'helpdesk.db'}")
        database.upgrade()
        with database.session() as session:
            note_try(session, "in", datetime(2026, 11, 2, 10, 0, tzinfo=UTC), "The server is down.")
        database.close()

        said = CliRunner().invoke(main, ["doctor"]).stdout

        assert "✗ mailbox: The server is down. It was never read." in said
        assert "✓ mails to work off: None wait." in said
        assert "✓ outbox: None wait." in said

    def test_says_that_the_address_of_the_mailbox_is_no_such(self, folder, monkeypatch):
        monkeypatch.setenv("HELPDESK_MAIL_SOURCE", "https://mail.example.org")

        assert "✗ mailbox: " in CliRunner().invoke(main, ["doctor"]).stdout

    def test_says_nothing_of_mail_where_there_is_no_mailbox(self):
        assert "mailbox" not in CliRunner().invoke(main, ["doctor"]).stdout


class TestSettings:
    @pytest.fixture
    def settings(self, folder):
        (folder / "mails").mkdir()
        loaded = load_settings(
            {"HELPDESK_DATA_FOLDER": str(folder / "var"), "HELPDESK_MAIL_SOURCE": str(folder / "mails")}
        )
        database = wiring.database(loaded)
        database.upgrade()
        with database.session() as session:
            import_entries(session, list(ENTRIES.values()), now=datetime.now(UTC), complete=True)
        database.close()
        return loaded

    def test_a_topic_that_the_faq_never_had_is_refused_with_those_that_it_has(self, settings):
        changed = load_settings(
            settings.as_environ() | {"HELPDESK_MAIL_TOPICS": "credit-cover auto, uep off"}
        )

        with pytest.raises(InvalidSettings) as caught:
            wiring.post_office(changed)

        assert "names 'uep'." in str(caught.value)
        assert "credit-cover" in str(caught.value)

    def test_mode_off_and_no_server_leave_nothing_to_do(self, settings):
        off = load_settings(settings.as_environ() | {"HELPDESK_MAIL_MODE": "off"})

        with pytest.raises(InvalidSettings, match="HELPDESK_MAIL_SMTP"):
            wiring.post_office(off)

    def test_without_a_mailbox_it_sends_and_loads_no_model(self, settings):
        only = {"HELPDESK_MAIL_MODE": "off", "HELPDESK_MAIL_SMTP": "smtp://127.0.0.1:1"}

        office = wiring.post_office(load_settings(settings.as_environ() | only))

        assert office.round().sent == 0


class TestAReplyOfStaff:
    def test_goes_from_the_console_through_the_mail_process_to_a_server(self, folder):
        """By the settings alone, as the two processes do it; there is no mailbox to read."""
        (port,) = free_ports(1)
        received = []
        controller = Controller(Received(received), hostname="127.0.0.1", port=port)
        settings = load_settings(
            {
                "HELPDESK_DATA_FOLDER": str(folder / "var"),
                "HELPDESK_MAIL_SECRET": "for tests",
                "HELPDESK_MAIL_SMTP": f"smtp://127.0.0.1:{port}",
            }
        )
        database = wiring.database(settings)
        database.upgrade()
        with database.session() as session:
            sam, ticket = add_staff(session, "Sam Okoro"), add_ticket(session).id
            wiring.ticket_desk(settings, database).reply(session, ticket, sam, None, text="It was the Panel.")

        controller.start()
        try:
            done = wiring.post_office(settings).round()
        finally:
            controller.stop()
        database.close()

        assert done.sent == 1
        assert received[0].rcpt_tos == ["asha.patel@example.org"]
        assert b"It was the Panel." in received[0].content


class Received:
    """Keeps what a mail server gets."""

    def __init__(self, received):
        self._received = received

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self._received.append(envelope)
        return "250 OK"
