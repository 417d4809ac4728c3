"""The check of the action server's replies says what Rasa's own says."""

import importlib.util

import pytest

if importlib.util.find_spec("rasa") is None:
    pytest.skip("Rasa is installed in the bot's own environment", allow_module_level=True)

from components.action_replies import check_the_schema_once
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

GOOD = {"events": [{"event": "slot", "name": "topic", "value": None, "timestamp": None}], "responses": [{}]}


@pytest.fixture
def action(monkeypatch):
    # Puts Rasa's own check back afterwards.
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    check_the_schema_once()
    return RemoteAction("action_answer_question", None)


class TestCheckTheSchemaOnce:
    def test_lets_a_good_reply_pass(self, action):
        assert action._validate_action_result(GOOD)

    @pytest.mark.parametrize(
        "reply", [None, [], {"events": {}}, {"events": [{"event": 5}]}, {"responses": ["words"]}]
    )
    def test_refuses_what_rasa_refuses(self, action, reply):
        with pytest.raises(ValidationError):
            action._validate_action_result(reply)
