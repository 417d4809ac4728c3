import pytest

from connectors.services.conversation_ratings import rate_answer, rate_last_answer
from connectors.services.conversations import ConversationService
from knowledge.errors import InvalidInput, NotFound
from tests.doubles.scripted_dialogue import ANSWER, HELLO
from tests.doubles.web_parts import FixedClock

NOW = FixedClock()()


@pytest.fixture
def service():
    return ConversationService(FixedClock())


@pytest.fixture
def conversation(service, session):
    return service.start(session)[0]


def say(service, session, conversation, text, turn):
    message = service.receive(session, conversation, text=text, payload=None, key=text)
    service.record_replies(session, service.claim(session, message.id), turn)
    return service.with_replies(session, message.id)[1]


@pytest.fixture
def answer(service, session, conversation):
    return say(service, session, conversation, "How do we join?", ANSWER)


def rate(session, message, helpful, conversation_id=None):
    return rate_answer(
        session,
        now=NOW,
        conversation_id=conversation_id or message.conversation_id,
        message_id=message.id,
        helpful=helpful,
    )


class TestRateAnswer:
    def test_notes_a_yes_and_says_nothing(self, session, answer):
        message, replies = rate(session, answer, helpful=True)

        assert (message.rating, message.rated_at, replies) == ("yes", NOW, [])

    def test_offers_a_person_after_a_no(self, session, answer):
        message, replies = rate(session, answer, helpful=False)

        assert message.rating == "no"
        assert [reply.reply["buttons"][0]["payload"] for reply in replies] == ["/ask_human"]

    def test_offers_once_however_often_it_is_pressed(self, service, session, conversation, answer):
        for _ in range(3):
            rate(session, answer, helpful=False)

        kinds = [m.reply["kind"] for m in service.since(session, conversation) if m.reply]
        assert kinds.count("handoff") == 1

    def test_can_be_changed(self, session, answer):
        rate(session, answer, helpful=False)

        assert rate(session, answer, helpful=True)[0].rating == "yes"

    def test_refuses_what_is_no_answer(self, service, session, conversation):
        greeting = service.since(session, conversation)[0]

        with pytest.raises(InvalidInput, match="Only an answer"):
            rate(session, greeting, helpful=True)

    def test_does_not_find_an_answer_of_another_conversation(self, service, session, answer):
        other, _ = service.start(session)

        with pytest.raises(NotFound):
            rate(session, answer, helpful=True, conversation_id=other.id)

        assert answer.rating is None


class TestRateLastAnswer:
    def test_rates_the_last_answer_not_the_last_message(self, service, session, conversation, answer):
        say(service, session, conversation, "hello", HELLO)

        rated = rate_last_answer(session, now=NOW, conversation_id=conversation.id, helpful=True)

        assert rated is answer
        assert answer.rating == "yes"

    def test_does_nothing_without_an_answer(self, session, conversation):
        assert rate_last_answer(session, now=NOW, conversation_id=conversation.id, helpful=True) is None
