import pytest

from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Reply
from connectors.services.conversations import GREETING, ConversationService
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.tables import Conversation
from tests.doubles.scripted_dialogue import ANSWER, CHOICE, HELLO, OFFER
from tests.doubles.web_parts import FixedClock


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def service(clock):
    return ConversationService(clock)


@pytest.fixture
def conversation(service, session):
    return service.start(session)[0]


class Visitor:
    """Says something and is answered."""

    def __init__(self, service, session, conversation):
        self.service, self.session, self.conversation = service, session, conversation
        self.count = 0

    def says(self, text, payload=None, turn=ANSWER):
        message = self.types(text, payload)
        claim = self.service.claim(self.session, message.id)
        self.service.record_replies(self.session, claim, turn)
        return message

    def types(self, text, payload=None):
        self.count += 1
        return self.service.receive(
            self.session, self.conversation, text=text, payload=payload, key=f"k{self.count}"
        )

    def claim_for(self, text, payload=None):
        return self.service.claim(self.session, self.types(text, payload).id)


@pytest.fixture
def visitor(service, session, conversation):
    return Visitor(service, session, conversation)


class TestStart:
    def test_greets(self, service, session, conversation):
        assert [message.text for message in service.since(session, conversation)] == [GREETING.text]

    def test_keeps_no_token(self, service, session):
        conversation, token = service.start(session)

        assert token not in str(vars(session.get(Conversation, conversation.id)))

    def test_gives_each_conversation_its_own_token(self, service, session):
        assert service.start(session)[1] != service.start(session)[1]


class TestFind:
    def test_opens_with_the_token(self, service, session):
        conversation, token = service.start(session)

        assert service.find(session, conversation.id, token) is conversation

    def test_says_the_same_of_a_foreign_an_unknown_and_a_strange_id(self, service, session):
        mine, _ = service.start(session)
        _, other_token = service.start(session)
        words = []
        for conversation_id, token in [
            (mine.id, other_token),
            (mine.id, ""),
            ("0" * 32, other_token),
            ("\x00", other_token),
            ("", ""),
        ]:
            with pytest.raises(NotFound) as raised:
                service.find(session, conversation_id, token)
            words.append(str(raised.value))

        assert len(set(words)) == 1


class TestReceive:
    def test_stores_the_message_as_received(self, visitor, clock):
        message = visitor.types("  How do we join? ")

        assert (message.text, message.state, message.created_at) == ("How do we join?", "received", clock())

    def test_returns_the_same_message_for_the_same_key(self, service, session, conversation):
        first = service.receive(session, conversation, text="Hi", payload=None, key="k")
        second = service.receive(session, conversation, text="Hi", payload=None, key="k")

        assert second is first

    def test_refuses_other_words_under_the_same_key(self, service, session, conversation):
        service.receive(session, conversation, text="Hi", payload=None, key="k")

        with pytest.raises(Conflict):
            service.receive(session, conversation, text="Bye", payload=None, key="k")

    def test_takes_a_button_that_was_offered(self, visitor):
        visitor.says("join", turn=CHOICE)

        assert visitor.types("None of these", "/none_of_these").payload == "/none_of_these"

    @pytest.mark.parametrize("payload", ["/affirm", "/restart", "", '/choose_entry{"entry":"other"}'])
    def test_refuses_a_button_that_was_not(self, visitor, payload):
        visitor.says("join", turn=CHOICE)

        with pytest.raises(InvalidInput, match="isn't offered"):
            visitor.types("Press", payload)

    def test_refuses_a_button_of_another_conversation(self, service, session, visitor):
        visitor.says("join", turn=CHOICE)
        other = Visitor(service, session, service.start(session)[0])

        with pytest.raises(InvalidInput):
            other.types("None of these", "/none_of_these")


class TestClaim:
    def test_belongs_to_the_first_worker(self, service, session, visitor):
        message = visitor.types("Hi")

        assert service.claim(session, message.id) is not None
        assert service.claim(session, message.id) is None

    @pytest.mark.parametrize(
        ("seconds", "claimable"), [(0, False), (30, False), (30.001, True), (3600, True)]
    )
    def test_runs_out(self, service, session, visitor, clock, seconds, claimable):
        message = visitor.types("Hi")
        service.claim(session, message.id)
        clock.forward(seconds=seconds)

        assert (service.claim(session, message.id) is not None) == claimable

    def test_is_not_given_for_an_answered_message(self, service, session, visitor, clock):
        message = visitor.says("Hi")
        clock.forward(hours=1)

        assert service.claim(session, message.id) is None

    def test_is_not_given_for_the_bots_own_message(self, service, session, conversation):
        greeting = service.since(session, conversation)[0]

        assert service.claim(session, greeting.id) is None

    def test_knows_what_was_offered_and_answered(self, visitor):
        visitor.says("How do we join?", turn=ANSWER)
        visitor.says("fees", turn=CHOICE)

        claim = visitor.claim_for("the second one")

        assert claim.context.offered == ("joining", "fees")
        assert claim.context.topic == "joining"
        assert claim.last_reply.kind == "choice"

    def test_forgets_an_offer_once_something_else_was_said(self, visitor):
        visitor.says("fees", turn=CHOICE)
        visitor.says("hello", turn=HELLO)

        assert visitor.claim_for("the second one").context.offered == ()

    def test_knows_nothing_of_what_comes_after(self, service, session, visitor):
        early = visitor.types("Hi")
        visitor.says("How do we join?", turn=ANSWER)

        assert service.claim(session, early.id).context.topic is None


