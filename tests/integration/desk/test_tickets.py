from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from connectors.desk.fields import InvalidField
from connectors.desk.tickets import create_ticket
from knowledge.importer import import_entries
from knowledge.tables import Conversation, Person, Ticket, TicketEvent
from tests.doubles.answers_parts import ENTRIES

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 9, 31, tzinfo=UTC)


@pytest.fixture
def conversation(database):
    with database.session() as session:
        conversation = Conversation(token_hash="0" * 64, created_at=NOW)
        session.add(conversation)
        session.flush()
        return conversation.id


def make(session, conversation, **changes):
    fields = {
        "now": NOW,
        "conversation_id": conversation,
        "name": "Asha Patel",
        "email": "asha.patel@example.org",
        "organisation": "Northern Metering",
        "question": "Who approved the last increase?",
        "reason": "near_miss",
        "candidates": [{"key": "credit-cover", "score": 0.24}],
        "channel": "web",
        "idempotency_key": "key-1",
    }
    return create_ticket(session, **(fields | changes))


def count(database, table):
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table))


class TestCreateTicket:
    def test_it_keeps_what_was_filled_in(self, database, conversation):
        with database.session() as session:
            reference = make(session, conversation).reference

        with database.session() as session:
            ticket = session.scalars(select(Ticket)).one()
            assert reference == ticket.reference == f"SECAS-{ticket.id:06d}"
            assert ticket.question == "Who approved the last increase?"
            assert (ticket.status, ticket.reason, ticket.channel) == ("new", "near_miss", "web")
            assert ticket.candidates == [{"key": "credit-cover", "score": 0.24}]
            assert ticket.created_at == ticket.updated_at == NOW
            assert ticket.conversation_id == conversation
            assert (ticket.person.name, ticket.person.role) == ("Asha Patel", "visitor")

    def test_it_is_about_what_came_nearest(self, database, conversation):
        with database.session() as session:
            import_entries(session, list(ENTRIES.values()), now=NOW, complete=True)
            near = make(session, conversation)
            gone = make(
                session, conversation, idempotency_key="2", candidates=[{"key": "gone", "score": None}]
            )
            none = make(session, conversation, idempotency_key="3", candidates=[])

            assert [ticket.topic for ticket in (near, gone, none)] == ["Help", "", ""]

    def test_its_words_can_be_searched_in_small_letters(self, database, conversation):
        with database.session() as session:
            ticket = make(session, conversation, name="Zoë Ångström")

            assert ticket.search_text == (
                "zoë ångström asha.patel@example.org northern metering who approved the last increase?"
            )

    def test_without_due_times_it_is_due_at_once(self, database, conversation):
        with database.session() as session:
            assert make(session, conversation).due_at == NOW

    def test_its_event_is_made_in_the_same_transaction(self, database, conversation):
        with database.session() as session:
            make(session, conversation)

        with database.session() as session:
            event = session.scalars(select(TicketEvent)).one()
            assert (event.kind, event.actor_id, event.created_at) == ("created", None, NOW)
            assert event.data == {
                "name": "Asha Patel",
                "email": "asha.patel@example.org",
                "organisation": "Northern Metering",
                "reason": "near_miss",
                "channel": "web",
            }

    def test_nothing_is_left_of_it_where_the_caller_fails(self, database, conversation):
        def fail():
            with database.session() as session:
                make(session, conversation)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()

        assert [count(database, table) for table in (Ticket, TicketEvent, Person)] == [0, 0, 0]

    def test_the_same_key_gives_the_same_ticket(self, database, conversation):
        with database.session() as session:
            first = make(session, conversation).reference
        with database.session() as session:
            again = make(session, conversation, now=LATER, question="Something else?").reference

        assert again == first
        assert [count(database, table) for table in (Ticket, TicketEvent)] == [1, 1]

    def test_another_key_gives_another_ticket_of_the_same_person(self, database, conversation):
        with database.session() as session:
            first = make(session, conversation).reference
            second = make(session, conversation, idempotency_key="key-2").reference

        assert first != second
        assert [count(database, table) for table in (Ticket, Person)] == [2, 1]

    def test_the_same_key_of_another_conversation_is_another_ticket(self, database, conversation):
        with database.session() as session:
            other = Conversation(token_hash="1" * 64, created_at=NOW)
            session.add(other)
            session.flush()
            make(session, conversation)
            make(session, other.id)

        assert count(database, Ticket) == 2

    def test_an_address_in_other_capitals_is_the_same_person(self, database, conversation):
        with database.session() as session:
            make(session, conversation)
            make(session, conversation, email="Asha.Patel@Example.org", idempotency_key="key-2")

        assert count(database, Person) == 1

    def test_nobody_renames_a_person_by_their_address(self, database, conversation):
        with database.session() as session:
            make(session, conversation)
            ticket = make(session, conversation, name="Somebody Else", idempotency_key="key-2")

            assert ticket.person.name == "Asha Patel"
            assert ticket.events[0].data["name"] == "Somebody Else"

    def test_a_member_of_staff_with_that_address_stays_one(self, database, conversation):
        with database.session() as session:
            session.add(Person(role="agent", name="Asha", email="asha.patel@example.org", created_at=NOW))
            session.flush()

            assert make(session, conversation).person.role == "visitor"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "Asha\r\nBcc: all@example.org"),
            ("email", "asha.patel@example"),
            ("email", "asha@example.org\n"),
            ("organisation", "Northern\x00"),
            ("question", " "),
            ("question", "x" * 4001),
        ],
    )
    def test_a_field_that_cannot_be_used_is_named_and_nothing_is_written(
        self, database, conversation, field, value
    ):
        with pytest.raises(InvalidField) as caught, database.session() as session:
            make(session, conversation, **{field: value})

        assert caught.value.field == field
        assert [count(database, table) for table in (Ticket, TicketEvent, Person)] == [0, 0, 0]

    def test_a_question_with_a_nul_loses_it(self, database, conversation):
        with database.session() as session:
            ticket = make(session, conversation, question="Who\x00 approved it?")

            assert ticket.question == "Who approved it?"


