"""A conversation between a visitor and staff, on every database: the bot is silent meanwhile."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from connectors.services.conversations import ConversationService
from connectors.services.ticket_desk import TicketDesk
from connectors.web.app import create_web_app
from knowledge.tables import Ticket, TicketEvent
from tests.doubles.desk_parts import DUE, add_staff
from tests.doubles.scripted_dialogue import CHOICE, ScriptedDialogue
from tests.doubles.web_parts import FixedClock, web_parts
from tests.integration.web.conftest import Visitor


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def dialogue():
    return ScriptedDialogue()


@pytest.fixture
def new_visitor(database, dialogue, clock):
    app = create_web_app(web_parts(database, dialogue=dialogue, clock=clock))
    return lambda: Visitor(app.test_client())


@pytest.fixture
def visitor(new_visitor):
    return new_visitor()


class Staff:
    """A member of staff who works on the newest ticket."""

    def __init__(self, database, clock):
        self.database = database
        self.desk = TicketDesk(clock, DUE)
        with database.session() as session:
            self.actor = add_staff(session, "Sam Okoro")

    def do(self, verb, number=None, *arguments, **named):
        with self.database.session() as session:
            return getattr(self.desk, verb)(
                session, number or self.ticket().id, self.actor, *arguments, **named
            )

    def ticket(self):
        with self.database.session() as session:
            return session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()

    def kinds(self):
        with self.database.session() as session:
            return list(session.scalars(select(TicketEvent.kind).order_by(TicketEvent.id)))


@pytest.fixture
def staff(database, clock):
    return Staff(database, clock)


def said(visitor):
    """Return what the visitor's chat shows, without the greeting and the confirmation of the ticket."""
    messages = visitor.since().json["messages"]
    return [(m["author"], m["text"]) for m in messages if not (m["reply"] and m["reply"]["ticket"])][1:]


class TestBeforeStaffTakeOver:
    def test_the_bot_goes_on_answering(self, visitor, staff, dialogue):
        visitor.hand_over()

        assert len(visitor.send("What is credit cover?").json["replies"]) == 1
        assert len(dialogue.asked) == 1

    def test_after_a_release_it_answers_again(self, visitor, staff, dialogue):
        visitor.hand_over()
        staff.do("claim")
        staff.do("release")

        assert len(visitor.send("What is credit cover?").json["replies"]) == 1

    def test_after_a_reply_a_release_leaves_it_with_the_helpdesk(self, visitor, staff, dialogue):
        visitor.hand_over()
        staff.do("reply", None, 1, text="Which year?")
        staff.do("release")

        assert visitor.send("Last year.").json["replies"] == []
        assert (staff.ticket().status, staff.ticket().assignee_id) == ("open", None)

    def test_a_new_ticket_keeps_a_message_from_opening_an_older_one(self, visitor, staff, dialogue):
        visitor.hand_over("first")
        older = staff.ticket().id
        staff.do("resolve", older, 1)
        visitor.hand_over("second", question="And who set the other fee?")

        assert len(visitor.send("What is credit cover?").json["replies"]) == 1
        with staff.database.session() as session:
            assert session.get_one(Ticket, older).status == "resolved"


