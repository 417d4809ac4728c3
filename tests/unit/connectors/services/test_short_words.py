import pytest

from connectors.services.short_words import decide_short_words


class TestDecideShortWords:
    @pytest.mark.parametrize(
        "text", ["yes", "Yes!", "ok", "no", "no thanks", "yes please", "OK thanks", "  y "]
    )
    def test_a_yes_or_no_to_nothing_is_small_talk(self, text):
        decision = decide_short_words(text)

        assert (decision.action, decision.reason) == ("chat", "nothing_open")

    @pytest.mark.parametrize(
        "text",
        [
            "are you open now?",
            "Are you open",
            "r u open today",
            "is the helpdesk open right now?",
            "hi, are you still open?",
            "are you open on Saturdays?",
            "is the Helpdesk closed today",
            "are you open or closed",
        ],
    )
    def test_whether_we_are_open_is_the_contact_entry(self, text):
        decision = decide_short_words(text)

        assert (decision.action, decision.keys) == ("answer", ("contact-helpdesk",))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "yes, how do we join?",
            "no account yet",
            "are you open to suggestions?",
            "is the consultation open now?",
            "is it still open",
            "are nominations open now",
            "ok what is CACoP",
        ],
    )
    def test_everything_else_is_for_the_judge(self, text):
        assert decide_short_words(text) is None
