"""What the FAQ misses, on SQLite and PostgreSQL."""

from datetime import timedelta

import numpy as np
import pytest

from connectors.desk.tickets import create_ticket
from connectors.services.conversations import ConversationService
from connectors.services.grouping import Gaps, group
from connectors.services.staff.questions import HANDED_OVER, RATED_NO, REFUSED, read_questions, unanswered
from connectors.services.staff.settling import latest_dismissed, settle, take_back
from knowledge.errors import InvalidInput, NotFound
from knowledge.tables import Message
from retrieval.decision import Decision
from tests.doubles.desk_parts import DUE
from tests.doubles.encoder import WordEncoder


@pytest.fixture
def asked(database, clock):
    """Store a question that was decided on; return its id."""

    def ask(text, action="handoff", reason="near_miss", *, rating=None, payload=None):
        with database.session() as session:
            conversation, _ = ConversationService(clock).start(session)
            message = Message(
                conversation_id=conversation.id,
                author="visitor",
                text=text,
                payload=payload,
                decision=Decision(action, reason=reason).as_dict(),
                state="answered",
                created_at=clock(),
            )
            session.add(message)
            session.flush()
            if rating:
                session.add(
                    Message(
                        conversation_id=conversation.id,
                        author="bot",
                        text="",
                        reply={"kind": "answer"},
                        reply_to_id=message.id,
                        rating=rating,
                        rated_at=clock(),
                        state="sent",
                        created_at=clock(),
                    )
                )
            return f"m{message.id}"

    return ask


def ticket(database, clock, question, *, channel="mail", reason="unsure", conversation_id=None):
    with database.session() as session:
        made = create_ticket(
            session,
            now=clock(),
            conversation_id=conversation_id,
            name="Asha Patel",
            email="asha@example.org",
            organisation="Northern Metering",
            question=question,
            reason=reason,
            candidates=[],
            channel=channel,
            idempotency_key=None,
            due=DUE,
        )
        return f"t{made.id}"


def open_questions(database, clock):
    with database.session() as session:
        return [(q.id, q.why) for q in unanswered(session, clock() - timedelta(days=30))]


class TestUnanswered:
    def test_is_what_was_handed_over_refused_or_rated_no(self, database, clock, asked):
        handed = asked("who approved it", "handoff", "unsure")
        refused = asked("my gas bill", "decline", "outside")
        rated = asked("how do i join", "answer", "sure", rating="no")

        assert set(open_questions(database, clock)) == {
            (handed, HANDED_OVER),
            (refused, REFUSED),
            (rated, RATED_NO),
        }

    def test_is_not_what_was_answered_or_is_no_question(self, database, clock, asked):
        asked("how do i join", "answer", "sure", rating="yes")
        asked("hello", "chat", "small_talk")
        asked("a person please", "handoff", "human_request")
        asked("???", "decline", "no_words")
        asked("none of these", "handoff", "none_of_these", payload="/none_of_these")

        assert open_questions(database, clock) == []

    def test_holds_the_questions_of_mails_but_not_those_of_other_tickets(self, database, clock):
        mailed = ticket(database, clock, "Who approved it?")
        ticket(database, clock, "Asked in the chat already", channel="web")

        assert open_questions(database, clock) == [(mailed, HANDED_OVER)]

    def test_ends_with_the_period(self, database, clock, asked):
        asked("who approved it")
        clock.forward(days=31)

        assert open_questions(database, clock) == []

    def test_tells_nobody_who_asked(self, database, clock):
        mailed = ticket(
            database, clock, "Dear all,\nI am Asha Patel (asha@example.org). Who approved it?\nRegards\nAsha"
        )
        with database.session() as session:
            (question,) = read_questions(session, [mailed])

        assert question.text == "I am. Who approved it?"
        assert question.ticket_id == int(mailed[1:])

    @pytest.mark.parametrize("id_", ["x1", "m0", "m-1", "m1;drop", "m99999999999", ""])
    def test_a_made_up_id_is_refused(self, database, id_):
        with database.session() as session, pytest.raises(InvalidInput):
            read_questions(session, [id_])

    def test_a_question_that_is_gone_is_left_out(self, database):
        with database.session() as session:
            assert read_questions(session, ["m5", "t7"]) == []


class TestGroups:
    def test_put_like_questions_together_most_often_asked_first(self, database, clock, asked):
        asked("when is the annual dinner")
        often = {asked("who approved the last increase"), asked("who approved the last increase please")}
        clock.forward(minutes=5)
        often.add(asked("who approved the increase"))

        first, second = Gaps(database, WordEncoder()).find(clock(), 30)

        assert set(first.ids) == often
        assert (first.count, second.count) == (3, 1)
        assert first.last - first.first == timedelta(minutes=5)

    def test_leave_out_what_was_dealt_with_and_what_is_like_it(self, database, clock, asked, priya):
        asked("who approved the last increase")
        other = asked("when is the annual dinner")
        with database.session() as session:
            settle(session, clock(), ["who approved the increase"], "not_for_us", actor_id=priya)
        asked("who approved the last increase please")

        (left,) = Gaps(database, WordEncoder()).find(clock(), 30)

        assert left.ids == (other,)

    def test_that_were_dismissed_can_be_taken_back(self, database, clock, asked, priya):
        asked("when is the annual dinner")
        with database.session() as session:
            settle(session, clock(), ["when is the annual dinner"], "not_for_us", actor_id=priya)
        gaps = Gaps(database, WordEncoder())
        assert gaps.find(clock(), 30) == []
        with database.session() as session:
            (row,) = latest_dismissed(session)
            take_back(session, clock(), row.id, actor_id=priya)

        assert len(gaps.find(clock(), 30)) == 1
        with database.session() as session, pytest.raises(NotFound):
            take_back(session, clock(), row.id, actor_id=priya)

    def test_are_none_where_nothing_was_asked(self):
        nothing = np.zeros((0, 32), np.float32)

        assert group([], nothing, nothing) == []
