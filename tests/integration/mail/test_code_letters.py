"""The letter that holds a code for the chat."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, update

from connectors.desk.addresses import NOBODY
from connectors.services.post.code_letters import CodeLetters
from connectors.settings import load_settings
from connectors.wiring import ticket_codes
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Person, Ticket
from tests.doubles.desk_parts import add_ticket
from tests.doubles.post import LETTERS, MONDAY


@pytest.fixture
def ticket(database):
    with database.session() as session:
        return add_ticket(session, name="Buy my watches", question="Cheap watches at https://evil.example").id


def send(database, ticket):
    letters = CodeLetters(LETTERS)
    with database.session() as session:
        sent = letters.send_code(session, session.get_one(Ticket, ticket), "01234567", MONDAY)
    with database.session() as session:
        return sent, session.scalars(select(OutgoingMail)).all()


class TestCodeLetters:
    def test_wait_in_the_outbox_for_the_tickets_own_address(self, database, ticket):
        sent, (row,) = send(database, ticket)

        assert sent
        assert (row.recipient, row.kind, row.state, row.ticket_id) == (
            "asha.patel@example.org",
            "code",
            "waiting",
            ticket,
        )
        letter = message_from_bytes(row.raw, policy=policy.default)
        assert letter["To"] == "asha.patel@example.org"
        assert letter["Subject"] == "[SECAS-000001] Your code for the chat"
        assert "0123 4567" in letter.get_body(("plain",)).get_content()

    def test_say_to_machines_that_a_machine_wrote_them(self, database, ticket):
        _, (row,) = send(database, ticket)

        letter = message_from_bytes(row.raw, policy=policy.default)
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["X-Auto-Response-Suppress"] == "All"

    def test_repeat_nothing_that_somebody_chose(self, database, ticket):
        _, (row,) = send(database, ticket)

        assert b"watches" not in row.raw
        assert b"evil" not in row.raw

    @pytest.mark.parametrize("email", ["", NOBODY, "a@example.org\nBcc: b@example.org", "no address"])
    def test_are_not_written_where_there_is_nobody_to_write_to(self, database, ticket, email):
        with database.session() as session:
            session.execute(update(Person).values(email=email))

        assert send(database, ticket) == (False, [])

    def test_are_not_written_to_an_address_whose_mail_came_back(self, database, ticket):
        send(database, ticket)
        with database.session() as session:
            session.execute(update(OutgoingMail).values(state="bounced"))

        sent, rows = send(database, ticket)

        assert (sent, len(rows)) == (False, 1)


class TestWiring:
    MAIL = {
        "HELPDESK_WEB_SECRET": "for tests",
        "HELPDESK_MAIL_SECRET": "for tests",
        "HELPDESK_MAIL_SOURCE": "mails",
        "HELPDESK_MAIL_SMTP": "smtp://user@mail.example.org:587",
    }

    def test_sends_codes_where_mail_is_sent(self):
        assert ticket_codes(load_settings(self.MAIL)) is not None

    @pytest.mark.parametrize("without", ["HELPDESK_MAIL_SOURCE", "HELPDESK_MAIL_SMTP"])
    def test_sends_none_where_none_is(self, without):
        assert ticket_codes(load_settings(self.MAIL | {without: ""})) is None
        assert ticket_codes(load_settings(self.MAIL | {"HELPDESK_MAIL_MODE": "off"})) is None
