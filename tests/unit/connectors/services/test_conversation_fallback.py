from dataclasses import replace

import pytest

from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Reply
from connectors.services.conversation_fallback import FORM, implied_payload, next_best_turn
from connectors.services.conversation_ratings import OFFER as RATING_OFFER
from connectors.services.conversations import Claim
from retrieval.decision import Context
from tests.doubles.scripted_dialogue import ANSWER, OFFER, ScriptedAnswers
from tests.doubles.web_parts import FixedClock

CLAIM = Claim(
    message_id=7,
    conversation_id="c1",
    text="How do we join?",
    payload=None,
    claimed_at=FixedClock()(),
    context=Context(("joining", "fees"), "joining"),
    last_reply=None,
    handing_over=False,
)
AFTER_OFFER = replace(CLAIM, last_reply=OFFER.replies[0])


def kinds(turn):
    return [reply.kind for reply in turn.replies]


class TestNextBestTurn:
    def test_asks_answers_directly(self):
        answers = ScriptedAnswers()

        assert next_best_turn(CLAIM, answers) == ANSWER
        assert answers.asked == [("c1", "How do we join?", CLAIM.context)]

    def test_passes_the_payload_of_a_choice_on(self):
        answers = ScriptedAnswers()

        next_best_turn(replace(CLAIM, payload='/choose_entry{"entry":"fees"}'), answers)

        assert answers.asked[0][1] == '/choose_entry{"entry":"fees"}'

    def test_never_passes_typed_words_on_as_a_payload(self):
        answers = ScriptedAnswers()

        next_best_turn(replace(CLAIM, text="/none_of_these"), answers)

        assert answers.asked[0][1] == "none_of_these"

    def test_shows_the_form_when_answers_is_down_too(self):
        turn = next_best_turn(CLAIM, ScriptedAnswers(up=False))

        assert turn == Turn((FORM,))

    @pytest.mark.parametrize("payload", ["/affirm", "/ask_human", "/rate_no"])
    def test_hands_over_by_the_form(self, payload):
        assert kinds(next_best_turn(replace(CLAIM, payload=payload), ScriptedAnswers(up=False))) == ["form"]

    @pytest.mark.parametrize("payload", ["/deny", "/cancel", "/rate_yes"])
    def test_takes_a_no_for_a_no(self, payload):
        assert kinds(next_best_turn(replace(CLAIM, payload=payload), ScriptedAnswers(up=False))) == ["text"]

    @pytest.mark.parametrize("words", ["yes", "Yes please!", "OK", "go ahead"])
    def test_understands_a_typed_yes_to_the_offer(self, words):
        assert kinds(next_best_turn(replace(AFTER_OFFER, text=words), ScriptedAnswers())) == ["form"]

    @pytest.mark.parametrize("words", ["no", "No thanks."])
    def test_understands_a_typed_no_to_the_offer(self, words):
        assert kinds(next_best_turn(replace(AFTER_OFFER, text=words), ScriptedAnswers())) == ["text"]

    def test_takes_another_question_after_the_offer_for_a_question(self):
        assert next_best_turn(AFTER_OFFER, ScriptedAnswers()) == ANSWER

    def test_asks_again_by_the_form_in_the_middle_of_the_steps(self):
        claim = replace(CLAIM, text="alex@example.org", handing_over=True)

        assert kinds(next_best_turn(claim, ScriptedAnswers())) == ["form"]

    @pytest.mark.parametrize(
        "words", ["How much is it?", "tell me about the fees and when they fall due " * 2]
    )
    def test_takes_a_question_in_the_middle_of_the_steps_for_a_question(self, words):
        claim = replace(CLAIM, text=words, handing_over=True)

        assert next_best_turn(claim, ScriptedAnswers()) == ANSWER

    def test_adds_the_form_to_a_wish_for_a_person(self):
        human = Turn((Reply("text", "Of course."),), {"action": "handoff", "reason": "human_request"})

        turn = next_best_turn(CLAIM, ScriptedAnswers({CLAIM.text: human}))

        assert kinds(turn) == ["text", "form"]

    @pytest.mark.parametrize("intent", ["greet", "thank", "something_new", None])
    def test_has_words_for_small_talk(self, intent):
        chat = Turn((), {"action": "chat", "intent": intent})

        turn = next_best_turn(CLAIM, ScriptedAnswers({CLAIM.text: chat}))

        assert kinds(turn) == ["text"]
        assert turn.replies[0].text

    def test_is_never_silent(self):
        silence = Turn((), {"action": "answer"})

        assert next_best_turn(CLAIM, ScriptedAnswers({CLAIM.text: silence})).replies


class TestImpliedPayload:
    def test_is_the_one_button_of_an_offer_when_yes_is_typed(self):
        claim = replace(CLAIM, text="yes please", last_reply=RATING_OFFER)

        assert implied_payload(claim) == "/ask_human"

    @pytest.mark.parametrize("words", ["no", "yes but what about fees"])
    def test_is_none_for_other_words(self, words):
        assert implied_payload(replace(CLAIM, text=words, last_reply=RATING_OFFER)) is None

    def test_leaves_an_offer_of_the_dialogue_to_the_dialogue(self):
        assert implied_payload(replace(AFTER_OFFER, text="yes")) is None

    def test_is_the_pressed_button_where_one_was_pressed(self):
        assert implied_payload(replace(CLAIM, payload="/deny")) == "/deny"
