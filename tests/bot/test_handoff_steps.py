import pytest
from actions.handoff.steps import take

ALL = ["name", "email", "organisation", "question", "confirm", "change"]


class TestSteps:
    @pytest.mark.parametrize("step", ALL)
    @pytest.mark.parametrize("text", ["/cancel", "cancel", "forget it", "never mind"])
    def test_every_step_can_be_cancelled(self, step, text):
        assert take(step, text).cancelled

    @pytest.mark.parametrize("step", ALL)
    @pytest.mark.parametrize("detail", ["name", "email", "organisation", "question"])
    def test_every_detail_can_be_corrected_at_every_step(self, step, detail):
        outcome = take(step, f"change the {detail}")

        assert outcome.slots == {detail: None, "confirm": None}
        assert outcome.says == ("utter_handoff_changing",)

    @pytest.mark.parametrize(
        ("step", "slots"),
        [
            ("name", {"name": None}),
            ("email", {"name": None, "email": None}),
            ("organisation", {"email": None, "organisation": None}),
            ("question", {"organisation": None, "question": None}),
            ("confirm", {"question": None, "confirm": None}),
            ("change", {"question": None, "confirm": None}),
        ],
    )
    def test_back_returns_to_the_step_before(self, step, slots):
        assert take(step, "go back").slots == slots

    @pytest.mark.parametrize("step", ALL)
    @pytest.mark.parametrize(
        "text", ["🙂", "....", "x" * 4000, "yes", "no", '/choose_entry{"entry":"cacop"}', "What?"]
    )
    def test_no_text_leaves_rasa_without_a_slot(self, step, text):
        assert take(step, text).slots

    def test_a_sure_intent_cancels_where_no_question_is_written(self):
        sure = {"name": "cancel", "confidence": 0.9}

        assert take("email", "get me out of this form", intent=sure).cancelled
        assert not take("question", "get me out of this contract", intent=sure).cancelled

    def test_declining_the_suggestion_asks_for_new_words(self):
        outcome = take("question", "no", suggestion="Who pays?")

        assert outcome.new_wording
        assert outcome.slots == {"question": None}

    def test_yes_confirms(self):
        assert take("confirm", "yes").slots == {"confirm": "yes"}

    def test_no_asks_what_to_change(self):
        assert take("confirm", "no").ask == "change"

    def test_a_detail_named_alone_is_changed(self):
        assert take("change", "the email").slots == {"email": None, "confirm": None}

    def test_a_new_address_at_the_end_replaces_the_old_one(self):
        assert take("confirm", "asha@example.org").slots == {"email": "asha@example.org", "confirm": None}

    def test_a_bad_new_value_is_asked_for_again(self):
        outcome = take("confirm", "change the email to nowhere")

        assert outcome.slots == {"email": None, "confirm": None}
        assert outcome.says == ("utter_handoff_bad_email",)

    def test_anything_else_at_the_end_explains_itself(self):
        assert take("confirm", "hmm let me think").says == ("utter_handoff_confirm_how",)
