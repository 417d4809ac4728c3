"""Line 26: "what is the status of ticket 17?" for a stranger's ticket, on every database."""

import threading

import pytest
from sqlalchemy import func, select, update

from connectors.services.ticket_desk import TicketDesk
from connectors.services.ticket_status_words import NEWS
from connectors.web.app import create_web_app
from knowledge.code_tables import TicketCode
from knowledge.tables import Message, Person, Ticket
from tests.doubles.code_post import MemoryCodePost, codes_for
from tests.doubles.desk_parts import DUE, add_staff, add_ticket
from tests.doubles.scripted_dialogue import ScriptedDialogue
from tests.doubles.web_parts import FixedClock, web_parts
from tests.integration.web.conftest import Visitor

ASK = "What is the status of SECAS-000001?"
SENT = "If that ticket has an e-mail address, we have sent a code to it."
WRONG = "That code isn't right, or it has run out."


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def dialogue():
    return ScriptedDialogue()


@pytest.fixture
def post():
    return MemoryCodePost()


@pytest.fixture
def app_with(database, dialogue, clock, post):
    return lambda **limits: create_web_app(
        web_parts(database, dialogue=dialogue, clock=clock, codes=codes_for(post, **limits))
    )


@pytest.fixture
def new_visitor(app_with):
    app = app_with()
    return lambda: Visitor(app.test_client())


@pytest.fixture
def visitor(new_visitor):
    return new_visitor()


@pytest.fixture
def ticket(database, clock):
    """Somebody's ticket, made elsewhere."""
    with database.session() as session:
        return add_ticket(session, now=clock()).id


@pytest.fixture
def staff(database, clock):
    with database.session() as session:
        actor = add_staff(session, "Sam Okoro")
    desk = TicketDesk(clock, DUE)

    def do(verb, number, *arguments, **named):
        with database.session() as session:
            return getattr(desk, verb)(session, number, actor, *arguments, **named)

    return do


def say(visitor, text, **options):
    """Send a message; return all that is said back, in one line."""
    answer = visitor.send(text, **options)
    assert answer.status_code == 201
    return " ".join(reply["text"] for reply in answer.json["replies"])


def other_code(code):
    return f"{(int(code) + 1) % 10**8:08}"


class TestAsking:
    def test_sends_a_code_to_the_tickets_own_address_and_says_nothing_of_the_ticket(
        self, visitor, ticket, post, dialogue
    ):
        said = say(visitor, ASK)

        assert said.startswith(SENT)
        assert [(number, email) for number, email, _ in post.sent] == [(ticket, "asha.patel@example.org")]
        assert post.last.isdecimal()
        assert len(post.last) == 8
        assert post.last not in said
        assert dialogue.asked == []

    @pytest.mark.parametrize(
        "text", ["status of SECAS-000099", "status of SECAS-999999999999", "ticket 0 status"]
    )
    def test_for_no_ticket_looks_the_same(self, visitor, ticket, post, text):
        assert say(visitor, text) == say(visitor, ASK)
        assert len(post.sent) == 1

    def test_for_a_ticket_without_an_address_looks_the_same(self, visitor, ticket, database, post):
        with database.session() as session:
            session.execute(update(Person).values(email=""))

        assert say(visitor, ASK).startswith(SENT)
        assert post.sent == []

    def test_keeps_no_code_in_clear(self, visitor, ticket, post, database):
        say(visitor, ASK)

        with database.session() as session:
            row = session.scalars(select(TicketCode)).one()
            texts = session.scalars(select(Message.text)).all()
        assert all(post.last not in str(value) for value in [*vars(row).values(), *texts])

    def test_without_a_number_asks_for_it(self, visitor):
        assert "looks like SECAS-000123" in say(visitor, "What is the status of my ticket?")

    def test_leaves_other_questions_to_the_bot(self, visitor, dialogue):
        say(visitor, "What is the status of the modification?")
        say(visitor, "12345678")

        assert len(dialogue.asked) == 2

    def test_where_no_mail_is_sent_names_the_other_ways(self, database, dialogue, ticket):
        visitor = Visitor(create_web_app(web_parts(database, dialogue=dialogue)).test_client())

        assert "020 7946 0000" in say(visitor, ASK)

    def test_the_same_message_again_sends_no_second_code(self, visitor, ticket, post):
        say(visitor, ASK, key="same")
        say(visitor, ASK, key="same")

        assert len(post.sent) == 1

    def test_is_no_question_for_the_helpdesk(self, visitor, ticket):
        visitor.send("How do we join?")
        say(visitor, ASK)

        assert visitor.since().json["question"] == "How do we join?"


