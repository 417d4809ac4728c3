import pytest
from actions.answers import AnswersUnavailable
from actions.hours import ActionOpeningHours
from actions.yes_no import ActionCancel, ActionNo, ActionRateAnswer, ActionYes
from contract_examples import example

CACOP = {"key": "cacop", "score": 0.3}
OFFERED = {"pending": "handoff", "handoff_reason": "near_miss", "handoff_candidates": [CACOP]}


class TestYesAndNo:
    @pytest.mark.parametrize("text", ["yes", "/affirm"])
    def test_yes_to_the_offer_starts_the_form(self, text, run, scripted):
        done = run(ActionYes(scripted()), text, slots=OFFERED)

        assert done.followed_by == "handoff_form"
        assert done.slots["handoff_candidates"] == [CACOP]

    @pytest.mark.parametrize("text", ["no", "/deny"])
    def test_no_to_the_offer_leaves_it(self, text, run, scripted):
        done = run(ActionNo(scripted()), text, slots=OFFERED)

        assert done.responses == ["utter_handoff_declined"]
        assert done.slots == {"pending": None, "handoff_reason": None}

    def test_the_button_of_an_offer_further_up_still_works(self, run, scripted):
        assert (
            run(ActionYes(scripted()), "/affirm", slots={**OFFERED, "pending": "rating"}).followed_by
            == "handoff_form"
        )

    def test_a_button_pressed_twice_does_no_harm(self, run, scripted):
        done = run(ActionYes(scripted()), "/affirm")

        assert done.responses == ["utter_nothing_open"]
        assert done.followed_by is None

    @pytest.mark.parametrize(
        ("action", "text", "helpful"), [(ActionYes, "yes", True), (ActionNo, "not really", False)]
    )
    def test_after_an_answer_they_rate_it(self, action, text, helpful, run, scripted):
        answers = scripted("rating_helpful" if helpful else "rating_unhelpful")

        run(action(answers), text, slots={"pending": "rating"})

        request = {
            **example("rating_helpful")["request"],
            "conversation": "conversation-1",
            "helpful": helpful,
        }
        assert answers.calls == [("POST", "ratings", request)]

    def test_out_of_the_blue_they_are_messages(self, run, scripted):
        answers = scripted("respond_chat")

        run(ActionYes(answers), "yes")

        assert answers.calls[0][1] == "respond"

    def test_a_question_that_was_taken_for_a_yes_is_answered(self, run, scripted):
        answers = scripted("respond_answer")

        run(
            ActionYes(answers),
            "would that be all right for the credit cover?",
            slots=OFFERED,
            intent=("affirm", 0.9),
        )

        assert answers.calls[0][1] == "respond"

    def test_cancel_declines_the_offer(self, run, scripted):
        assert run(ActionCancel(scripted()), "cancel", slots=OFFERED).responses == ["utter_handoff_declined"]

    def test_a_stray_cancel_is_answered(self, run, scripted):
        assert run(ActionCancel(scripted()), "/cancel").responses == ["utter_nothing_open"]


class TestRating:
    def test_an_unhelpful_answer_leads_to_the_offer(self, run, scripted):
        done = run(
            ActionRateAnswer(scripted("rating_unhelpful")),
            "/rate_no",
            slots={"topic": "cacop"},
            intent=("rate_no", 1.0),
        )

        assert done.replies == example("rating_unhelpful")["response"]["replies"]
        assert done.slots == {
            "pending": "handoff",
            "handoff_reason": "not_helpful",
            "handoff_candidates": [{"key": "cacop", "score": None}],
        }

    def test_a_rating_that_cannot_be_kept_does_not_trouble_the_visitor(self, run, scripted):
        done = run(ActionRateAnswer(scripted(AnswersUnavailable())), "/rate_yes", intent=("rate_yes", 1.0))

        assert done.responses == ["utter_thank"]

    def test_words_rate_only_right_after_an_answer(self, run, scripted):
        answers = scripted("respond_near_miss")

        run(ActionRateAnswer(answers), "wrong answer", intent=("rate_no", 0.9))

        assert answers.calls[0][1] == "respond"

    def test_unsure_words_are_a_message(self, run, scripted):
        answers = scripted("respond_near_miss")

        run(ActionRateAnswer(answers), "wrong meter", slots={"pending": "rating"}, intent=("rate_no", 0.3))

        assert answers.calls[0][1] == "respond"


class TestOpeningHours:
    def test_they_are_passed_on(self, run, scripted):
        done = run(ActionOpeningHours(scripted("hours_open")), "/opening_hours")

        assert done.replies == example("hours_open")["response"]["replies"]

    def test_without_them_the_form_is_shown(self, run, scripted):
        assert (
            run(ActionOpeningHours(scripted(AnswersUnavailable())), "/opening_hours").replies[0]["kind"]
            == "form"
        )
