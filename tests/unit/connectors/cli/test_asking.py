import pytest

from connectors.cli import asking
from connectors.cli.asking import ask_once, predict
from connectors.cli.lines import Item
from connectors.dialogue.dialogue import DialogueUnavailable, Turn
from connectors.dialogue.reply import Reply
from tests.doubles.scripted_dialogue import ANSWER, ScriptedDialogue


class FlakyDialogue(ScriptedDialogue):
    """Answers only after so many silences."""

    def __init__(self, silences: int) -> None:
        super().__init__()
        self.silences = silences

    def send(self, conversation_id, text, *, payload=None):
        turn = super().send(conversation_id, text, payload=payload)
        if len(self.asked) <= self.silences:
            raise DialogueUnavailable
        return turn


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(asking, "PAUSE", 0)


class TestAskOnce:
    def test_each_message_has_a_conversation_of_its_own(self):
        dialogue = ScriptedDialogue()

        ask_once(dialogue, "one")
        ask_once(dialogue, "two")

        assert len({conversation for conversation, _, _ in dialogue.asked}) == 2

    def test_is_patient_with_a_silence(self):
        assert ask_once(FlakyDialogue(silences=2), "hello") == ANSWER

    def test_gives_up_at_the_third_silence(self):
        with pytest.raises(DialogueUnavailable):
            ask_once(FlakyDialogue(silences=3), "hello")


class TestPredict:
    def test_takes_the_decision_as_it_is(self):
        assert predict(ScriptedDialogue(), Item("a", "how do we join?")) == {
            "id": "a",
            "action": "answer",
            "keys": ["joining"],
            "confidence": 0.97,
            "ranking": ["joining"],
        }

    def test_words_without_a_decision_are_chat(self):
        dialogue = ScriptedDialogue({"hello": Turn((Reply("text", "Hello!"),))})

        prediction = predict(dialogue, Item("a", "hello"))

        assert (prediction["action"], prediction["keys"]) == ("chat", [])

    @pytest.mark.parametrize("text", ["", " \n", "x" * 4001])
    def test_what_the_chat_refuses_is_not_answered(self, text):
        dialogue = ScriptedDialogue()

        assert predict(dialogue, Item("a", text))["action"] == "decline"
        assert dialogue.asked == []

    def test_a_silence_names_the_message(self):
        with pytest.raises(DialogueUnavailable, match="no answer to message a"):
            predict(FlakyDialogue(silences=9), Item("a", "hello"))
