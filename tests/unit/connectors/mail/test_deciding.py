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


class FixedJudge:
    """Decides by the first word that it knows."""

    def __init__(self, **decisions: Decision) -> None:
        self._decisions = decisions

    def decide(self, text, intents=(), context=None):
        return next((d for word, d in self._decisions.items() if word in text), Decision("handoff"))


def decide_by(text, **decisions):
    keys = frozenset(("fees", "dcc", "panel"))
    return QuestionDecider(FixedJudge(**decisions), Encoder(), keys, 0.9).decide(mail(text))


class TestScores:
    def test_of_a_suggestion_are_those_of_the_reading_that_speaks_most_for_it(self):
        near = Decision("handoff", ("fees",), 0.41, scores={"fees": 0.41, "dcc": 0.2})

        outcome = decide_by("Who sets the fees?", fees=near)

        assert (outcome.action, outcome.keys, outcome.scores) == ("handoff", ("fees",), (0.41,))

    def test_of_an_answer_stand_beside_its_confidence(self):
        sure = Decision("answer", ("fees",), 0.95, scores={"fees": 0.97})

        outcome = decide_by("What are the fees?", fees=sure)

        assert (outcome.action, outcome.confidence, outcome.scores) == ("answer", 0.95, (0.97,))

    def test_are_left_open_where_the_judge_gave_none(self):
        outcome = decide_by("Who sets the fees?", fees=Decision("handoff", ("fees",), 0.41))

        assert outcome.scores == (None,)
