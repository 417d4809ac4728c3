"""The ticket page says how a reply reaches its customer, before and after it is sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from connectors.desk.addresses import NOBODY
from connectors.services.ticket_desk import TicketDesk
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Person, TicketEvent
from tests.doubles.console_parts import staff, whole_app
from tests.doubles.desk_parts import DUE, add_ticket, ticket_post
from tests.integration.console.conftest import Browser
from tests.integration.console.test_tickets import Desk

MAILED = "gets this by e-mail at asha@example.org"
CHAT_ONLY = "can only be read in the chat"


def letters(store):
    with store.session() as session:
        return list(session.scalars(select(OutgoingMail)))


def confirm(store, ticket, sender="asha@example.org"):
    """Let our border vouch for a mail on the ticket."""
    with store.session() as session:
        session.add(
            IncomingMail(
                mailbox="m",
                place="1",
                raw=b"",
                state="done",
                received_at=session.scalars(select(Person.created_at)).first(),
                done_at=session.scalars(select(Person.created_at)).first(),
                message_id="<1@x>",
                sender=sender,
                subject="Credit cover",
                confirmed=True,
                action="thread",
                ticket_id=ticket,
            )
        )


@pytest.fixture
def ticket(make_ticket, faq):
    return make_ticket()[0]


@pytest.fixture
def make_mail_ticket(store, clock, faq):
    def make(question):
        with store.session() as session:
            return add_ticket(session, now=clock(), channel="mail", question=question).id

    return make


@pytest.fixture
def desk(agent, ticket):
    return Desk(agent, ticket)


class TestBeforeAReply:
    def test_says_that_it_is_mailed_and_read_in_the_chat(self, desk):
        assert f"Asha Patel {MAILED} , and reads it in the chat." in desk.text
        assert "outbox" not in desk.text

    def test_says_that_a_customer_by_mail_gets_it_by_mail(self, agent, make_ticket, faq):
        desk = Desk(agent, make_ticket(channel="mail")[0])

        assert MAILED in desk.text
        assert "in the chat" not in desk.text

    def test_says_that_without_an_address_it_is_read_in_the_chat_only(self, store, agent, ticket):
        with store.session() as session:
            session.execute(update(Person).where(Person.role == "visitor").values(email=""))

        desk = Desk(agent, ticket)
        assert CHAT_ONLY in desk.text
        desk.reply("Here you are.")

        assert "Your reply is sent." in desk.text
        assert letters(store) == []

    def test_says_that_nobody_can_be_reached_and_refuses(self, store, agent, make_ticket, faq):
        desk = Desk(agent, make_ticket(channel="mail", email=NOBODY)[0])
        assert "A reply would reach nobody" in desk.text
        assert NOBODY not in desk.text

        desk.reply("Here you are.")

        assert desk.status == 422
        assert "no address that can be written to" in desk.text
        assert desk.box == "Here you are."

    def test_says_that_a_letter_waits_where_there_is_no_server(self, store, clock, ticket):
        console = {"desk": TicketDesk(clock, DUE, ticket_post(sends=False))}
        app = whole_app(store, clock, console=console)
        staff(store, clock, "Sam Okoro")
        desk = Desk(Browser(app).sign_in("sam@helpdesk.example.org"), ticket)
        assert "No mail server is set up, so the letter waits in the outbox until there is one." in desk.text

        desk.reply("Here you are.")

        assert "Your reply is sent. No mail server is set up, so its letter waits in the outbox." in desk.text
        assert [letter.state for letter in letters(store)] == ["waiting"]

    def test_says_what_is_wrong_with_the_address(self, store, agent, desk):
        desk.reply("Here you are.")
        with store.session() as session:
            session.execute(update(OutgoingMail).values(state="bounced", problem="550 <b>unknown</b>"))

        desk.open()

        assert "The last letter to this address could not be delivered: 550 <b>unknown</b>" in desk.text
        assert "<b>unknown" not in agent.html


class TestWhatCameByMail:
    def test_stands_in_the_conversation_where_it_was_said(self, store, clock, agent, make_mail_ticket):
        """Lines 1 and 2: whatever it holds."""
        ticket = make_mail_ticket("Who approved <b>it</b>?")
        desk = Desk(agent, ticket).reply("It was the Panel.")
        clock.now += timedelta(minutes=5)
        with store.session() as session:
            data = {"mail": "1", "text": "<script>alert(1)</script> And when?"}
            event = TicketEvent(ticket_id=ticket, kind="mail_received", data=data, created_at=clock())
            session.add(event)

        thread = desk.open().browser.html.partition('aria-label="Conversation"')[2].partition("</ol>")[0]

        order = ["Who approved &lt;b&gt;it", "It was the Panel.", "&lt;script&gt;", "And when?"]
        assert [thread.index(words) for words in order] == sorted(thread.index(words) for words in order)
        assert "Asha Patel, by e-mail" in thread
        assert "<script" not in thread


class TestAfterAReply:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("waiting", "By e-mail to asha@example.org: waits to be sent"),
            ("sent", "By e-mail to asha@example.org: sent"),
            ("bounced", "By e-mail to asha@example.org: could not be delivered (gone)"),
        ],
    )
    def test_says_where_its_letter_is(self, store, desk, state, words):
        desk.reply("Here you are.")
        with store.session() as session:
            problem = "gone" if state == "bounced" else ""
            session.execute(update(OutgoingMail).values(state=state, problem=problem))

        assert words in desk.open().text

    def test_send_and_resolve_asks_by_mail_whether_it_is_solved(self, store, desk):
        desk.reply("Here you are.", "resolve")

        assert sorted(letter.kind for letter in letters(store)) == ["reply", "solved_question"]


class TestTheTranscript:
    def test_is_sent_to_a_confirmed_address(self, store, agent, ticket):
        confirm(store, ticket)
        desk = Desk(agent, ticket)
        assert "Send transcript" in desk.text

        desk.do("transcript")

        assert "The transcript is on its way." in desk.text
        assert "Sam Okoro sent the transcript to asha@example.org" in desk.text
        assert [letter.kind for letter in letters(store)] == ["transcript"]

    def test_is_not_offered_to_an_address_that_was_only_typed(self, desk):
        assert "Send transcript" not in desk.text

    @pytest.mark.parametrize("sender", [None, "other@example.org"])
    def test_is_refused_to_one_whatever_the_form_says(self, store, desk, ticket, sender):
        """Line 11, and 21: the button isn't what keeps it back."""
        if sender:
            confirm(store, ticket, sender)

        desk.do("transcript", "victim@example.org")

        assert desk.status == 422
        assert "known to be the customer’s" in desk.text
        assert letters(store) == []
