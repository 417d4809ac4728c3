"""What the setting of topics changes; how well mails are decided on is measured in tests/evaluation."""

import pytest

from connectors.mail.deciding import QuestionDecider
from retrieval.decision import Decision
from retrieval.mails import Impression
from tests.doubles.mails import PLAIN, mail

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


def decide_by(text, impression=PLAIN, **decisions):
    keys = frozenset(("fees", "dcc", "panel"))
    decider = QuestionDecider(FixedJudge(**decisions), Encoder(), keys, 0.95)
    return decider.decide(mail(text, impression=impression))


def sure_of(key, **explanation):
    return Decision("answer", (key,), 0.98, scores={key: 0.98}, explanation=explanation)


class TestPeople:
    def test_get_what_reads_like_a_matter_for_people(self):
        outcome = decide_by("What are the fees?", Impression(people=0.9), fees=sure_of("fees"))

        assert (outcome.action, outcome.keys) == ("handoff", ("fees",))
        assert "reads like a matter for people" in outcome.reason

    def test_get_a_mail_with_one_question_that_the_faq_only_touches(self):
        miss = Decision("handoff", explanation={"p_near_miss": 0.99})
        words = Impression(people=0.3)

        outcome = decide_by("What are the fees? Who waives them?", words, fees=sure_of("fees"), waives=miss)

        assert outcome.action == "handoff"
        assert outcome.reason == "One of its questions is for people. People answer it."

    def test_do_not_get_a_plain_question_that_the_judge_has_no_doubt_of(self):
        words = Impression(people=0.6)

        plain = decide_by("What are the fees?", words, fees=sure_of("fees", p_near_miss=0.001))
        doubted = decide_by("What are the fees?", words, fees=sure_of("fees", p_near_miss=0.05))
        with_a_story = decide_by("We have moved. What are the fees?", words, fees=sure_of("fees"))

        assert (plain.action, doubted.action, with_a_story.action) == ("answer", "handoff", "handoff")

    def test_get_nothing_that_the_faq_answers_in_full(self):
        assert (
            decide_by("What are the fees?", Impression(people=0.1), fees=sure_of("fees")).action == "answer"
        )


class TestSeveralQuestions:
    def test_are_each_answered(self):
        asked = "What are the fees? When does the panel meet?"

        both = Decision("answer", ("fees",), 0.9, scores={"fees": 0.9, "panel": 0.08})

        outcome = decide_by(asked, fees=both, panel=sure_of("panel"))

        assert (outcome.action, set(outcome.keys)) == ("answer", {"fees", "panel"})

    def test_are_answered_in_their_order(self):
        asked = "When does the panel meet? What are the fees?"
        whole = Decision("clarify", ("fees",), 0.9, scores={"fees": 0.99, "panel": 0.01})
        views = {"meet? What": whole, "panel": sure_of("panel"), "fees": sure_of("fees")}

        assert decide_by(asked, **views).keys == ("panel", "fees")

    def test_are_read_with_the_sentence_before(self):
        asked = "What are the fees? I have not got the papers of the panel. How do I see those?"
        both = Decision("clarify", ("fees",), 0.9, scores={"fees": 0.99, "panel": 0.01})

        outcome = decide_by(asked, **{"fees": both, "papers of the panel. How": sure_of("panel")})

        assert (outcome.action, outcome.keys) == ("answer", ("fees", "panel"))

    def test_in_one_sentence_are_told_apart(self):
        asked = "What are the fees, and when does the panel meet?"
        both = Decision("clarify", ("fees",), 0.9, scores={"fees": 0.99, "panel": 0.01})
        views = {"the fees, and when": both, "fees": sure_of("fees"), "panel": sure_of("panel")}

        outcome = decide_by(asked, **views)

        assert (outcome.action, outcome.keys) == ("answer", ("fees", "panel"))

    def test_that_no_entry_is_sure_of_are_for_people(self):
        outcome = decide_by(
            "What are the fees?", fees=Decision("clarify", ("fees",), 0.3, scores={"fees": 0.3})
        )

        assert outcome.action == "handoff"


class TestScores:
    def test_of_a_suggestion_are_those_of_the_reading_that_speaks_most_for_it(self):
        near = Decision("handoff", ("fees",), 0.21, scores={"fees": 0.21, "dcc": 0.2})

        outcome = decide_by("Who sets the fees?", fees=near)

        assert (outcome.action, outcome.keys, outcome.scores) == ("handoff", ("fees",), (0.21,))

    def test_of_an_answer_stand_beside_its_confidence(self):
        sure = Decision("answer", ("fees",), 0.95, scores={"fees": 0.97})

        outcome = decide_by("What are the fees?", fees=sure)

        assert (outcome.action, outcome.scores) == ("answer", (0.97,))
        assert 0.9 < outcome.confidence < 1

    def test_are_left_open_where_the_judge_gave_none(self):
        outcome = decide_by("Who sets the fees?", fees=Decision("handoff", ("fees",), 0.41))

        assert outcome.scores == (None,)
