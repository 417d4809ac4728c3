"""What the setting of topics changes; how well mails are decided on is measured in tests/evaluation."""

import pytest

from connectors.mail.deciding import QuestionDecider
from retrieval.decision import Decision
from tests.doubles.mails import mail

KEYS = frozenset(("newsletter", "cacop"))


class Encoder:
    def encode(self, texts):
        return [[0.0] for _ in texts]


class SureJudge:
    def decide(self, text):
        return Decision("answer", keys=("newsletter",), confidence=0.99)


def decide(off=frozenset()):
    decider = QuestionDecider(SureJudge(), Encoder(), KEYS, 0.9, off)
    return decider.decide(mail("How do I get the newsletter?"))


class TestTopics:
    @pytest.mark.parametrize("off", [frozenset(), frozenset(("cacop",))])
    def test_that_are_not_off_are_answered(self, off):
        assert decide(off).action == "answer"

    def test_that_are_off_go_to_people_with_what_they_may_answer(self):
        outcome = decide(frozenset(("newsletter",)))

        assert (outcome.action, outcome.keys) == ("handoff", ("newsletter",))
        assert "topic" in outcome.reason
