"""How the readings of a mail are put together."""

import pytest

from connectors.mail.weighing import (
    beside_probability,
    entry_probability,
    odds,
    people_probability,
    scores_of,
)
from retrieval.decision import Decision


def read(**scores):
    return Decision("clarify", scores=scores)


def outside(**numbers):
    return Decision("handoff", explanation=numbers)


class TestEntryProbability:
    def test_is_high_where_the_whole_mail_and_a_sentence_speak_of_it(self):
        assert entry_probability("fees", read(fees=0.99), [read(fees=0.99)]) > 0.99

    def test_is_low_where_neither_does(self):
        assert entry_probability("fees", read(dcc=0.99), [read(dcc=0.99)]) < 0.05

    def test_a_sentence_that_speaks_rather_of_another_doesnt_count(self):
        whole = read(fees=0.5)

        with_other = entry_probability("fees", whole, [read(fees=0.3, dcc=0.6)])

        assert with_other == entry_probability("fees", whole, [])

    @pytest.mark.parametrize("sentences", [[], [Decision("decline")]])
    def test_is_that_of_the_whole_where_no_sentence_says_anything(self, sentences):
        assert 0 < entry_probability("fees", read(fees=0.9), sentences) < 1


class TestBesideProbability:
    WHOLE = read(fees=0.98, dcc=0.01)

    def test_is_high_where_a_part_would_be_answered_with_it(self):
        answered = Decision("answer", ("dcc",), 0.97, scores={"dcc": 0.97})

        assert beside_probability("dcc", self.WHOLE, [read(fees=0.99), answered]) > 0.7

    def test_is_less_where_the_judge_would_not_answer_that_part(self):
        unsure = beside_probability("dcc", self.WHOLE, [read(dcc=0.97)])
        answered = beside_probability(
            "dcc", self.WHOLE, [Decision("answer", ("dcc",), 0.97, scores={"dcc": 0.97})]
        )

        assert unsure < answered

    def test_is_low_where_no_part_speaks_rather_of_it(self):
        assert beside_probability("dcc", self.WHOLE, [read(fees=0.7, dcc=0.3)]) < 0.05


class TestPeopleProbability:
    NOTHING = Decision("answer")

    def test_grows_with_what_the_words_say(self):
        by_words = [people_probability(words, self.NOTHING, []) for words in (0.05, 0.3, 0.6, 0.95)]

        assert by_words == sorted(by_words)
        assert by_words[0] < 0.05
        assert by_words[-1] > 0.5

    @pytest.mark.parametrize("name", ["p_near_miss", "p_human", "p_outside"])
    def test_grows_with_the_question_that_is_least_for_the_faq(self, name):
        with_one = people_probability(0.3, self.NOTHING, [self.NOTHING, outside(**{name: 0.9})])

        assert with_one > people_probability(0.3, self.NOTHING, [self.NOTHING])


class TestScoresOf:
    def test_an_answer_that_was_not_learnt_has_its_confidence_and_leaves_the_rest_to_others(self):
        answer = Decision("answer", ("new",), 0.98, scores={"fees": 0.4})

        assert scores_of(answer) == pytest.approx({"new": 0.98, "fees": 0.008})

    def test_a_suggestion_adds_nothing(self):
        assert scores_of(Decision("handoff", ("fees",), 0.4)) == {}


class TestOdds:
    def test_are_finite_at_both_ends(self):
        assert odds(0.0) == pytest.approx(-odds(1.0))
        assert odds(0.5) == pytest.approx(0.0)
