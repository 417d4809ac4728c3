"""The files that have to agree with each other: domain, training data, actions and responses."""

import re
from pathlib import Path

import yaml
from actions.answering import SMALL_TALK
from actions.server import build_executor

ROOT = Path(__file__).parents[2]
BUTTONS_ONLY = {"choose_entry", "change_detail", "opening_hours"}


def domain():
    merged = {}
    for path in sorted((ROOT / "bot/domain").glob("*.yml")):
        for key, value in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if key != "version":
                assert key not in merged, f"{key} stands in two files"
                merged[key] = value
    return merged


def trained_intents():
    files = (ROOT / "training_data/nlu").rglob("*.yml")
    return {
        block["intent"] for path in files for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    }


class TestDomain:
    def test_every_trained_intent_is_in_the_domain_and_the_other_way_round(self):
        assert set(domain()["intents"]) - BUTTONS_ONLY == trained_intents()

    def test_every_action_of_the_domain_is_served_and_the_other_way_round(self):
        assert set(domain()["actions"]) == set(build_executor(answers=None).actions)

    def test_every_response_that_the_code_names_exists(self):
        code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/actions").rglob("*.py"))
        named = set(re.findall(r"utter_[a-z]+(?:_[a-z]+)*", code)) | {
            f"utter_{intent}" for intent in SMALL_TALK
        }
        # The SDK's own method, and the pattern in a docstring.
        assert named - {"utter_message", "utter_ask"} <= set(domain()["responses"])

    def test_every_slot_can_be_asked_for(self):
        known = {*domain()["responses"], *domain()["actions"]}
        for slot in domain()["forms"]["handoff_form"]["required_slots"]:
            assert {f"utter_ask_{slot}", f"action_ask_{slot}"} & known