class TestWithoutTheConversation:
    UNKNOWN = "f" * 32

    def test_a_question_of_an_unknown_conversation_is_not_lost(self, database):
        with database.session() as session:
            ticket = make(session, self.UNKNOWN)

            assert ticket.conversation_id is None

    def test_the_same_key_still_gives_the_same_ticket(self, database):
        with database.session() as session:
            first = make(session, self.UNKNOWN).id
        with database.session() as session:
            assert make(session, self.UNKNOWN).id == first

    def test_two_unknown_conversations_with_one_key_do_not_share_a_ticket(self, database):
        with database.session() as session:
            assert make(session, self.UNKNOWN).id != make(session, "e" * 32).id


class TestAtTheSameMoment:
    def run(self, database, conversations, keys):
        start, references, errors = Barrier(len(keys)), [], []

        def work(conversation, key):
            try:
                with database.session() as session:
                    start.wait()
                    references.append(make(session, conversation, idempotency_key=key).reference)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                errors.append(error)

        threads = [Thread(target=work, args=pair) for pair in zip(conversations, keys, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        return references

    def test_the_same_form_sent_four_times_makes_one_ticket(self, database, conversation):
        references = self.run(database, [conversation] * 4, ["key-1"] * 4)

        assert len(set(references)) == 1
        assert [count(database, table) for table in (Ticket, TicketEvent, Person)] == [1, 1, 1]

    def test_four_forms_of_one_new_person_make_four_tickets_and_one_person(self, database, conversation):
        references = self.run(database, [conversation] * 4, ["a", "b", "c", "d"])

        assert len(set(references)) == 4
        assert [count(database, table) for table in (Ticket, TicketEvent, Person)] == [4, 4, 1]
