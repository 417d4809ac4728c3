"""From tickets and gaps to proposals and drafts; a replay before publishing."""

import pytest
from sqlalchemy import select

from connectors.dialogue.learning import Gap
from knowledge.faq_state import faq_version, read_state
from knowledge.learning_tables import Phrasing, SettledGap
from knowledge.staff_tables import AuditEvent
from knowledge.tables import Entry, Message


@pytest.fixture(autouse=True)
def entries(faq):
    """There is a FAQ."""


@pytest.fixture
def answered(make_ticket, agent):
    """A ticket with a reply by staff."""
    ticket_id, _, _ = make_ticket("Hello, I am Asha Patel. Who approved the last increase?")
    text = "Dear Asha,\nthe **Panel** did. Write to asha@example.org."
    agent.post(f"/tickets/{ticket_id}/reply", {"text": text, "version": "1", "do": "send"})
    return ticket_id


def rows(store, table):
    with store.session() as session:
        return session.scalars(select(table)).all()


def version(store):
    with store.session() as session:
        return faq_version(session)


class TestATicket:
    def test_offers_nothing_to_learn_before_somebody_replied(self, agent, make_ticket, store):
        ticket_id, _, _ = make_ticket()

        assert "Learn from this" not in agent.get(f"/tickets/{ticket_id}").text
        assert agent.post(f"/tickets/{ticket_id}/phrasing", {"entry": "credit-cover"}).status == 409
        assert agent.post(f"/tickets/{ticket_id}/draft").status == 409
        assert rows(store, Phrasing) == []

    def test_becomes_a_proposed_phrasing_by_one_click(self, agent, answered, store):
        before = version(store)
        assert "Learn from this" in agent.get(f"/tickets/{answered}").text

        agent.post(f"/tickets/{answered}/phrasing", {"entry": "credit-cover"})

        (row,) = rows(store, Phrasing)
        assert (row.text, row.state, row.ticket_id) == (
            "I am. Who approved the last increase?",
            "proposed",
            answered,
        )
        assert version(store) == before
        assert "SECAS-000001" in agent.text

    def test_becomes_a_draft_by_one_click_and_is_not_published(self, agent, answered, store):
        before = version(store)
        agent.post(f"/tickets/{answered}/draft")

        with store.session() as session:
            entry = session.scalar(select(Entry).where(Entry.key == "who-approved-the-last-increase"))
            (revision,) = entry.revisions
            assert "who-approved-the-last-increase" not in read_state(session).published
        assert revision.published_at is None
        assert revision.title == "Who approved the last increase?"
        assert revision.body == "Dear [name],\nthe **Panel** did. Write to [e-mail]."
        assert (revision.category, revision.source) == ("Help", "https://www.example.org/faq/")
        assert "SECAS-000001" in revision.note
        assert version(store) == before

    def test_cannot_be_drafted_twice(self, agent, answered):
        agent.post(f"/tickets/{answered}/draft")

        assert agent.post(f"/tickets/{answered}/draft").status == 422
        assert "There is an entry" in agent.text

    def test_takes_no_other_fields(self, agent, answered, store):
        for field in ("state", "text", "published", "actor_id"):
            form = {"entry": "credit-cover", field: "used"}
            assert agent.post(f"/tickets/{answered}/phrasing", form).status == 422
            assert agent.post(f"/tickets/{answered}/draft", {field: "x"}).status == 422
        assert rows(store, Phrasing) == []

    def test_of_somebody_unknown_or_an_unknown_entry_is_not_there(self, agent, answered):
        assert agent.post("/tickets/99/phrasing", {"entry": "credit-cover"}).status == 404
        assert agent.post("/tickets/99/draft").status == 404
        assert agent.post(f"/tickets/{answered}/phrasing", {"entry": "nothing"}).status == 404

    def test_what_was_learnt_stands_in_the_log(self, agent, answered, store):
        agent.post(f"/tickets/{answered}/draft")

        assert {"entry_begun", "gap_settled_drafted"} <= {event.kind for event in rows(store, AuditEvent)}


@pytest.fixture
def gap(make_ticket, store, clock, learning):
    """Two questions of one meaning; return their ids as a form has them."""
    for text in ("Who approved the last increase?", "Who has approved the increase?"):
        make_ticket(text)
    with store.session() as session:
        messages = session.scalars(select(Message).where(Message.author == "visitor")).all()
        for message in messages:
            message.decision = {"action": "handoff", "reason": "near_miss"}
        ids = tuple(f"m{message.id}" for message in messages)
    learning.groups = [Gap(2, ids, clock(), clock())]
    return ",".join(ids)


