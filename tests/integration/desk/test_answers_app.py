"""The `answers` process on real databases, with the judge as its only double."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from connectors.desk.hours import BusinessHours
from connectors.internal.app import create_answers_app
from connectors.internal.dependencies import AnswersDependencies
from connectors.services.answering import AnsweringService
from connectors.services.handing_over import DeskService
from knowledge import faq
from knowledge.importer import import_entries
from knowledge.tables import Entry
from retrieval.decision import Decision
from tests.doubles.answers_parts import CONTACT, ENTRIES, TOKEN, ScriptedJudge
from tests.doubles.web_parts import FixedClock

CLOCK = FixedClock(datetime(2026, 5, 5, 10, tzinfo=UTC))
JUDGE = ScriptedJudge({"credit cover?": Decision("answer", ("credit-cover",), 0.9, reason="sure")})


@pytest.fixture
def client(database):
    hours = BusinessHours()
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=CLOCK(), complete=True)
    return create_answers_app(
        AnswersDependencies(
            database=database,
            answering=AnsweringService(JUDGE, faq.entry, hours, CLOCK, CONTACT),
            desk=DeskService(hours, CLOCK, CONTACT),
            token=TOKEN,
        )
    ).test_client()


def respond(client, text, offered=()):
    message = {
        "conversation": "a" * 32,
        "text": text,
        "channel": "chat",
        "intents": [],
        "context": {"offered": list(offered), "topic": None},
    }
    return client.post("/internal/v1/respond", json=message, headers={"X-Helpdesk-Token": TOKEN})


class TestRespond:
    def test_the_published_words_are_said(self, client):
        (reply,) = respond(client, "credit cover?").json["replies"]

        assert reply["answer"]["body"] == "The answer of **credit-cover**."
        assert reply["answer"]["reviewed_on"] == "2026-01-15"

    def test_an_entry_that_was_withdrawn_after_the_start_is_not_answered_any_more(self, client, database):
        with database.session() as session:
            session.execute(update(Entry).where(Entry.key == "credit-cover").values(status="withdrawn"))

        body = respond(client, "credit cover?").json
        assert body["decision"]["reason"] == "withdrawn"
        assert body["replies"][0]["kind"] == "handoff"

    def test_words_pick_from_the_published_titles(self, client):
        body = respond(client, "booking", ["credit-cover", "book-assessment"]).json

        assert body["decision"]["keys"] == ["book-assessment"]


class TestReady:
    def test_it_is_ready_while_the_database_answers(self, client):
        assert client.get("/readyz").status_code == 200

    def test_it_is_not_ready_before_the_tables_are_there(self, client, database):
        database.downgrade("base")

        assert client.get("/readyz").status_code == 503
