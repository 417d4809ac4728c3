"""A letter that was given up can be tried again, by whoever may, and only then."""

import re

import pytest
from sqlalchemy import select, update

from connectors.desk.event_words import say_deed
from connectors.mail.outbox import NobodyThere, Refused
from knowledge.mail_tables import OutgoingMail
from knowledge.staff_tables import AuditEvent
from knowledge.tables import TicketEvent

UNSENT = "/mail?view=unsent"


@pytest.fixture
def give_up(mailbox):
    def fail(failure):
        mailbox.sender.failure = failure
        mailbox.take("a", "What does my director have to know?")
        mailbox.outbox.send()
        mailbox.sender.failure = None

    return fail


@pytest.fixture
def given_up(give_up):
    give_up(Refused("554 not today"))


def letter(store):
    with store.session() as session:
        return session.scalars(select(OutgoingMail)).one()


def press(browser, store):
    return browser.post(f"/mail/letters/{letter(store).id}/again")


class TestTryAgain:
    def test_sends_the_same_letter_once_more(self, editor, store, mailbox, given_up):
        before = letter(store).message_id
        editor.get(UNSENT)
        action = re.search(r'action="/console(/mail/letters/\w+/again)"', editor.html)[1]

        editor.post(action)

        assert "is tried again within a minute" in editor.text
        assert mailbox.outbox.send() == 1
        after = letter(store)
        assert (after.state, after.message_id, after.problem) == ("sent", before, "")

    def test_stands_in_the_history_of_the_ticket_and_in_the_log(self, editor, store, given_up):
        press(editor, store)

        with store.session() as session:
            event = session.scalars(select(TicketEvent).order_by(TicketEvent.id.desc())).first()
            assert say_deed(event) == "Priya Nair had the letter to jane.cole@coleco.example tried again"
            assert "letter_retried" in [found.kind for found in session.scalars(select(AuditEvent))]

    def test_is_offered_on_the_page_of_its_mail_too(self, editor, store, mailbox, given_up):
        editor.get(f"/mail/{letter(store).incoming_id}")

        assert "/again" in editor.html

    def test_begins_with_all_tries(self, editor, store, given_up):
        press(editor, store)

        assert (letter(store).state, letter(store).attempts) == ("waiting", 0)

    def test_is_neither_shown_to_agents_nor_done_for_them(self, agent, store, given_up):
        assert "/again" not in agent.get(UNSENT).html

        press(agent, store)

        assert agent.status == 403
        assert letter(store).state == "given_up"

    def test_needs_the_token_of_a_form_of_ours(self, editor, store, given_up):
        editor.post(f"/mail/letters/{letter(store).id}/again", csrf="made up")

        assert editor.status in {400, 403}
        assert letter(store).state == "given_up"

    def test_is_not_done_twice(self, editor, store, given_up):
        press(editor, store)
        press(editor, store)

        assert editor.status == 409
        assert "only letters that were given up can" in editor.text

    def test_is_not_for_an_address_that_nobody_has(self, editor, store, give_up):
        give_up(NobodyThere("550 no such user"))

        assert "/again" not in editor.get(UNSENT).html
        press(editor, store)

        assert editor.status == 409
        assert letter(store).state == "bounced"

    @pytest.mark.parametrize("state", ["draft", "rejected", "waiting", "sending", "sent"])
    def test_is_for_letters_that_were_given_up_only(self, editor, store, given_up, state):
        with store.session() as session:
            session.execute(update(OutgoingMail).values(state=state))

        press(editor, store)

        assert editor.status == 409
        assert letter(store).state == state

    def test_is_of_no_use_to_a_code_that_has_run_out(self, editor, store, given_up):
        with store.session() as session:
            session.execute(update(OutgoingMail).values(kind="code"))

        assert "/again" not in editor.get(UNSENT).html
        press(editor, store)

        assert letter(store).state == "given_up"

    def test_of_a_letter_that_is_not_there_is_said(self, editor, given_up):
        editor.post("/mail/letters/" + "0" * 32 + "/again")

        assert editor.status == 404
