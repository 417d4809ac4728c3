import socket

import pytest

from connectors.dialogue.dialogue import DialogueUnavailable
from connectors.dialogue.head_start import HeadStart
from connectors.internal.app import create_answers_app
from tests.doubles.answers_parts import TOKEN, ScriptedJudge, answers_parts
from tests.doubles.scripted_dialogue import ANSWER, ScriptedDialogue, SilentDialogue
from tests.doubles.serving import served


@pytest.fixture
def judge():
    return ScriptedJudge()


@pytest.fixture
def answers(store, judge):
    with served(create_answers_app(answers_parts(store, judge))) as server:
        yield server


class TestHeadStart:
    def test_answers_reads_what_was_typed_while_the_dialogue_thinks(self, answers, judge):
        dialogue = ScriptedDialogue()
        talk = HeadStart(dialogue, answers.port, token=TOKEN)

        turns = [talk.send("c", "/What is a FUSA?"), talk.send("c", "And a UEP?")]

        assert turns == [ANSWER, ANSWER]
        assert judge.prepared == ["What is a FUSA?", "And a UEP?"]
        assert dialogue.asked == [("c", "/What is a FUSA?", None), ("c", "And a UEP?", None)]

    def test_a_pressed_button_needs_no_reading(self, answers, judge):
        dialogue = ScriptedDialogue()

        HeadStart(dialogue, answers.port, token=TOKEN).send("c", "Yes please", payload="/affirm")

        assert judge.prepared == []
        assert dialogue.asked == [("c", "Yes please", "/affirm")]

    def test_the_dialogues_silence_is_passed_on_and_the_next_message_prepared_again(self, answers, judge):
        talk = HeadStart(SilentDialogue(), answers.port, token=TOKEN)

        for words in ("one", "two"):
            with pytest.raises(DialogueUnavailable):
                talk.send("c", words)

        assert judge.prepared == ["one", "two"]

    def test_a_wrong_token_costs_nothing_but_the_head_start(self, answers, judge):
        assert HeadStart(ScriptedDialogue(), answers.port, token="wrong").send("c", "Hello") == ANSWER
        assert judge.prepared == []

    def test_nor_does_a_process_that_is_away_or_says_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            talk = HeadStart(ScriptedDialogue(), silent.getsockname()[1], token=TOKEN)
            assert talk.send("c", "Hello") == ANSWER

        assert talk.send("c", "Hello again") == ANSWER

    def test_a_process_that_came_back_is_told_again(self, store, judge):
        app = create_answers_app(answers_parts(store, judge))
        with served(app) as before:
            talk = HeadStart(ScriptedDialogue(), before.port, token=TOKEN)
            talk.send("c", "one")
        talk.send("c", "two")
        with served(app, port=before.port):
            talk.send("c", "three")
            talk.send("c", "four")

        assert judge.prepared[0] == "one"
        assert judge.prepared[-1] == "four"