class TestGaps:
    def test_are_shown_with_how_often_examples_and_tickets(self, agent, gap):
        agent.get("/gaps")

        assert "asked 2 times" in agent.text
        assert "Who has approved the increase?" in agent.text
        assert "handed over, Sat 2 May 2026" in agent.text
        assert "SECAS-000002" in agent.text

    def test_are_a_page_also_where_there_are_none(self, agent):
        assert "There is no gap in the last 90 days." in agent.get("/gaps").text
        assert "There is no gap in the last week." in agent.get("/gaps?days=7").text

    def test_say_so_where_the_index_cannot_be_asked(self, agent, learning):
        learning.away = True

        agent.get("/gaps")

        assert agent.status == 200
        assert "can’t be worked out" in agent.text

    @pytest.mark.parametrize("days", ["0", "8", "x", "99999999999999999"])
    def test_are_those_of_an_offered_period(self, agent, days):
        assert agent.get(f"/gaps?days={days}").status == 422

    def test_become_a_proposed_phrasing(self, agent, gap, store):
        agent.post("/gaps/phrasing", {"ids": gap, "entry": "credit-cover"})

        (row,) = rows(store, Phrasing)
        assert (row.text, row.state) == ("Who approved the last increase?", "proposed")
        assert [settled.outcome for settled in rows(store, SettledGap)] == ["phrasing", "phrasing"]

    def test_are_dismissed_and_can_come_back(self, editor, gap, store):
        editor.post("/gaps/dismiss", {"ids": gap})
        assert [settled.text for settled in rows(store, SettledGap)] == [
            "Who approved the last increase?",
            "Who has approved the increase?",
        ]
        assert "Not for us (2)" in editor.text

        editor.post("/gaps/back/1")

        assert len(rows(store, SettledGap)) == 1
        assert editor.post("/gaps/back/1").status == 404

    def test_begin_an_entry_that_has_their_question(self, editor, gap, store):
        editor.get(f"/faq/new?ids={gap}")
        assert 'value="Who approved the last increase?"' in editor.html
        assert rows(store, SettledGap) == []

        form = {
            "title": "Who approved the last increase?",
            "body": "The Panel.",
            "category": "Costs",
            "audience": "everyone",
            "source": "https://example.org/faq",
            "reviewed": "",
            "ids": gap,
        }
        editor.post("/faq/new", form)

        assert {settled.outcome for settled in rows(store, SettledGap)} == {"drafted"}

    @pytest.mark.parametrize(
        "ids", ["", "x1", "m0", "m1;m2", "m999999", ",".join(["m1"] * 21), "m1,<script>"]
    )
    def test_that_are_made_up_are_refused(self, editor, gap, store, ids):
        assert editor.post("/gaps/dismiss", {"ids": ids}).status == 422
        assert editor.post("/gaps/phrasing", {"ids": ids, "entry": "credit-cover"}).status == 422
        assert rows(store, SettledGap) == rows(store, Phrasing) == []

    def test_are_not_dismissed_by_an_agent(self, agent, gap, store):
        assert agent.post("/gaps/dismiss", {"ids": gap}).status == 403
        assert "Not for us" not in agent.get("/gaps").text
        assert rows(store, SettledGap) == []


class TestAReplay:
    PATH = "/faq/credit-cover/replay"

    def replayed(self, **changes):
        found = {
            "asked": 120,
            "wanted": 200,
            "counts": {"gained": 1, "lost": 1, "changed": 0},
            "same_entry": 7,
            "changes": [
                {
                    "question": "<b>cover</b>?",
                    "kind": "lost",
                    "before": {"action": "answer", "keys": ["credit-cover"]},
                    "after": {"action": "handoff", "keys": []},
                },
            ],
        }
        return found | changes

    def test_shows_what_is_lost_and_gained_and_where_it_stopped(self, editor, learning):
        learning.replayed = self.replayed()

        editor.get(self.PATH)

        assert "120 of the 200 latest questions were asked again; then the time was up." in editor.text
        assert "Lost their answer: 1" in editor.text
        assert "Got this entry both times: 7" in editor.text
        assert "answered: How can I make sure that I meet the SEC Credit Cover" in editor.text
        assert "<b>cover</b>" not in editor.html

    def test_can_be_of_a_withdrawal_and_of_nothing_else(self, editor, learning):
        learning.replayed = self.replayed()

        assert "as if this entry were withdrawn" in editor.get(f"{self.PATH}?change=withdraw").text
        assert editor.get(f"{self.PATH}?change=delete").status == 422
        assert editor.get("/faq/nothing/replay").status == 404

    def test_says_so_where_the_index_cannot_be_asked(self, editor, learning):
        learning.away = True

        assert "Nothing was tried out" in editor.get(self.PATH).text

    def test_is_not_for_agents(self, agent):
        assert agent.get(self.PATH).status == 403
