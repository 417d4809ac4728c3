"""The check of the action server's replies refuses what Rasa's own refuses."""

import importlib.util

import pytest

if importlib.util.find_spec("rasa") is None:
    pytest.skip("Rasa is installed in the bot's own environment", allow_module_level=True)

from components.action_replies import check_the_shape_only
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import deserialise_events
from rasa.shared.exceptions import RasaException

GOOD = {"events": [{"event": "slot", "name": "topic", "value": None, "timestamp": None}], "responses": [{}]}
SHAPELESS = [
    None,
    [],
    {"events": {}},
    {"events": ["slot"]},
    {"events": [{"event": 5}]},
    {"events": [{"name": "topic"}]},
    {"responses": "words"},
    {"responses": ["words"]},
]


@pytest.fixture
def action(monkeypatch):
    # Puts Rasa's own check back afterwards.
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    return RemoteAction("action_answer_question", None)


class TestCheckTheShapeOnly:
    @pytest.mark.parametrize("reply", [GOOD, {}, {"events": [], "responses": []}])
    def test_lets_a_good_reply_pass_as_rasa_does(self, action, reply):
        assert action._validate_action_result(reply)
        check_the_shape_only()

        assert action._validate_action_result(reply)

    @pytest.mark.parametrize("reply", SHAPELESS)
    def test_refuses_what_rasa_refuses(self, action, reply):
        with pytest.raises(ValidationError):
            action._validate_action_result(reply)
        check_the_shape_only()

        with pytest.raises(RasaException):
            action._validate_action_result(reply)

    def test_leaves_to_rasa_an_event_that_there_is_not(self):
        with pytest.raises(ValueError, match="explode"):
            deserialise_events([{"event": "explode"}])
