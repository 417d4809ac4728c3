import json
from io import BytesIO

import pytest
import urllib3
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from connectors.dialogue.dialogue import DialogueUnavailable
from connectors.dialogue.rasa import RasaDialogue
from connectors.dialogue.reply import Button

DECISION = {"action": "answer", "keys": ["joining"], "reason": "sure"}
REPLY = {"kind": "choice", "text": "Which?", "buttons": [{"title": "One", "payload": "/one"}]}


class Pool(urllib3.PoolManager):
    """Connections to nobody: a function answers."""

    def __init__(self, handler):
        super().__init__()
        self._handler = handler

    def request(self, method, url, *, json, headers, timeout, retries):
        assert (method, url, timeout, retries) == ("POST", "http://rasa.test/hook", 1, False)
        return self._handler(json, headers)


def responds(body, status=200):
    return urllib3.HTTPResponse(BytesIO(body), status=status, preload_content=False)


def dialogue(handler):
    return RasaDialogue("http://rasa.test/hook", token="secret", timeout=1, pool=Pool(handler))


def saying(*messages, status=200):
    return dialogue(lambda *_: responds(json.dumps(messages).encode(), status))


class Recorder:
    def __init__(self):
        self.requests = []

    def __call__(self, body, headers):
        self.requests.append((body, headers))
        return responds(b'[{"text": "Hello"}]')

    @property
    def message(self):
        return self.requests[-1][0]["message"]


class TestRequest:
    def test_carries_conversation_words_and_token(self):
        recorder = Recorder()

        dialogue(recorder).send("c1", "How do we join?")

        body, headers = recorder.requests[0]
        assert body == {"sender": "c1", "message": "How do we join?"}
        assert headers["X-Helpdesk-Token"] == "secret"

    @pytest.mark.parametrize(
        "typed",
        [
            "/restart",
            "  /restart",
            "//restart",
            "/ /restart",
            "\x1c/restart",
            "\u3000/restart",
            "\n\t/ / restart",
        ],
    )
    def test_never_turns_typed_words_into_a_command(self, typed):
        recorder = Recorder()

        dialogue(recorder).send("c1", typed)

        assert recorder.message == "restart"

    def test_of_nothing_but_slashes_is_still_a_message(self):
        recorder = Recorder()

        dialogue(recorder).send("c1", "///")

        assert recorder.message == "?"

    def test_keeps_slashes_inside_the_words(self):
        recorder = Recorder()

        dialogue(recorder).send("c1", "and/or")

        assert recorder.message == "and/or"

    def test_sends_the_payload_of_a_button_as_it_is(self):
        recorder = Recorder()

        dialogue(recorder).send("c1", "Yes please", payload="/affirm")

        assert recorder.message == "/affirm"


class TestTurn:
    def test_reads_decision_replies_and_rasas_own_words_in_order(self):
        turn = saying(
            {"recipient_id": "c1", "custom": {"decision": DECISION}},
            {"recipient_id": "c1", "custom": {"reply": REPLY}},
            {"recipient_id": "c1", "text": "Bye", "buttons": [{"title": "Again", "payload": "/again"}]},
        ).send("c1", "x")

        assert turn.decision == DECISION
        assert [(reply.kind, reply.text) for reply in turn.replies] == [("choice", "Which?"), ("text", "Bye")]
        assert turn.replies[1].buttons == (Button("Again", "/again"),)


class TestTrouble:
    @pytest.mark.parametrize(
        "body",
        [
            b"[]",
            b'[{"custom": {"decision": {"action": "answer"}}}]',
            b"not json",
            b'{"text": "no list"}',
            b'["no object"]',
            b'[{"custom": {"reply": {"kind": "song"}}}]',
            b'[{"text": "Which?", "buttons": [{"title": "no payload"}]}]',
            b"\xff\xfe",
        ],
    )
    def test_makes_what_cannot_be_shown_unavailable(self, body):
        with pytest.raises(DialogueUnavailable):
            dialogue(lambda *_: responds(body)).send("c1", "x")

    def test_makes_an_error_status_unavailable(self):
        with pytest.raises(DialogueUnavailable):
            saying({"text": "x"}, status=500).send("c1", "x")

    @pytest.mark.parametrize(
        "error", [ReadTimeoutError(HTTPConnectionPool("rasa.test"), "/hook", "slow"), ProtocolError("down")]
    )
    def test_keeps_the_cause_of_silence(self, error):
        def fail(*_):
            raise error

        with pytest.raises(DialogueUnavailable) as raised:
            dialogue(fail).send("c1", "x")

        assert raised.value.__cause__ is error
