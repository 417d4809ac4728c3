import pytest
from actions.answering import ActionAnswerQuestion
from actions.answers import AnswersUnavailable
from actions.choosing import ActionChooseEntry, ActionNoneOfThese
from contract_examples import example

ANSWERS_NEEDED = [
    "respond_answer",
    "respond_two_answers",
    "respond_partly",
    "respond_clarify",
    "respond_near_miss",
    "respond_human_request",
    "respond_decline",
    "respond_chat",
    "respond_no_words",
]


class TestContract:
    @pytest.mark.parametrize("name", ANSWERS_NEEDED)
    def test_the_request_is_the_agreed_one(self, name, run, scripted):
        call = example(name)
        answers, request = scripted(name), call["request"]

        run(
            ActionAnswerQuestion(answers),
            request["text"],
            ranking=[(i["name"], i["confidence"]) for i in request["intents"]],
            slots={"offered": request["context"]["offered"], "topic": request["context"]["topic"]},
        )

        expected = {**request, "conversation": "conversation-1"}
        assert answers.calls == [("POST", "respond", expected)]

    @pytest.mark.parametrize("name", ANSWERS_NEEDED)
    def test_the_decision_and_the_replies_are_passed_on_as_they_are(self, name, run, scripted):
        response = example(name)["response"]

        done = run(ActionAnswerQuestion(scripted(name)), example(name)["request"]["text"])

        assert done.decisions == [response["decision"]]
        assert done.replies == response["replies"]


class TestAnswerQuestion:
    def test_an_answer_is_remembered_and_its_rating_awaited(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_answer")), "how big a deposit do we pay")

        assert done.slots == {
            "offered": [],
            "last_question": "how big a deposit do we pay",
            "topic": "credit-cover",
            "pending": "rating",
        }

    def test_a_choice_is_remembered_in_its_order(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_clarify")), "assessment")

        assert done.slots["offered"] == ["book-assessment", "assessment-requirements"]
        assert [c["key"] for c in done.slots["handoff_candidates"]] == done.slots["offered"]
        assert done.slots["pending"] is None

    def test_choosing_by_words_keeps_the_question_that_led_there(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_chosen_by_words")), "the second one")

        assert "last_question" not in done.slots
        assert done.slots["topic"] == "assessment-requirements"

    def test_small_talk_is_the_bots_own(self, run, scripted):
        assert run(ActionAnswerQuestion(scripted("respond_chat")), "good morning").responses == [
            "utter_greet"
        ]

    def test_a_yes_to_nothing_is_met_kindly(self, run, scripted):
        call = example("respond_chat")
        call["response"]["decision"].update(intent=None, reason="nothing_open")

        assert run(ActionAnswerQuestion(scripted(call)), "yes").responses == ["utter_nothing_asked"]

    def test_only_the_part_without_an_answer_is_left_for_people(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_partly")), "x")

        assert done.slots["last_question"] == "who raised the fee last year?"
        assert done.slots["topic"] == "become-sec-party"
        assert done.slots["pending"] == "handoff"
        assert done.slots["handoff_reason"] == "partly"

    def test_small_talk_of_an_unknown_kind_is_still_answered(self, run, scripted):
        call = example("respond_chat")
        call["response"]["decision"]["intent"] = "weather"

        assert run(ActionAnswerQuestion(scripted(call)), "grey day").responses == ["utter_small_talk"]

    def test_what_is_not_in_the_faq_is_offered_to_the_helpdesk(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_near_miss")), "who approved it")

        assert done.followed_by is None
        assert done.slots["pending"] == "handoff"
        assert done.slots["handoff_reason"] == "near_miss"
        assert done.slots["handoff_candidates"] == [{"key": "credit-cover", "score": 0.24}]

    def test_a_person_is_asked_for_and_the_form_starts_at_once(self, run, scripted):
        done = run(
            ActionAnswerQuestion(scripted("respond_human_request")),
            "a person please",
            slots={"topic": "cacop"},
        )

        assert done.followed_by == "handoff_form"
        assert done.slots["handoff_reason"] == "human_request"
        assert done.slots["handoff_candidates"] == [{"key": "cacop", "score": None}]
        assert "last_question" not in done.slots

    def test_a_long_request_for_a_person_is_kept_as_the_question(self, run, scripted):
        text = "please let me talk to somebody, our accession has been stuck for three weeks now"

        assert (
            run(ActionAnswerQuestion(scripted("respond_human_request")), text).slots["last_question"] == text
        )

    def test_the_button_for_a_person_says_the_hours_and_starts_the_form(self, run, scripted):
        answers = scripted("hours_closed")

        done = run(ActionAnswerQuestion(answers), "/ask_human")

        assert answers.calls == [("GET", "hours", None)]
        assert done.replies == example("hours_closed")["response"]["replies"]
        assert done.followed_by == "handoff_form"

    def test_ok_after_an_offer_is_a_yes(self, run, scripted):
        slots = {
            "pending": "handoff",
            "handoff_reason": "near_miss",
            "handoff_candidates": [{"key": "cacop", "score": 0.3}],
        }

        done = run(ActionAnswerQuestion(scripted()), "ok", slots=slots, intent=("small_talk", 0.9))

        assert done.followed_by == "handoff_form"
        assert done.slots["handoff_reason"] == "near_miss"

    def test_a_new_question_after_an_offer_is_a_question(self, run, scripted):
        done = run(
            ActionAnswerQuestion(scripted("respond_answer")), "how big is it", slots={"pending": "handoff"}
        )

        assert done.slots["topic"] == "credit-cover"

    @pytest.mark.parametrize(
        "failure", [AnswersUnavailable(), {"status": 503, "response": {}}, {"status": 200, "response": {}}]
    )
    def test_without_an_answer_the_channels_form_is_shown_and_the_question_kept(self, failure, run, scripted):
        done = run(ActionAnswerQuestion(scripted(failure)), "how big is it")

        assert [reply["kind"] for reply in done.replies] == ["form"]
        assert done.slots == {"last_question": "how big is it"}

    def test_a_refused_message_is_explained(self, run, scripted):
        done = run(ActionAnswerQuestion(scripted("respond_too_long")), "x")

        assert done.texts == ["A message can have up to 4,000 characters."]


class TestChoosing:
    def test_a_button_is_passed_on_as_it_is(self, run, scripted):
        answers, payload = scripted("respond_chosen_by_button"), '/choose_entry{"entry":"book-assessment"}'

        done = run(
            ActionChooseEntry(answers),
            payload,
            intent=("choose_entry", 1.0),
            ranking=[("choose_entry", 1.0)],
            slots={"offered": ["book-assessment"]},
        )

        assert answers.calls[0][2]["text"] == payload
        assert answers.calls[0][2]["intents"] == []
        assert done.slots["topic"] == "book-assessment"

    def test_none_of_these_offers_the_helpdesk_with_the_question_before(self, run, scripted):
        done = run(
            ActionNoneOfThese(scripted("respond_none_of_these")),
            "/none_of_these",
            slots={"offered": ["cacop"], "handoff_candidates": [{"key": "cacop", "score": 0.3}]},
        )

        assert done.slots["pending"] == "handoff"
        assert done.slots["handoff_candidates"] == [{"key": "cacop", "score": 0.3}]
        assert "last_question" not in done.slots