class TestHandingOver:
    HUMAN = Turn(
        (Reply("text", "Of course. What is your name?"),), {"action": "handoff", "reason": "human_request"}
    )
    STEP = Turn((Reply("text", "And your e-mail address?"),))
    TICKET = Turn((Reply("ticket", "Thank you.", ticket="SECAS-000001"),))

    def test_begins_with_the_first_step(self, visitor):
        visitor.says("a person please", turn=self.HUMAN)

        assert visitor.claim_for("Alex").handing_over

    def test_goes_on_step_by_step(self, visitor):
        visitor.says("a person please", turn=self.HUMAN)
        visitor.says("Alex", turn=self.STEP)

        assert visitor.claim_for("alex@example.org").handing_over

    def test_ends_with_the_ticket(self, visitor):
        visitor.says("a person please", turn=self.HUMAN)
        visitor.says("yes", turn=self.TICKET)

        assert not visitor.claim_for("thanks").handing_over

    def test_has_not_begun_while_the_offer_is_open(self, visitor):
        visitor.says("odd question", turn=OFFER)

        assert not visitor.claim_for("what about fees").handing_over

    def test_has_not_begun_without_one(self, visitor):
        visitor.says("How do we join?", turn=ANSWER)

        assert not visitor.claim_for("Alex").handing_over


class TestRecordReplies:
    def test_answers_the_message(self, service, session, visitor):
        message = visitor.says("How do we join?")

        assert message.state == "answered"
        assert message.decision["action"] == "answer"
        assert [m.reply["kind"] for m in service.with_replies(session, message.id)[1:]] == ["answer"]

    def test_never_answers_twice(self, service, session, visitor, clock):
        message = visitor.types("How do we join?")
        slow = service.claim(session, message.id)
        clock.forward(seconds=31)
        quick = service.claim(session, message.id)

        recorded = service.record_replies(session, quick, ANSWER)
        assert not service.record_replies(session, slow, ANSWER)
        assert [m.author for m in recorded] == ["visitor", "bot"]
        assert service.with_replies(session, message.id) == recorded

    def test_of_a_worker_that_lost_its_claim_are_dropped(self, service, session, visitor, clock):
        message = visitor.types("How do we join?")
        slow = service.claim(session, message.id)
        clock.forward(seconds=31)
        service.claim(session, message.id)

        assert not service.record_replies(session, slow, ANSWER)
        assert service.with_replies(session, message.id)[1:] == []


class TestSince:
    def test_returns_what_came_after_in_order(self, service, session, conversation, visitor):
        first = visitor.says("one", turn=HELLO)
        visitor.says("two", turn=HELLO)

        texts = [message.text for message in service.since(session, conversation, first.id)]

        assert texts == ["Hello there!", "two", "Hello there!"]


class TestUnfinished:
    def test_lists_what_nobody_is_at(self, service, session, conversation, visitor, clock):
        abandoned = visitor.types("abandoned")
        service.claim(session, abandoned.id)
        clock.forward(seconds=31)
        in_work = visitor.types("in work")
        service.claim(session, in_work.id)
        visitor.says("answered")
        waiting = visitor.types("waiting")

        assert service.unfinished(session, conversation) == [abandoned.id, waiting.id]


class TestLastQuestion:
    def test_is_empty_at_first(self, service, session, conversation):
        assert service.last_question(session, conversation) == ""

    def test_skips_small_talk_buttons_and_the_wish_for_a_person(
        self, service, session, conversation, visitor
    ):
        visitor.says("Who set the fee?", turn=OFFER)
        visitor.says("hello", turn=HELLO)
        visitor.says("Yes please", "/affirm", turn=Turn((Reply("text", "What is your name?"),)))
        visitor.says(
            "a person!",
            turn=Turn((Reply("text", "Sure."),), {"action": "handoff", "reason": "human_request"}),
        )

        assert service.last_question(session, conversation) == "Who set the fee?"

    def test_is_what_could_not_be_looked_up(self, service, session, conversation, visitor):
        visitor.says("Who set the fee?", turn=Turn((Reply("form", "Please fill in."),)))

        assert service.last_question(session, conversation) == "Who set the fee?"

    def test_is_the_part_that_no_entry_answered(self, service, session, conversation, visitor):
        decision = {
            "action": "answer",
            "keys": ["joining"],
            "reason": "partly",
            "question": "who set the fee?",
        }
        visitor.says("How do we join, and who set the fee?", turn=Turn(OFFER.replies, decision))

        assert service.last_question(session, conversation) == "who set the fee?"

    def test_skips_the_steps_of_the_form(self, service, session, conversation, visitor):
        visitor.says("Who set the fee?", turn=OFFER)
        visitor.says("Alex Field", turn=Turn((Reply("text", "And your e-mail address?"),)))

        assert service.last_question(session, conversation) == "Who set the fee?"
