import pytest

from connectors.services.outcomes import Outcome, outcome_of
from retrieval.decision import Decision


def decided(action, *keys, reason="", ranking=()):
    return Decision(action, keys, ranking=ranking, reason=reason).as_dict()


class TestOutcome:
    @pytest.mark.parametrize("action", ["answer", "clarify", "handoff", "decline"])
    def test_of_a_question_is_what_was_done_and_the_nearest_entry(self, action):
        decision = decided(action, "credit-cover", ranking=("credit-cover", "meetings"))

        assert outcome_of(decision, pressed=False) == Outcome(action, "credit-cover")

    def test_names_the_best_of_the_ranking_where_nothing_was_said(self):
        decision = decided("handoff", ranking=("meetings", "credit-cover"))

        assert outcome_of(decision, pressed=False).entry_key == "meetings"

    def test_of_a_choice_goes_on_with_a_question(self):
        chosen = decided("answer", "meetings", reason="chosen")

        assert outcome_of(chosen, pressed=True) == Outcome("chosen", "meetings")
        assert outcome_of(chosen, pressed=False) == Outcome("chosen", "meetings")

    @pytest.mark.parametrize(
        ("decision", "pressed"),
        [
            (None, False),
            (decided("chat"), False),
            (decided("handoff", reason="human_request"), True),
            ({}, False),
        ],
    )
    def test_of_what_is_no_question_is_nothing(self, decision, pressed):
        assert outcome_of(decision, pressed=pressed) == Outcome()
