from actions.answers import AnswersUnavailable
from actions.handoff.asking import ActionAskConfirm, ActionAskQuestion, shown
from actions.handoff.submitting import ActionSubmitHandoff
from actions.handoff.validating import ValidateHandoffForm
from contract_examples import example

REQUEST = example("ticket_created")["request"]
FILLED = {
    "handoff_key": REQUEST["key"],
    "handoff_name": REQUEST["name"],
    "handoff_email": REQUEST["email"],
    "handoff_organisation": REQUEST["organisation"],
    "handoff_question": REQUEST["question"],
    "handoff_confirm": "yes",
    "handoff_reason": REQUEST["reason"],
    "handoff_candidates": REQUEST["candidates"],
}


class TestValidateHandoffForm:
    def test_the_start_makes_a_key_and_explains_itself(self, run):
        done = run(ValidateHandoffForm(), "/affirm")

        assert len(done.slots["handoff_key"]) == 36
        assert done.responses == ["utter_handoff_start"]

    def test_a_resumed_form_keeps_its_key(self, run):
        done = run(ValidateHandoffForm(), "yes", slots={"handoff_key": "k"})

        assert done.slots == {"handoff_key": "k"}
        assert done.responses == []

    def test_a_message_fills_the_step(self, run):
        done = run(ValidateHandoffForm(), "Asha Patel", slots={"requested_slot": "handoff_name"})

        assert done.slots == {"handoff_name": "Asha Patel", "handoff_confirm": None}

    def test_cancelling_empties_everything_and_ends_the_form(self, run):
        done = run(ValidateHandoffForm(), "cancel", slots={**FILLED, "requested_slot": "handoff_confirm"})

        assert done.slots == dict.fromkeys([*FILLED, "requested_slot"])
        assert done.responses == ["utter_handoff_cancelled"]

    def test_no_to_the_summary_asks_what_to_change(self, run):
        done = run(ValidateHandoffForm(), "no", slots={"requested_slot": "handoff_confirm"})

        assert done.slots["requested_slot"] == "handoff_change"

    def test_a_declined_suggestion_is_forgotten(self, run):
        slots = {"requested_slot": "handoff_question", "last_question": "Who pays?"}

        assert run(ValidateHandoffForm(), "/deny", slots=slots).slots["last_question"] is None


class TestAsking:
    def test_the_last_question_is_suggested(self, run):
        done = run(ActionAskQuestion(), "skip", slots={"last_question": "Who pays?"})

        assert "> Who pays?" in done.texts[0]

    def test_without_one_it_is_asked_for(self, run):
        assert run(ActionAskQuestion(), "skip").texts == ["What would you like to ask the Helpdesk?"]

    def test_the_summary_shows_every_detail(self, run):
        text = run(ActionAskConfirm(), "x", slots={**FILLED, "handoff_organisation": ""}).texts[0]

        assert all(
            part in text
            for part in ("Asha Patel", "asha.patel@example.org", "not given", REQUEST["question"])
        )

    def test_typed_markup_is_shown_as_it_was_typed(self):
        assert shown("<b>*hi*</b>\n[x](y)") == r"\<b\>\*hi\*\</b\> \[x\](y)"

    def test_a_long_text_is_shortened(self):
        assert len(shown("word " * 800)) <= 500


class TestSubmitHandoff:
    def test_the_request_is_the_agreed_one(self, run, scripted):
        answers = scripted("ticket_created")

        run(ActionSubmitHandoff(answers), "yes", slots=FILLED)

        assert answers.calls == [("POST", "tickets", {**REQUEST, "conversation": "conversation-1"})]

    def test_a_skipped_organisation_is_sent_empty(self, run, scripted):
        answers = scripted("ticket_without_organisation")

        run(ActionSubmitHandoff(answers), "yes", slots={**FILLED, "handoff_organisation": ""})

        assert answers.calls[0][2]["organisation"] == ""

    def test_the_reference_is_said_and_only_the_person_remembered(self, run, scripted):
        done = run(ActionSubmitHandoff(scripted("ticket_created")), "yes", slots=FILLED)

        assert done.replies == example("ticket_created")["response"]["replies"]
        assert (
            done.slots["handoff_key"]
            is done.slots["handoff_question"]
            is done.slots["handoff_confirm"]
            is None
        )
        assert "handoff_name" not in done.slots

    def test_a_cancelled_form_sends_nothing(self, run, scripted):
        answers = scripted()

        assert run(ActionSubmitHandoff(answers), "cancel").slots == {}
        assert answers.calls == []

    def test_a_refused_value_is_asked_for_again_under_the_same_key(self, run, scripted):
        done = run(ActionSubmitHandoff(scripted("ticket_refused")), "yes", slots=FILLED)

        assert done.texts == ["Please give an e-mail address such as name@example.org."]
        assert done.slots == {"handoff_confirm": None, "handoff_email": None}
        assert done.followed_by == "handoff_form"

    def test_without_an_answer_the_channels_form_is_shown(self, run, scripted):
        done = run(ActionSubmitHandoff(scripted(AnswersUnavailable())), "yes", slots=FILLED)

        assert done.replies[0]["kind"] == "form"
        assert done.slots["handoff_question"] is None
