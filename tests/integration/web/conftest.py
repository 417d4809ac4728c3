import shutil

import pytest

from connectors.web.app import create_web_app
from knowledge.database import Database
from tests.doubles.scripted_dialogue import CHOICE, FORM, HELLO, OFFER, ScriptedAnswers, ScriptedDialogue
from tests.doubles.web_parts import FixedClock, web_parts

SCRIPT = {"fees": CHOICE, "odd": OFFER, "/affirm": FORM, "/ask_human": FORM, "hello": HELLO}


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory):
    """A SQLite file with all tables and nothing in them, to copy from."""
    path = tmp_path_factory.mktemp("web") / "empty.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def store(tmp_path, blank_file):
    """A SQLite file with all tables."""
    shutil.copy(blank_file, tmp_path / "helpdesk.db")
    database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")
    yield database
    database.close()


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def dialogue():
    return ScriptedDialogue(SCRIPT)


@pytest.fixture
def answers():
    return ScriptedAnswers()


@pytest.fixture
def app(store, clock, dialogue, answers):
    return create_web_app(
        web_parts(
            store, clock=clock, dialogue=dialogue, answers=answers, origins=("https://host.example.org",)
        )
    )


@pytest.fixture
def client(app):
    return app.test_client()


class Visitor:
    """Uses the API as the widget does."""

    def __init__(self, client):
        self.client = client
        started = client.post("/api/v1/conversations", json={})
        self.id, self.token = started.json["id"], started.json["token"]
        self.greeting = started.json["messages"][0]
        self.base = f"/api/v1/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.count = 0

    def send(self, text="How do we join?", payload=None, key=None):
        self.count += 1
        body = {"text": text} if payload is None else {"text": text, "payload": payload}
        headers = self.headers | {"Idempotency-Key": key or f"key-{self.count}"}
        return self.client.post(f"{self.base}/messages", json=body, headers=headers)

    def since(self, message_id=0):
        return self.client.get(f"{self.base}/messages?since={message_id}", headers=self.headers)

    def rate(self, message_id, helpful):
        path = f"{self.base}/messages/{message_id}/rating"
        return self.client.put(path, json={"helpful": helpful}, headers=self.headers)

    def hand_over(self, key="ticket-1", **changes):
        form = {
            "name": "Alex Field",
            "email": "alex@example.org",
            "organisation": "Field and Sons",
            "question": "Who set the fee?",
        }
        headers = self.headers | {"Idempotency-Key": key}
        return self.client.post(f"{self.base}/tickets", json=form | changes, headers=headers)


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def another_visitor(client):
    return Visitor(client)
