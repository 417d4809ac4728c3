from dataclasses import replace

import pytest

from connectors.desk.fields import InvalidField
from connectors.desk.hours import BusinessHours
from connectors.dialogue.reply import Reply
from connectors.services.conversations import ConversationService, bot_message
from connectors.services.handing_over import DeskService, HandedOver
from knowledge.tables import Ticket
from tests.doubles.answers_parts import CONTACT
from tests.doubles.scripted_dialogue import MEMBERSHIP
from tests.doubles.web_parts import FixedClock

CLOCK = FixedClock()
CLOSED = "We're closed now: today is Saturday. The Helpdesk opens again on Tuesday 5 May at 9:00"


@pytest.fixture
def desk():
    return DeskService(BusinessHours(), CLOCK, CONTACT)


@pytest.fixture
def conversation(session):
    return ConversationService(CLOCK).start(session)[0]


@pytest.fixture
def form(conversation):
    return HandedOver(
        conversation_id=conversation.id,
        key="key-1",
        name="Asha Patel",
        email="asha@example.org",
        organisation="",
        question="Who approved it?",
        reason="near_miss",
        candidates=({"key": "credit-cover", "score": 0.24},),
    )


class TestHandOver:
    def test_the_reference_and_the_promise_are_said(self, desk, session, form):
        reference, (reply,) = desk.hand_over(session, form)

        assert (reply.kind, reply.ticket) == ("ticket", reference)
        assert reference in reply.text
        assert "asha@example.org" in reply.text
        assert CLOSED in reply.text

    def test_the_ticket_has_the_channel_of_its_conversation(self, desk, session, conversation, form):
        conversation.channel = "mail"

        desk.hand_over(session, form)

        ticket = session.query(Ticket).one()
        assert (ticket.channel, ticket.reason) == ("mail", "near_miss")
        assert ticket.candidates == [{"key": "credit-cover", "score": 0.24}]

    def test_sent_again_it_says_the_same_again(self, desk, session, form):
        assert desk.hand_over(session, form) == desk.hand_over(session, form)
        assert session.query(Ticket).count() == 1

    def test_an_unknown_conversation_loses_no_question(self, desk, session, form):
        reference, _ = desk.hand_over(session, replace(form, conversation_id="nobody knows"))

        assert reference.startswith("SECAS-")

    def test_a_field_that_cannot_be_used_is_named(self, desk, session, form):
        with pytest.raises(InvalidField) as caught:
            desk.hand_over(session, replace(form, email="asha"))

        assert caught.value.field == "email"


class TestRate:
    @pytest.fixture
    def answer(self, session, conversation):
        message = bot_message(conversation.id, Reply("answer", answer=MEMBERSHIP), CLOCK())
        session.add(message)
        session.flush()
        return message

    def test_a_yes_is_noted_and_gladly_heard(self, desk, session, conversation, answer):
        (reply,) = desk.rate(session, conversation.id, helpful=True)

        assert answer.rating == "yes"
        assert (reply.kind, reply.text) == ("text", "Good to hear. Is there anything else?")

    def test_a_no_is_noted_and_leads_to_the_helpdesk(self, desk, session, conversation, answer):
        (reply,) = desk.rate(session, conversation.id, helpful=False)

        assert answer.rating == "no"
        assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]

    def test_without_an_answer_the_words_are_the_same(self, desk, session):
        (reply,) = desk.rate(session, "nobody knows", helpful=False)

        assert reply.kind == "handoff"


class TestOpeningHours:
    def test_closed_they_name_the_day_and_every_other_way(self, desk):
        is_open, (reply,) = desk.opening_hours()

        assert is_open is False
        assert reply.text.startswith(CLOSED)
        assert "Meanwhile you can write to" in reply.text
        assert all(way in reply.text for way in (CONTACT.email, CONTACT.phone, CONTACT.form))

    def test_open_they_say_until_when(self):
        clock = FixedClock()
        clock.forward(days=3)  # from Saturday to Tuesday

        is_open, (reply,) = DeskService(BusinessHours(), clock, CONTACT).opening_hours()

        assert is_open is True
        assert reply.text.startswith("The Helpdesk is open now, until 17:00 today.\n\nYou can also ring")
