"""The letter that holds a code for the chat."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import delete, select, update

from connectors.desk.addresses import NOBODY
from connectors.desk.event_words import say_event
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


class TestCopies:
    @pytest.fixture
    def ask(self, database, ticket):
        send(database, ticket)

        def ask_once():
            with database.session() as session:
                return CodeLetters(LETTERS).send_copy(session, ticket, MONDAY)

        return ask_once

    @staticmethod
    def copies(database):
        with database.session() as session:
            return session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "transcript")).all()

    def test_go_to_the_address_that_the_code_went_to(self, database, ask):
        assert ask()

        (row,) = self.copies(database)
        letter = message_from_bytes(row.raw, policy=policy.default)
        assert row.recipient == letter["To"] == "asha.patel@example.org"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert "Cheap watches" in letter.get_body(("plain",)).get_content()

    def test_stand_in_the_history_of_the_ticket(self, database, ask, ticket):
        ask()

        with database.session() as session:
            event = session.get_one(Ticket, ticket).events[-1]
            assert say_event(event).startswith(
                "The customer asked in the chat for a copy, and got it by e-mail"
            )

    def test_go_nowhere_where_the_address_has_changed_since(self, database, ask):
        with database.session() as session:
            session.execute(update(Person).values(email="eve@black.example"))

        assert not ask()
        assert self.copies(database) == []

    def test_go_nowhere_where_no_code_was_sent(self, database, ask):
        with database.session() as session:
            session.execute(delete(OutgoingMail))

        assert not ask()

    def test_are_three_a_day_at_most(self, database, ask):
        assert [ask() for _ in range(4)] == [True, True, True, False]
        assert len(self.copies(database)) == 3


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
