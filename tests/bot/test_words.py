import pytest
from actions.words import answer_to_us, is_cancel, is_no, is_yes


class TestWords:
    @pytest.mark.parametrize(
        "text",
        [
            "yes",
            "Yes please!",
            "y",
            "yep",
            "OK",
            "ok, go ahead",
            "sure thing",
            "please do",
            "That's right.",
            "👍",
            "yes, please do",
            "send it",
            "all correct thanks",
            "sounds good",
            "by all means",
        ],
    )
    def test_a_yes_is_a_yes(self, text):
        assert is_yes(text)
        assert not is_no(text)

    @pytest.mark.parametrize(
        "text", ["no", "No thanks.", "nope", "not really", "no, not now", "n", "👎", "I'd rather not"]
    )
    def test_a_no_is_a_no(self, text):
        assert is_no(text)
        assert not is_yes(text)

    @pytest.mark.parametrize(
        "text",
        [
            "yes but how long does it take",
            "no idea where the form is",
            "is that right",
            "okay and who pays",
            "right of access to data",
            "",
            "...",
            "please send me the spreadsheet",
        ],
    )
    def test_a_message_that_says_more_is_neither(self, text):
        assert not is_yes(text)
        assert not is_no(text)

    @pytest.mark.parametrize(
        "text",
        [
            "cancel",
            "Cancel that please",
            "never mind",
            "nevermind",
            "stop",
            "no, forget it",
            "actually, cancel",
            "I want to cancel",
            "I've changed my mind",
        ],
    )
    def test_it_hears_a_wish_to_stop(self, text):
        assert is_cancel(text)

    @pytest.mark.parametrize(
        "text", ["how do I cancel my account", "can a release be stopped", "cancelled meter"]
    )
    def test_a_question_about_cancelling_is_no_wish_to_stop(self, text):
        assert not is_cancel(text)


class TestAnswerToUs:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("/affirm", "yes"),
            ("/deny", "no"),
            ("/cancel", "cancel"),
            ("yes", "yes"),
            ("nah", "no"),
            ("stop", "cancel"),
        ],
    )
    def test_buttons_and_plain_words_need_no_classifier(self, text, meant):
        assert answer_to_us(text, None) == meant

    def test_a_sure_intent_counts_for_unusual_words(self):
        assert answer_to_us("jolly good, proceed", {"name": "affirm", "confidence": 0.8}) == "yes"

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("jolly good, proceed", {"name": "affirm", "confidence": 0.3}),
            ("would you like me to send the form?", {"name": "affirm", "confidence": 0.9}),
            (
                "I would say that we go on and look at how the credit cover works",
                {"name": "affirm", "confidence": 0.9},
            ),
            ("credit cover", {"name": "ask_credit_cover", "confidence": 0.9}),
        ],
    )
    def test_what_says_more_or_less_is_a_new_message(self, text, intent):
        assert answer_to_us(text, intent) is None
