"""Merge, split and link, on every database."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from connectors.desk.changing import ClosedTicket, StaleTicket
from knowledge.errors import Conflict, InvalidInput
from knowledge.tables import Message, Ticket, TicketEvent
from tests.doubles.desk_parts import NOW, add_conversation, add_ticket


@pytest.fixture
def do(database):
    def carry_out(verb, *arguments, **named):
        with database.session() as session:
            return verb(session, *arguments, **named)

    return carry_out


@pytest.fixture
def other_id(database):
    """A second ticket of the same person, in a conversation of its own."""
    with database.session() as session:
        return add_ticket(session, "key-2", conversation=add_conversation(session)).id


def kinds(database, ticket_id):
    with database.session() as session:
        rows = session.scalars(
            select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
        )
        return [row.kind for row in rows]


def add_message(database, conversation, author="visitor"):
    with database.session() as session:
        message = Message(
            conversation_id=conversation, author=author, text="Hello", state="answered", created_at=NOW
        )
        session.add(message)
        session.flush()
        return message.id


class TestMerge:
    def test_one_ends_as_part_of_the_other_and_both_know(self, do, desk, team, database, ticket_id, other_id):
        stays = do(desk.merge, other_id, team.sam, 1, into=ticket_id, into_version=1)

        assert (stays.id, stays.status) == (ticket_id, "new")
        page = do(desk.read, ticket_id)
        assert [ticket.id for ticket in page.merged] == [other_id]
        assert (page.merged[0].status, page.merged[0].merged_into_id) == ("closed", ticket_id)
        assert kinds(database, other_id)[-1] == "merged_away"
        assert kinds(database, ticket_id)[-1] == "merged"

    def test_the_transcripts_are_read_together(self, do, desk, team, database, ticket_id, other_id, thread):
        first = add_message(database, thread)
        second = add_message(database, do(desk.read, other_id).ticket.conversation_id)
        do(desk.merge, other_id, team.sam, 1, into=ticket_id)

        assert [message.id for message in do(desk.read, ticket_id).messages] == [first, second]
        assert [message.id for message in do(desk.read, other_id).messages] == [second]

    def test_into_itself_it_is_refused(self, do, desk, team, ticket_id):
        with pytest.raises(InvalidInput, match="merged into itself"):
            do(desk.merge, ticket_id, team.sam, 1, into=ticket_id)

    def test_tickets_of_different_people_are_refused(self, do, desk, team, database, ticket_id):
        with database.session() as session:
            stranger = add_ticket(session, "key-2", email="jo@example.org").id

        with pytest.raises(InvalidInput, match=r"from jo@example.org and .+ from asha.patel@example.org"):
            do(desk.merge, stranger, team.sam, 1, into=ticket_id)
        assert kinds(database, stranger) == kinds(database, ticket_id) == ["created"]

    def test_a_merged_ticket_is_refused_with_where_to_go_on(self, do, desk, team, ticket_id, other_id):
        do(desk.merge, other_id, team.sam, 1, into=ticket_id)

        with pytest.raises(ClosedTicket, match=f"was merged into SECAS-{ticket_id:06d}"):
            do(desk.reply, other_id, team.mira, None, text="Hello")
        with pytest.raises(Conflict, match="can't be reopened"):
            do(desk.reopen, other_id, team.mira)

    def test_a_stale_version_of_either_is_refused(self, do, desk, team, ticket_id, other_id):
        do(desk.claim, ticket_id, team.mira)

        with pytest.raises(StaleTicket, match="Mira Novak took it"):
            do(desk.merge, other_id, team.sam, 1, into=ticket_id, into_version=1)

    def test_two_people_who_merge_two_tickets_into_each_other_do_it_once(
        self, desk, team, database, ticket_id, other_id
    ):
        start, outcomes = Barrier(2), []

        def merge(actor, one, other):
            try:
                with database.session() as session:
                    start.wait()
                    desk.merge(session, one, actor, 1, into=other, into_version=1)
                outcomes.append("merged")
            except StaleTicket as error:
                outcomes.append(str(error))

        threads = [
            Thread(target=merge, args=(team.sam, ticket_id, other_id)),
            Thread(target=merge, args=(team.mira, other_id, ticket_id)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        merged, refused = sorted(outcomes, key=len)
        assert merged == "merged"
        assert "has changed since you opened it" in refused
        assert "merged" in refused
        with database.session() as session:
            statuses = sorted(ticket.status for ticket in session.scalars(select(Ticket)))
        assert statuses == ["closed", "new"]

    def test_without_versions_the_second_of_them_is_refused_too(self, do, desk, team, ticket_id, other_id):
        do(desk.merge, ticket_id, team.sam, None, into=other_id)

        with pytest.raises(ClosedTicket, match="was merged into"):
            do(desk.merge, other_id, team.mira, None, into=ticket_id)


class TestSplit:
    def test_a_second_question_becomes_a_ticket_of_its_own(self, do, desk, team, database, ticket_id, thread):
        message = add_message(database, thread)

        other = do(desk.split, ticket_id, team.sam, 1, question="And who set the fee?", message_ids=[message])

        assert (other.question, other.status, other.conversation_id) == (
            "And who set the fee?",
            "new",
            thread,
        )
        assert other.due_at is not None
        assert [ticket.id for ticket in do(desk.read, ticket_id).related] == [other.id]
        assert [ticket.id for ticket in do(desk.read, other.id).related] == [ticket_id]
        assert kinds(database, ticket_id)[-1] == "split"
        assert kinds(database, other.id) == ["split_off"]

    def test_messages_of_others_cannot_be_split_off(
        self, do, desk, team, database, ticket_id, other_id, thread
    ):
        foreign = add_message(database, do(desk.read, other_id).ticket.conversation_id)
        bots = add_message(database, thread, author="bot")

        for message in (foreign, bots, 404):
            with pytest.raises(InvalidInput, match="Only the customer's messages"):
                do(desk.split, ticket_id, team.sam, 1, question="And who?", message_ids=[message])
        with database.session() as session:
            assert len(session.scalars(select(Ticket)).all()) == 2

    def test_it_needs_a_question(self, do, desk, team, ticket_id):
        with pytest.raises(InvalidInput, match="what your question is"):
            do(desk.split, ticket_id, team.sam, 1, question=" ")

    def test_the_link_that_comes_of_it_stays(self, do, desk, team, ticket_id):
        other = do(desk.split, ticket_id, team.sam, 1, question="And who set the fee?")

        with pytest.raises(Conflict, match="were one ticket"):
            do(desk.unlink, ticket_id, team.sam, other=other.id)


class TestLink:
    def test_it_is_seen_from_both_sides_and_made_once(self, do, desk, team, database, ticket_id, other_id):
        do(desk.link, ticket_id, team.sam, other=other_id)
        do(desk.link, other_id, team.mira, other=ticket_id)

        assert [ticket.id for ticket in do(desk.read, ticket_id).related] == [other_id]
        assert [ticket.id for ticket in do(desk.read, other_id).related] == [ticket_id]
        assert kinds(database, ticket_id) == kinds(database, other_id) == ["created", "linked"]

    def test_it_can_be_taken_off_from_either_side(self, do, desk, team, ticket_id, other_id):
        do(desk.link, ticket_id, team.sam, other=other_id)
        do(desk.unlink, other_id, team.sam, other=ticket_id)

        assert do(desk.read, ticket_id).related == []

    def test_a_closed_ticket_can_be_linked_to(self, do, desk, team, ticket_id, other_id):
        do(desk.close, other_id, team.sam, 1)
        do(desk.link, ticket_id, team.sam, other=other_id)

        assert [ticket.id for ticket in do(desk.read, ticket_id).related] == [other_id]

    def test_with_itself_it_is_refused(self, do, desk, team, ticket_id):
        with pytest.raises(InvalidInput, match="linked with itself"):
            do(desk.link, ticket_id, team.sam, other=ticket_id)