class TestWhileStaffAreOnIt:
    @pytest.fixture(autouse=True)
    def claimed(self, visitor, staff):
        visitor.hand_over()
        staff.do("claim")

    def test_a_message_goes_to_the_ticket_and_the_bot_is_silent(self, visitor, staff, dialogue):
        sent = visitor.send("One more thing.").json

        assert (sent["message"]["state"], sent["replies"]) == ("answered", [])
        assert dialogue.asked == []
        assert staff.kinds() == ["created", "claimed", "visitor_message"]
        with staff.database.session() as session:
            assert "One more thing." in [m.text for m in staff.desk.read(session, staff.ticket().id).messages]

    def test_the_same_message_sent_again_is_passed_on_once(self, visitor, staff):
        visitor.send("One more thing.", key="once")
        visitor.send("One more thing.", key="once")

        assert staff.kinds().count("visitor_message") == 1

    def test_a_reply_is_in_what_the_chat_fetches_next(self, visitor, staff):
        last = visitor.since().json["messages"][-1]["id"]
        staff.do("reply", None, 2, text="It was the *Panel*.")

        (fetched,) = visitor.since(last).json["messages"]
        assert (fetched["author"], fetched["text"], fetched["reply"]) == (
            "staff",
            "It was the *Panel*.",
            None,
        )

    def test_a_reply_waits_for_a_visitor_who_comes_back(self, visitor, staff, clock):
        staff.do("reply", None, 2, text="It was the Panel.")
        clock.forward(days=3)

        assert ("staff", "It was the Panel.") in said(visitor)

    def test_a_message_opens_a_ticket_that_was_waiting(self, visitor, staff, clock):
        staff.do("reply", None, 2, text="Which year do you mean?")
        clock.forward(hours=5)
        visitor.send("Last year.")

        ticket = staff.ticket()
        assert (ticket.status, ticket.unanswered_since) == ("open", clock())
        # The five hours of waiting don't count.
        assert ticket.paused_seconds == 5 * 3600

    def test_a_button_of_the_bot_is_passed_on_as_words(self, new_visitor, staff, dialogue):
        other = new_visitor()
        dialogue.script["fees"] = CHOICE
        (offered,) = other.send("fees").json["replies"]
        other.hand_over(email="jo@example.org")
        staff.do("claim")

        button = offered["reply"]["buttons"][0]
        sent = other.send(button["title"], payload=button["payload"]).json

        assert sent["replies"] == []
        assert staff.kinds()[-1] == "visitor_message"

    def test_a_message_that_a_worker_left_behind_is_passed_on_once_by_many(self, visitor, staff, clock):
        service = ConversationService(clock)
        with staff.database.session() as session:
            conversation = service.find(session, visitor.id, visitor.token)
            service.receive(session, conversation, text="One more thing.", payload=None, key="k")
        start = Barrier(4)

        def fetch():
            start.wait()
            visitor.client.application.test_client().get(f"{visitor.base}/messages", headers=visitor.headers)

        threads = [Thread(target=fetch) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert staff.kinds().count("visitor_message") == 1
        assert ("visitor", "One more thing.") in said(visitor)

    def test_where_passing_on_fails_the_bot_answers_and_nothing_is_lost(self, visitor, staff, clock):
        with staff.database.session() as session:
            # As no version of ours writes it.
            session.execute(update(Ticket).values(priority=77))

        sent = visitor.send("One more thing.").json

        assert len(sent["replies"]) == 1
        assert ("visitor", "One more thing.") in said(visitor)

    def test_another_visitor_still_talks_to_the_bot(self, new_visitor, staff):
        assert len(new_visitor().send("What is credit cover?").json["replies"]) == 1

    def test_what_the_bot_had_thought_up_meanwhile_is_not_said(self, new_visitor, staff, dialogue):
        other = new_visitor()
        other.hand_over(email="jo@example.org")
        dialogue.before = lambda: staff.do("claim")

        sent = other.send("Hello?").json

        assert sent["replies"] == []
        assert sent["message"]["state"] == "answered"
        assert staff.kinds()[-2:] == ["claimed", "visitor_message"]


class TestDidThatSolveIt:
    @pytest.fixture(autouse=True)
    def resolved(self, visitor, staff):
        visitor.hand_over()
        staff.do("claim")
        staff.do("reply", None, 2, text="It was the Panel.")
        staff.do("resolve", None, 3)

    def press(self, visitor, title):
        (button,) = [
            button
            for message in visitor.since().json["messages"]
            for button in (message["reply"] or {"buttons": []})["buttons"]
            if button["title"] == title
        ]
        return visitor.send(title, payload=button["payload"]).json["replies"]

    def test_yes_closes_the_ticket(self, visitor, staff, dialogue):
        (reply,) = self.press(visitor, "Yes, it's solved")

        assert reply["text"] == "Good to hear. If anything else comes up, just ask."
        assert staff.ticket().status == "closed"
        assert staff.kinds()[-1] == "confirmed"
        assert dialogue.asked == []

    def test_no_opens_it_again_for_the_same_person(self, visitor, staff):
        (reply,) = self.press(visitor, "No, not yet")

        assert "is open again" in reply["text"]
        assert (staff.ticket().status, staff.ticket().assignee_id) == ("open", staff.actor.person_id)
        assert staff.kinds()[-1] == "denied"

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            ("yes", "closed"),
            ("Yes, thank you!", "closed"),
            ("Many thanks", "closed"),
            ("no", "open"),
            ("No, it didn’t.", "open"),
            ("Which Panel was that?", "open"),
        ],
    )
    def test_words_do_the_same(self, visitor, staff, dialogue, words, status):
        visitor.send(words)

        assert staff.ticket().status == status
        assert dialogue.asked == []

    def test_a_message_opens_it_again_and_is_shown_to_staff(self, visitor, staff):
        (reply,) = visitor.send("Which Panel was that?").json["replies"]

        assert "I've passed that on to the Helpdesk" in reply["text"]
        assert staff.kinds()[-1] == "visitor_message"

    def test_weeks_later_a_message_is_a_new_question(self, visitor, staff, clock, dialogue):
        clock.forward(days=15)
        visitor.send("What is credit cover?")

        assert staff.ticket().status == "resolved"
        assert len(dialogue.asked) == 1

    def test_no_on_a_closed_ticket_opens_it_all_the_same(self, visitor, staff):
        staff.do("close", None, None)
        self.press(visitor, "No, not yet")

        assert staff.ticket().status == "open"

    def test_yes_after_staff_have_gone_on_closes_nothing(self, visitor, staff):
        staff.do("reopen")
        (reply,) = self.press(visitor, "Yes, it's solved")

        assert "is working on" in reply["text"]
        assert staff.ticket().status == "open"

    def test_a_stranger_can_press_neither(self, visitor, new_visitor, staff):
        number = staff.ticket().id
        answer = new_visitor().send("Yes", payload=f'/ticket_solved{{"ticket":{number}}}')

        assert answer.status_code == 422
        assert staff.ticket().status == "resolved"


class TestMergedTicket:
    def test_what_is_said_in_the_merged_conversation_reaches_the_ticket_that_stays(
        self, visitor, new_visitor, staff
    ):
        visitor.hand_over()
        stays = staff.ticket().id
        staff.do("claim")
        other = new_visitor()
        other.hand_over()
        staff.do("merge", None, None, into=stays)

        other.send("And another thing.")

        with staff.database.session() as session:
            texts = [m.text for m in staff.desk.read(session, stays).messages]
        assert "And another thing." in texts

    def test_nothing_of_the_other_conversation_is_shown_in_it(self, visitor, new_visitor, staff):
        visitor.hand_over()
        stays = staff.ticket().id
        other = new_visitor()
        other.hand_over()
        staff.do("merge", None, None, into=stays)
        staff.do("reply", stays, None, text="A secret.")

        assert ("staff", "A secret.") in said(visitor)
        assert said(other) == []