class TestTheRightCode:
    def test_shows_state_promise_and_that_there_is_no_reply(self, visitor, ticket, post):
        say(visitor, ASK)

        said = say(visitor, post.last)

        assert "**SECAS-000001** is with the Helpdesk and waits for somebody to take it." in said
        assert "There is no reply yet. You'll have a reply by" in said

    @pytest.mark.parametrize("form", ["{0} {1}", "{0}-{1}", "the code is {0}{1}.", "My code: {0} {1}"])
    def test_may_be_typed_in_several_ways(self, visitor, ticket, post, form):
        say(visitor, ASK)

        assert "SECAS-000001" in say(visitor, form.format(post.last[:4], post.last[4:]))

    def test_shows_a_reply_and_a_resolution(self, visitor, ticket, post, staff):
        staff("reply", ticket, None, text="A secret answer.")
        say(visitor, ASK)
        said = say(visitor, post.last)
        staff("resolve", ticket, None)

        assert "waits for your answer" in said
        assert "The last reply was sent today" in said
        assert "was resolved today" in say(visitor, ASK)
        assert "secret" not in str(visitor.since().json)

    def test_admits_that_a_reply_is_late(self, visitor, ticket, post, clock):
        clock.forward(days=2)
        say(visitor, ASK)

        assert "I'm sorry that it is late." in say(visitor, post.last)

    def test_is_asked_for_once_for_two_weeks(self, visitor, ticket, post, clock):
        say(visitor, ASK)
        say(visitor, post.last)

        assert "SECAS-000001" in say(visitor, ASK)
        clock.forward(days=14)
        assert say(visitor, ASK).startswith(SENT)

    def test_lets_the_visitor_follow_the_ticket(self, visitor, ticket, post, staff):
        say(visitor, ASK)
        answer = visitor.send(post.last).json["replies"][0]["reply"]
        button, _ = answer["buttons"]
        say(visitor, button["title"], payload=button["payload"])
        staff("reply", ticket, None, text="A secret answer.")
        staff("resolve", ticket, None)

        texts = [message["text"] for message in visitor.since().json["messages"]]
        assert texts[-2:] == [
            f"News on **SECAS-000001**: {NEWS['replied']}",
            "News on **SECAS-000001**: the Helpdesk has marked it as resolved.",
        ]
        assert len(visitor.since().json["messages"]) == len(texts)

    def test_tells_news_once_to_two_pages_that_look_at_once(self, visitor, ticket, post, staff):
        say(visitor, ASK)
        button, _ = visitor.send(post.last).json["replies"][0]["reply"]["buttons"]
        say(visitor, button["title"], payload=button["payload"])
        staff("resolve", ticket, None)
        start = threading.Barrier(4)

        def look():
            start.wait()
            visitor.client.application.test_client().get(f"{visitor.base}/messages", headers=visitor.headers)

        threads = [threading.Thread(target=look) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        texts = [message["text"] for message in visitor.since().json["messages"]]
        assert len([text for text in texts if text.startswith("News on")]) == 1


class TestAttacks:
    def test_a_wrong_code_shows_nothing(self, visitor, ticket, post, dialogue):
        say(visitor, ASK)

        assert say(visitor, other_code(post.last)).startswith(WRONG)
        assert dialogue.asked == []

    def test_after_five_wrong_tries_the_right_one_is_refused(self, visitor, ticket, post):
        say(visitor, ASK)
        for _ in range(5):
            say(visitor, other_code(post.last))

        assert say(visitor, post.last).startswith(WRONG)

    def test_many_guesses_at_once_are_five_tries_as_well(self, visitor, ticket, post, database):
        say(visitor, ASK)
        start = threading.Barrier(12)
        base = int(post.last)

        def guess(number):
            client = visitor.client.application.test_client()
            headers = visitor.headers | {"Idempotency-Key": f"guess-{number}"}
            start.wait()
            text = f"{(base + 1 + number) % 10**8:08}"
            client.post(f"{visitor.base}/messages", json={"text": text}, headers=headers)

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        with database.session() as session:
            assert session.scalar(select(TicketCode.tries)) == 5
        assert say(visitor, post.last).startswith(WRONG)

    def test_a_code_that_nobody_has_fits_no_ticket_that_does_not_exist(self, visitor, ticket, post):
        real = say(visitor, ASK), say(visitor, other_code(post.last))
        unknown = say(visitor, "status of SECAS-000099"), say(visitor, "12345678")

        assert real == unknown

    def test_a_code_counts_in_its_own_conversation_only(self, visitor, new_visitor, ticket, post):
        stranger = new_visitor()
        say(visitor, ASK)
        code = post.last
        say(stranger, "status of SECAS-000099")

        assert say(stranger, code).startswith(WRONG)
        assert "SECAS-000001" in say(visitor, code)

    def test_a_code_for_one_ticket_opens_no_other(self, visitor, ticket, post, database, clock):
        with database.session() as session:
            other = add_ticket(session, "key-2", now=clock(), email="eve@example.org").id
        say(visitor, f"status of SECAS-{other:06}")
        said = say(visitor, post.last)

        assert f"SECAS-{other:06}" in said
        assert say(visitor, ASK).startswith(SENT)

    def test_only_the_latest_code_counts(self, visitor, ticket, post):
        say(visitor, ASK)
        first = post.last
        say(visitor, ASK)

        assert say(visitor, first).startswith(WRONG)
        assert "SECAS-000001" in say(visitor, post.last)

    def test_a_code_works_once(self, visitor, new_visitor, ticket, post, dialogue):
        say(visitor, ASK)
        say(visitor, post.last)

        say(visitor, post.last)
        assert len(dialogue.asked) == 1

    def test_a_code_runs_out(self, visitor, ticket, post, clock):
        say(visitor, ASK)
        clock.forward(minutes=15)

        assert say(visitor, post.last).startswith(WRONG)

    @pytest.mark.parametrize("text", ["0000", "00000000", "1234567", "123456789"])
    def test_empty_short_and_long_codes_never_fit(self, visitor, ticket, text):
        say(visitor, ASK)

        assert "SECAS-000001" not in say(visitor, text)

    @pytest.mark.parametrize("name", ["follow_ticket", "copy_ticket"])
    def test_a_button_below_a_status_cannot_be_made_up(self, visitor, ticket, post, name):
        answer = visitor.send("Tell me", payload=f'/{name}{{"ticket":1}}')

        assert answer.status_code == 422
        assert post.copies == []

    def test_a_button_of_before_does_not_outlive_the_proof(self, visitor, ticket, post, clock, staff):
        say(visitor, ASK)
        button, _ = visitor.send(post.last).json["replies"][0]["reply"]["buttons"]
        clock.forward(days=15)

        assert say(visitor, button["title"], payload=button["payload"]).startswith(WRONG)
        staff("resolve", ticket, None)
        assert "News on" not in str(visitor.since().json)


class TestACopy:
    @pytest.fixture
    def button(self, visitor, ticket, post):
        say(visitor, ASK)
        *_, button = visitor.send(post.last).json["replies"][0]["reply"]["buttons"]
        return {"text": button["title"], "payload": button["payload"]}

    def test_is_offered_after_the_code_and_sent_on_request(self, visitor, ticket, post, button):
        assert button["text"] == "E-mail me a copy of what was said"
        assert "sent a copy to the ticket's own e-mail address" in say(visitor, **button)
        assert post.copies == [ticket]

    def test_is_offered_for_a_closed_ticket_too(self, visitor, ticket, post, button, staff):
        staff("resolve", ticket, None)

        (*_, last) = visitor.send(ASK).json["replies"][0]["reply"]["buttons"]

        assert last["payload"] == button["payload"]

    def test_that_may_not_be_sent_is_refused_in_words(self, visitor, button):
        for _ in range(3):
            say(visitor, **button)

        assert say(visitor, **button).startswith("I can't send a copy just now")

    def test_needs_a_new_code_after_two_weeks(self, visitor, post, button, clock):
        clock.forward(days=15)

        assert say(visitor, **button).startswith(WRONG)
        assert post.copies == []


class TestLetterBombing:
    """Line 11, by way of codes."""

    @pytest.mark.parametrize(
        ("limits", "sent"),
        [({"ticket": 2}, 2), ({"person": 3}, 3), ({"network": 4}, 4), ({"everyone": 1}, 1)],
    )
    def test_is_capped_and_looks_the_same(self, app_with, ticket, post, limits, sent):
        app = app_with(**({"ticket": 99, "person": 99, "network": 99, "everyone": 99} | limits))
        said = {say(Visitor(app.test_client()), ASK) for _ in range(6)}

        assert len(post.sent) == sent
        assert len(said) == 1

    def test_of_one_person_by_many_tickets_is_capped(self, app_with, database, clock, post):
        with database.session() as session:
            for number in range(4):
                add_ticket(session, f"key-{number}", now=clock())
        visitor = Visitor(app_with(person=2).test_client())
        for number in range(1, 5):
            say(visitor, f"status of SECAS-{number:06}")

        assert len(post.sent) == 2

    def test_at_once_is_capped_as_well(self, app_with, ticket, post):
        app = app_with(ticket=2)
        visitors = [Visitor(app.test_client()) for _ in range(6)]
        start = threading.Barrier(6)

        def ask(visitor):
            start.wait()
            visitor.send(ASK)

        threads = [threading.Thread(target=ask, args=(visitor,)) for visitor in visitors]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        assert len(post.sent) == 2

    def test_is_possible_again_the_next_day_and_nothing_old_is_kept(
        self, app_with, ticket, post, clock, database
    ):
        app = app_with(ticket=1)
        say(Visitor(app.test_client()), ASK)
        clock.forward(days=3)
        say(Visitor(app.test_client()), ASK)

        assert len(post.sent) == 2
        with database.session() as session:
            assert session.scalar(select(func.count()).select_from(TicketCode)) == 1


class TestOfOnesOwnTicket:
    def test_asking_opens_no_resolved_ticket_again(self, visitor, post, staff, database):
        visitor.hand_over()
        staff("claim", 1)
        staff("resolve", 1, None)

        assert say(visitor, ASK).startswith(SENT)
        assert "was resolved" in say(visitor, post.last)
        with database.session() as session:
            assert session.get_one(Ticket, 1).status == "resolved"

    def test_offers_no_news_where_all_is_told_anyway(self, visitor, post):
        visitor.hand_over()
        say(visitor, ASK)

        (copy,) = visitor.send(post.last).json["replies"][0]["reply"]["buttons"]
        assert copy["title"] == "E-mail me a copy of what was said"


class TestWhileStaffAreOnIt:
    def test_a_button_to_follow_another_ticket_works_as_well(self, visitor, ticket, post, staff):
        say(visitor, ASK)
        button, _ = visitor.send(post.last).json["replies"][0]["reply"]["buttons"]
        visitor.hand_over()
        staff("claim", 2)

        assert "I'll tell you here" in say(visitor, button["title"], payload=button["payload"])

    def test_a_code_is_taken_and_everything_else_goes_to_them(self, visitor, ticket, post, staff):
        visitor.hand_over()
        say(visitor, ASK)
        staff("claim", 2)

        assert "SECAS-000001" in say(visitor, post.last)
        assert say(visitor, "What is the status of SECAS-000099?") == ""
