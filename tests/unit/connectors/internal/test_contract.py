"""The examples that the bot's side is tested with hold on this side, too."""

import json
from pathlib import Path

import pytest

from connectors.dialogue.reply import Reply
from connectors.internal.app import create_answers_app
from retrieval.decision import Decision
from tests.doubles.answers_parts import ScriptedJudge, answers_parts
from tests.unit.connectors.internal.conftest import Caller

FOLDER = Path(__file__).parents[3] / "contract"
FILES = sorted(FOLDER.glob("*.json"))
OUR_OWN = {"chosen", "none_of_these"}
"""Reasons of decisions that are made without the judge."""


def judge_of(example):
    """A judge that decides as the example says, unless that was not the judge's to decide."""
    decision = example["response"].get("decision")
    if decision is None or decision["reason"] in OUR_OWN:
        return ScriptedJudge()
    values = decision | {"keys": tuple(decision["keys"]), "ranking": tuple(decision["ranking"])}
    return ScriptedJudge({example["request"]["text"]: Decision(**values)})


def shape(value, name=""):
    """Names and types all the way down; the words and figures themselves are examples."""
    if isinstance(value, dict):
        # The numbers behind a decision have names of their own.
        return "object" if name == "explanation" else {key: shape(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part, name) for part in value]
    return value if name in {"kind", "payload", "field", "status", "type"} else type(value).__name__


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEveryExample:
    @pytest.fixture
    def example(self, file):
        return json.loads(file.read_text(encoding="utf-8"))

    @pytest.fixture
    def response(self, example, memory, store_answer):
        request = example["request"]
        if request:
            store_answer(request["conversation"])
        caller = Caller(create_answers_app(answers_parts(memory, judge_of(example))))
        path = example["path"].removeprefix("/internal/v1/")
        return caller.get(path) if example["method"] == "GET" else caller.post(path, request)

    def test_it_is_answered_in_the_agreed_shape(self, example, response):
        expected, found = example["response"], response.json

        assert response.status_code == example["status"]
        assert shape(found) == shape(expected)

    def test_the_decision_is_the_agreed_one(self, example, response):
        assert response.json.get("decision") == example["response"].get("decision")

    def test_the_replies_can_be_read_back(self, example, response):
        for reply in response.json.get("replies", ()):
            assert Reply.from_dict(reply).as_dict() == reply


def test_there_are_examples():
    assert len(FILES) >= 15
