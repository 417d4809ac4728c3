"""Splitting a question off a ticket, and the mark of what nobody has opened yet."""

import re

import pytest
from sqlalchemy import select

from connectors.desk import customers
from connectors.desk.changing import Step
from knowledge.tables import Message, Ticket
from tests.doubles.desk_parts import DUE


@pytest.fixture
def number(make_ticket):
    return make_ticket("Who approved the increase? And who pays the fee?")[0]


def message_of(store, number):
    with store.session() as session:
        ticket = session.get_one(Ticket, number)
        return session.scalar(
            select(Message.id).where(
                Message.conversation_id == ticket.conversation_id, Message.author == "visitor"
            )
        )


def split(browser, number, **form):
    version = re.search(r'name="version" value="(\d+)"', browser.get(f"/tickets/{number}/split").html)[1]
    return browser.post(f"/tickets/{number}/split", {"version": version, "question": ""} | form)


class TestSplit:
    def test_is_offered_on_the_ticket(self, agent, number):
        assert f"/console/tickets/{number}/split" in agent.get(f"/tickets/{number}").html

    def test_makes_a_linked_ticket_in_ones_own_words_and_an_event_on_both(self, agent, number, store):
        message = message_of(store, number)
        split(agent, number, question="Who pays the fee?", **{f"message-{message}": "yes"})

        assert agent.response.request.path == f"/console/tickets/{number + 1}"
        assert "This is the new ticket" in agent.text
        with store.session() as session:
            new, old = session.get_one(Ticket, number + 1), session.get_one(Ticket, number)
            assert (new.question, new.person_id) == ("Who pays the fee?", old.person_id)
            assert (new.events[-1].kind, new.events[-1].data["messages"]) == ("split_off", [message])
            assert (old.events[-1].kind, old.events[-1].data["other"]) == ("split", new.reference)
            assert new.unread is False

    def test_takes_the_words_of_the_messages_where_there_are_no_others(self, agent, number, store):
        split(agent, number, **{f"message-{message_of(store, number)}": "yes"})

        with store.session() as session:
            assert session.get_one(Ticket, number + 1).question.endswith("And who pays the fee?")

    def test_of_nothing_is_refused(self, agent, number, store):
        assert split(agent, number).status == 422
        assert "Please say what your question is." in agent.text
        with store.session() as session:
            assert session.get(Ticket, number + 1) is None

    def test_keeps_what_was_filled_in_where_a_colleague_was_first(self, agent, number, store):
        agent.post(f"/tickets/{number}/do", {"do": "claim", "value": "", "version": "1"})
        message = message_of(store, number)

        form = {"version": "1", "question": "Who pays?", f"message-{message}": "yes"}
        agent.post(f"/tickets/{number}/split", form)

        assert agent.status == 409
        assert "has changed since you opened it" in agent.text
        assert "Who pays?</textarea>" in agent.html
        assert re.search(rf'name="message-{message}" value="yes" checked', agent.html)

    def test_takes_no_message_of_another_ticket(self, agent, number, make_ticket, store):
        other, _, _ = make_ticket("Somebody else’s question", email="other@example.org")

        split(agent, number, question="Mine now", **{f"message-{message_of(store, other)}": "yes"})

        assert agent.status == 422
        assert "This form has no field" in agent.text

    def test_of_a_closed_ticket_is_refused(self, agent, number):
        agent.post(f"/tickets/{number}/do", {"do": "close", "value": "", "version": "1"})

        assert agent.get(f"/tickets/{number}/split").status == 409
        assert "Please reopen it first" in agent.text

    def test_of_no_ticket_is_not_there(self, agent):
        assert agent.get("/tickets/99/split").status == 404

    def test_shows_words_as_text(self, agent, make_ticket):
        number, _, _ = make_ticket("<script>alert(1)</script>")

        assert "<script>alert" not in agent.get(f"/tickets/{number}/split").html


class TestUnread:
    def unread(self, browser):
        return browser.get("/?view=all").html.count(">unread<")

    def test_is_what_nobody_has_opened(self, agent, editor, number):
        assert self.unread(agent) == 1

        editor.get(f"/tickets/{number}")

        assert self.unread(agent) == 0

    def test_is_a_ticket_again_when_the_customer_writes(self, agent, number, store, clock):
        agent.get(f"/tickets/{number}")
        with store.session() as session:
            customers.hear(session, number, Step(clock()), DUE)

        assert self.unread(agent) == 1

    def test_stays_while_an_open_page_only_says_that_it_is_open(self, agent, number, store, clock):
        agent.get(f"/tickets/{number}")
        with store.session() as session:
            customers.hear(session, number, Step(clock()), DUE)

        agent.post(f"/tickets/{number}/here", {"version": "1", "writing": "no"})

        assert self.unread(agent) == 1

    def test_changes_no_version(self, agent, number, store):
        agent.get(f"/tickets/{number}")

        with store.session() as session:
            assert session.get_one(Ticket, number).version == 1

    def test_is_no_mark_on_a_closed_ticket(self, agent, number, store, clock):
        with store.session() as session:
            customers.hear(session, number, Step(clock()), DUE)
            session.get_one(Ticket, number).status = "closed"

        assert self.unread(agent) == 0
