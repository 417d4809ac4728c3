"""The verbs of the queue, on every database that the service may run on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.desk.changing import ClosedTicket, StaleTicket
from connectors.desk.priorities import Priority
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.queue_tables import TicketNote, TicketTag
from knowledge.staff_tables import StaffAccount
from knowledge.tables import NOTHING_DUE, Message, Person, Ticket, TicketEvent
from tests.doubles.desk_parts import NOW, add_ticket


@pytest.fixture
def do(database):
    """Carry out one verb in a session of its own, as a page does."""

    def carry_out(verb, *arguments, **named):
        with database.session() as session:
            return verb(session, *arguments, **named)

    return carry_out


@pytest.fixture
def ticket(database, ticket_id):
    """Return the ticket as it is kept now."""

    def read():
        with database.session() as session:
            return session.get_one(Ticket, ticket_id)

    return read


@pytest.fixture
def events(database, ticket_id):
    def read():
        with database.session() as session:
            rows = session.scalars(select(TicketEvent).where(TicketEvent.ticket_id == ticket_id))
            return [(event.kind, event.actor_id, event.version) for event in rows]

    return read


class TestClaim:
    def test_the_ticket_is_open_and_mine(self, do, desk, team, ticket, ticket_id, events):
        do(desk.claim, ticket_id, team.sam, 1)

        assert (ticket().status, ticket().assignee_id) == ("open", team.sam.person_id)
        assert events() == [("created", None, 1), ("claimed", team.sam.person_id, 2)]

    def test_what_somebody_else_has_is_refused_by_name(self, do, desk, team, ticket, ticket_id):
        do(desk.claim, ticket_id, team.sam)

        with pytest.raises(Conflict, match="Sam Okoro has SECAS-"):
            do(desk.claim, ticket_id, team.mira)
        assert ticket().assignee_id == team.sam.person_id

    def test_claiming_my_own_again_changes_nothing(self, do, desk, team, ticket, ticket_id):
        do(desk.claim, ticket_id, team.sam)
        do(desk.claim, ticket_id, team.sam)

        assert ticket().version == 2

    def test_release_undoes_it(self, do, desk, team, ticket, ticket_id, events):
        do(desk.claim, ticket_id, team.sam)
        do(desk.release, ticket_id, team.sam)

        assert ticket().assignee_id is None
        assert events()[-1] == ("released", team.sam.person_id, 3)

    def test_nobody_gives_it_to_a_closed_account(self, do, desk, team, ticket, ticket_id, database):
        with database.session() as session:
            session.get_one(StaffAccount, team.mira.person_id).active = False

        with pytest.raises(InvalidInput, match="who can sign in"):
            do(desk.assign, ticket_id, team.sam, 1, to=team.mira.person_id)

        assert (ticket().assignee_id, ticket().version) == (None, 1)

    def test_assigning_gives_it_to_somebody_else(self, do, desk, team, ticket, ticket_id):
        do(desk.claim, ticket_id, team.sam)
        do(desk.assign, ticket_id, team.sam, 2, to=team.mira.person_id)

        assert ticket().assignee_id == team.mira.person_id

    def test_a_ticket_is_never_given_to_a_customer(self, do, desk, team, ticket, ticket_id):
        with pytest.raises(InvalidInput, match="member of staff"):
            do(desk.assign, ticket_id, team.sam, 1, to=ticket().person_id)

        assert ticket().version == 1


class TestStaleSave:
    def test_it_is_refused_with_what_changed_meanwhile(self, do, desk, team, ticket, ticket_id):
        do(desk.claim, ticket_id, team.sam, 1)
        do(desk.set_topic, ticket_id, team.sam, 2, to="Fees")

        with pytest.raises(StaleTicket) as caught:
            do(desk.set_priority, ticket_id, team.mira, 1, to=Priority.URGENT)

        assert [change.kind for change in caught.value.changes] == ["claimed", "topic_set"]
        assert "Sam Okoro took it at 10:30 on 5 May" in str(caught.value)
        assert "Sam Okoro changed the topic to “Fees”" in str(caught.value)
        assert ticket().priority == Priority.NORMAL

    def test_a_reply_to_an_older_version_is_not_stored(self, do, desk, team, ticket_id, database):
        do(desk.claim, ticket_id, team.sam, 1)

        with pytest.raises(StaleTicket):
            do(desk.reply, ticket_id, team.mira, 1, text="It was the Panel.")

        with database.session() as session:
            assert session.scalars(select(Message)).all() == []


class TestUnknownTicket:
    @pytest.mark.parametrize("number", [0, -1, 404, 2**31, 2**70])
    def test_it_is_not_found(self, do, desk, team, ticket_id, number):
        for verb in (desk.claim, desk.release, desk.wake):
            with pytest.raises(NotFound):
                do(verb, number, team.sam)
        with pytest.raises(NotFound):
            do(desk.read, number)


class TestReply:
    def test_it_stands_in_the_conversation_and_the_customer_has_the_next_turn(
        self, do, desk, team, ticket, ticket_id, thread
    ):
        _, message = do(desk.reply, ticket_id, team.sam, 1, text=" It was the Panel.\r\n")

        assert (message.conversation_id, message.author, message.text) == (
            thread,
            "staff",
            "It was the Panel.",
        )
        assert message.person_id == team.sam.person_id
        assert ticket().status == "waiting"
        assert ticket().assignee_id == team.sam.person_id
        assert ticket().first_responded_at == ticket().waiting_since == NOW
        assert ticket().queue_at == NOTHING_DUE
        assert ticket().due_at is None

    def test_a_ticket_without_a_conversation_gets_one(self, do, desk, team, database):
        with database.session() as session:
            other = add_ticket(session, "key-2").id

        _, message = do(desk.reply, other, team.sam, 1, text="It was the Panel.")

        assert [m.id for m in do(desk.read, other).messages] == [message.id]

    @pytest.mark.parametrize(
        ("text", "words"), [(" \n", "write the reply first"), ("x" * 1_000_000, "20,000")]
    )
    def test_words_that_cannot_be_used_are_refused(self, do, desk, team, ticket, ticket_id, text, words):
        with pytest.raises(InvalidInput, match=words):
            do(desk.reply, ticket_id, team.sam, 1, text=text)

        assert ticket().version == 1

    def test_what_becomes_of_the_ticket_is_from_a_list(self, do, desk, team, ticket, ticket_id):
        with pytest.raises(InvalidInput, match="waiting or open, not “closed”"):
            do(desk.reply, ticket_id, team.sam, 1, text="It was the Panel.", then="closed")

        assert ticket().version == 1

    def test_it_can_go_on_being_worked_on(self, do, desk, team, ticket, ticket_id, clock):
        do(desk.reply, ticket_id, team.sam, 1, text="Which year?")
        clock.forward(hours=2)
        do(desk.reply, ticket_id, team.sam, 2, text="Let me look it up.", then="open")

        assert (ticket().status, ticket().waiting_since, ticket().paused_seconds) == ("open", None, 7200)

    def test_a_customer_who_left_no_address_cannot_be_reached(self, do, desk, team, database):
        with database.session() as session:
            other = add_ticket(session, "key-2", email="nobody@example.org")
            session.get_one(Person, other.person_id).email = ""

        with pytest.raises(InvalidInput, match="left no address"):
            do(desk.reply, other.id, team.sam, None, text="It was the Panel.")


class TestNote:
    def test_it_stays_at_the_desk(self, do, desk, team, ticket_id, database):
        do(desk.add_note, ticket_id, team.sam, text="Asha rang, too.")

        with database.session() as session:
            assert session.scalars(select(Message)).all() == []
            assert session.scalars(select(TicketNote)).one().author_id == team.sam.person_id

    def test_it_needs_no_version_because_it_overwrites_nothing(self, do, desk, team, ticket_id, events):
        do(desk.claim, ticket_id, team.mira)
        do(desk.add_note, ticket_id, team.sam, text="Asha rang, too.")

        assert events()[-1][0] == "noted"


class TestMarks:
    def test_a_priority_changes_what_is_due(self, do, desk, team, ticket, ticket_id, events):
        do(desk.set_priority, ticket_id, team.sam, 1, to=Priority.URGENT)

        assert ticket().first_response_due_at == ticket().queue_at == NOW + timedelta(hours=1)
        assert events()[-1][0] == "priority_set"

    def test_a_topic_can_be_set_and_taken_off(self, do, desk, team, ticket, ticket_id):
        do(desk.set_topic, ticket_id, team.sam, 1, to=" Fees ")
        assert ticket().topic == "Fees"
        do(desk.set_topic, ticket_id, team.sam, 2, to="")

        assert ticket().topic == ""

    def test_a_tag_is_kept_once_in_small_letters(self, do, desk, team, ticket_id, database, events):
        do(desk.add_tag, ticket_id, team.sam, tag=" Credit  Cover ")
        do(desk.add_tag, ticket_id, team.mira, tag="credit cover")

        with database.session() as session:
            assert [row.tag for row in session.scalars(select(TicketTag))] == ["credit cover"]
        assert len(events()) == 2

    def test_a_tag_can_be_taken_off(self, do, desk, team, ticket_id):
        do(desk.add_tag, ticket_id, team.sam, tag="fees")
        do(desk.remove_tag, ticket_id, team.sam, tag="fees")

        assert do(desk.read, ticket_id).tags == []

    @pytest.mark.parametrize("tag", ["", "  ", "two\nlines", "x" * 41])
    def test_a_tag_that_cannot_be_read_is_refused(self, do, desk, team, ticket, ticket_id, tag):
        with pytest.raises(InvalidInput):
            do(desk.add_tag, ticket_id, team.sam, tag=tag)

        assert ticket().version == 1


class TestSnooze:
    def test_it_is_put_aside_and_taken_up(self, do, desk, team, ticket, ticket_id, events):
        do(desk.snooze, ticket_id, team.sam, 1, until=NOW + timedelta(days=1))
        assert ticket().snoozed_until == NOW + timedelta(days=1)
        do(desk.wake, ticket_id, team.sam)

        assert ticket().snoozed_until is None
        assert [kind for kind, *_ in events()] == ["created", "snoozed", "woken"]

    def test_a_moment_that_has_passed_is_refused(self, do, desk, team, ticket, ticket_id):
        with pytest.raises(InvalidInput, match="time to come"):
            do(desk.snooze, ticket_id, team.sam, 1, until=NOW)

        assert ticket().version == 1


class TestResolve:
    def test_it_asks_the_customer_whether_it_is_solved(self, do, desk, team, ticket, ticket_id):
        do(desk.resolve, ticket_id, team.sam, 1)

        (asked,) = do(desk.read, ticket_id).messages
        assert asked.author == "bot"
        assert "Did that solve it?" in asked.text
        assert [button["title"] for button in asked.reply["buttons"]] == ["Yes, it's solved", "No, not yet"]
        assert (ticket().status, ticket().resolved_at, ticket().due_at) == ("resolved", NOW, None)

    def test_twice_it_asks_once(self, do, desk, team, ticket_id):
        do(desk.resolve, ticket_id, team.sam, 1)
        do(desk.resolve, ticket_id, team.sam, None)

        assert len(do(desk.read, ticket_id).messages) == 1

    def test_reopening_undoes_it(self, do, desk, team, ticket, ticket_id, clock):
        do(desk.resolve, ticket_id, team.sam, 1)
        clock.forward(hours=3)
        do(desk.reopen, ticket_id, team.sam)

        assert (ticket().status, ticket().resolved_at) == ("open", None)
        # The three hours that it counted as resolved don't count.
        assert ticket().resolution_due_at == NOW + timedelta(hours=43)


class TestClosedTicket:
    @pytest.fixture
    def closed(self, do, desk, team, ticket_id):
        do(desk.close, ticket_id, team.sam, 1)

    def test_every_verb_but_reopening_is_refused(self, do, desk, team, ticket, ticket_id, closed):
        verbs = [
            lambda s: desk.claim(s, ticket_id, team.sam),
            lambda s: desk.release(s, ticket_id, team.sam),
            lambda s: desk.assign(s, ticket_id, team.sam, None, to=team.mira.person_id),
            lambda s: desk.snooze(s, ticket_id, team.sam, None, until=NOW + timedelta(days=1)),
            lambda s: desk.wake(s, ticket_id, team.sam),
            lambda s: desk.set_priority(s, ticket_id, team.sam, None, to=Priority.LOW),
            lambda s: desk.set_topic(s, ticket_id, team.sam, None, to="Fees"),
            lambda s: desk.add_tag(s, ticket_id, team.sam, tag="fees"),
            lambda s: desk.add_note(s, ticket_id, team.sam, text="A note"),
            lambda s: desk.reply(s, ticket_id, team.sam, None, text="A reply"),
            lambda s: desk.resolve(s, ticket_id, team.sam, None),
            lambda s: desk.close(s, ticket_id, team.sam, None),
            lambda s: desk.split(s, ticket_id, team.sam, None, question="And who else?"),
        ]

        for verb in verbs:
            with pytest.raises(ClosedTicket, match=r"is closed\. Please reopen it first"):
                do(verb)
        assert ticket().version == 2

    def test_it_can_be_reopened(self, do, desk, team, ticket, ticket_id, closed):
        do(desk.reopen, ticket_id, team.sam)

        assert (ticket().status, ticket().active, ticket().closed_at) == ("open", True, None)
