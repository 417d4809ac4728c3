"""What was kept before reports were counted is counted too, as if it had been written today."""

import json

import pytest
from sqlalchemy import text

from connectors.services.outcomes import outcome_of
from knowledge.database import Database
from tests.doubles.desk_parts import NOW

DECISIONS = [
    ({"action": "answer", "keys": ["credit-cover"], "ranking": ["meetings"], "reason": "sure"}, None),
    ({"action": "clarify", "keys": ["a", "b"], "ranking": ["a", "b"], "reason": "close"}, None),
    ({"action": "answer", "keys": ["a"], "ranking": ["a"], "reason": "chosen"}, "/choose_entry"),
    ({"action": "handoff", "keys": [], "ranking": ["meetings"], "reason": "near_miss"}, None),
    ({"action": "handoff", "keys": [], "ranking": [], "reason": "human_request"}, "/ask_human"),
    ({"action": "decline", "keys": [], "ranking": [], "reason": "outside"}, None),
    ({"action": "chat", "keys": [], "ranking": ["a"], "reason": ""}, None),
    (None, None),
]


@pytest.fixture
def before(empty_database: Database) -> Database:
    """A database with messages, as revision 0004 keeps them."""
    empty_database.upgrade("0004")
    moment = NOW.replace(tzinfo=None).isoformat(" ") + ".000000"
    with empty_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO conversation (id, token_hash, channel, created_at) VALUES ('c', '0', 'web', :at)"
            ),
            {"at": moment},
        )
        for decision, payload in DECISIONS:
            connection.execute(
                text(
                    "INSERT INTO message (conversation_id, author, text, payload, decision, state, "
                    "created_at) VALUES ('c', 'visitor', 'How?', :payload, :decision, 'answered', :at)"
                ),
                {"payload": payload, "decision": json.dumps(decision) if decision else None, "at": moment},
            )
    return empty_database


class TestUpgrade:
    def test_messages_get_the_outcome_that_they_would_get_today(self, before):
        before.upgrade()

        with before.engine.connect() as connection:
            rows = connection.execute(text("SELECT outcome, entry_key FROM message ORDER BY id")).all()
        today = [outcome_of(decision, pressed=payload is not None) for decision, payload in DECISIONS]
        assert [tuple(row) for row in rows] == [(one.name, one.entry_key) for one in today]

    def test_down_and_up_again_keeps_the_messages(self, before):
        before.upgrade()
        before.downgrade("0004")
        before.upgrade()

        with before.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM message")) == len(DECISIONS)
