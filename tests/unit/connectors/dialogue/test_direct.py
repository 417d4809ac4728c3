import json
from pathlib import Path

import httpx
import pytest

from connectors.dialogue.dialogue import DialogueUnavailable
from connectors.dialogue.direct import HttpAnswers
from retrieval.decision import Context

CONTRACT = Path(__file__).parents[3] / "contract"
EXAMPLES = [json.loads(path.read_text()) for path in sorted(CONTRACT.glob("respond_*.json"))]
ANSWERED = [example for example in EXAMPLES if example["status"] == 200]
ASKED_DIRECTLY = [example for example in ANSWERED if not example["request"]["intents"]]


def answers(handler):
    client = httpx.Client(transport=httpx.MockTransport(handler))
    return HttpAnswers("http://answers.test/", token="secret", timeout=1, client=client)


class TestRespond:
    @pytest.mark.parametrize("example", ASKED_DIRECTLY, ids=lambda example: example["request"]["text"])
    def test_asks_as_agreed(self, example):
        seen = []

        def handler(request):
            seen.append(request)
            return httpx.Response(200, json=example["response"])

        asked = example["request"]
        context = Context(tuple(asked["context"]["offered"]), asked["context"]["topic"])
        answers(handler).respond(asked["conversation"], asked["text"], context)

        assert seen[0].method == example["method"]
        assert seen[0].url.path == example["path"]
        assert seen[0].headers["X-Helpdesk-Token"] == "secret"
        assert json.loads(seen[0].content) == asked

    @pytest.mark.parametrize("example", ANSWERED, ids=lambda example: example["request"]["text"][:40])
    def test_reads_what_was_agreed(self, example):
        turn = answers(lambda request: httpx.Response(200, json=example["response"])).respond(
            "c1", "x", Context()
        )

        assert turn.decision == example["response"]["decision"]
        assert [reply.as_dict() for reply in turn.replies] == example["response"]["replies"]

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"{}", b'{"replies": 1, "decision": {}}', b'{"replies": [1]}']
    )
    def test_makes_a_broken_response_unavailable(self, body):
        with pytest.raises(DialogueUnavailable):
            answers(lambda request: httpx.Response(200, content=body)).respond("c1", "x", Context())

    def test_makes_an_error_status_unavailable(self):
        with pytest.raises(DialogueUnavailable):
            answers(lambda request: httpx.Response(503)).respond("c1", "x", Context())


class TestReady:
    def test_says_yes_when_the_process_does(self):
        assert answers(lambda request: httpx.Response(200)).ready()

    def test_says_no_when_the_process_does(self):
        assert not answers(lambda request: httpx.Response(503)).ready()

    def test_says_no_when_nobody_answers(self):
        def fail(request):
            raise httpx.ConnectError("down")

        assert not answers(fail).ready()
