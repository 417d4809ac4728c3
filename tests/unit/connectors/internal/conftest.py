import pytest

from connectors.internal.app import create_answers_app
from connectors.services.conversations import bot_message
from knowledge.database import Database
from tests.doubles.answers_parts import TOKEN, ScriptedJudge, answers_parts


@pytest.fixture
def memory():
    """A database in memory with all tables."""
    database = Database("sqlite://")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def judge():
    return ScriptedJudge()


@pytest.fixture
def app(memory, judge):
    return create_answers_app(answers_parts(memory, judge))


class Caller:
    """Calls the internal API as the bot does."""

    def __init__(self, app):
        self.client = app.test_client()
        self.headers = {"X-Helpdesk-Token": TOKEN}

    def post(self, path, body, **options):
        return self.client.post(f"/internal/v1/{path}", json=body, headers=self.headers, **options)

    def get(self, path):
        return self.client.get(f"/internal/v1/{path}", headers=self.headers)


@pytest.fixture
def caller(app):
    return Caller(app)


@pytest.fixture
def store_answer(memory):
    """Store a conversation whose last message of the bot is an answer."""
    from connectors.dialogue.reply import Reply
    from knowledge.tables import Conversation
    from tests.doubles.scripted_dialogue import MEMBERSHIP
    from tests.doubles.web_parts import FixedClock

    def store(conversation_id):
        now = FixedClock()()
        with memory.session() as session:
            session.add(Conversation(id=conversation_id, token_hash="0" * 64, created_at=now))
            session.flush()
            session.add(bot_message(conversation_id, Reply("answer", answer=MEMBERSHIP), now))

    return store
