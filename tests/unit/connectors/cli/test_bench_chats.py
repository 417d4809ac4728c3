import json
from collections.abc import Callable
from itertools import count

import httpx
import pytest

from connectors.cli.bench_chats import OurChat, PlainChat, interleave, stop_times
from knowledge.errors import Unavailable

Handler = Callable[[httpx.Request], httpx.Response]
TEXT = {"kind": "text", "buttons": []}
NAME_PLEASE = {"kind": "text", "buttons": [{"title": "Cancel", "payload": "/cancel"}]}


def client(handler: Handler) -> httpx.Client:
    return httpx.Client(base_url="http://bench.test", transport=httpx.MockTransport(handler))


class FakeService:
    """Starts conversations and gives the scripted replies, the last one again and again."""

    def __init__(self, *script: list[dict[str, object]]) -> None:
        self.script = list(script)
        self.started = 0
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/conversations":
            self.started += 1
            return httpx.Response(201, json={"id": f"c{self.started}", "token": f"t{self.started}"})
        self.requests.append(request)
        replies = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return httpx.Response(201, json={"replies": [{"reply": reply} for reply in replies]})


def send(chat: OurChat | PlainChat, times: int) -> None:
    for number in range(times):
        chat.prepare()
        chat.send(f"message {number}")


class TestOurChat:
    def test_begins_a_new_conversation_every_ten_messages(self):
        service = FakeService([TEXT])

        send(OurChat(client(service)), 21)

        paths = [request.url.path for request in service.requests]
        assert [paths.count(f"/api/v1/conversations/c{n}/messages") for n in (1, 2, 3)] == [10, 10, 1]
        assert service.requests[10].headers["Authorization"] == "Bearer t2"

    def test_begins_a_new_conversation_where_the_form_would_take_the_next_message(self):
        service = FakeService([TEXT], [TEXT, NAME_PLEASE], [TEXT])

        send(OurChat(client(service)), 3)

        assert service.requests[1].url.path == "/api/v1/conversations/c1/messages"
        assert service.requests[2].url.path == "/api/v1/conversations/c2/messages"

    def test_no_idempotency_key_is_used_twice(self):
        service = FakeService([TEXT])

        send(OurChat(client(service)), 12)

        assert len({request.headers["Idempotency-Key"] for request in service.requests}) == 12

    def test_counts_the_kinds_of_replies(self):
        chat = OurChat(client(FakeService([TEXT], [TEXT, {"kind": "answer", "buttons": []}])))

        send(chat, 2)

        assert chat.replies == {"text": 2, "answer": 1}

    def test_silence_is_an_error(self):
        with pytest.raises(Unavailable, match="said nothing"):
            send(OurChat(client(FakeService([]))), 1)

    @pytest.mark.parametrize("response", [httpx.Response(503), httpx.Response(201, text="no JSON")])
    def test_what_is_no_reply_is_an_error(self, response):
        with pytest.raises(Unavailable, match="no usable reply"):
            send(OurChat(client(lambda _: response)), 1)


class TestPlainChat:
    def test_begins_a_new_conversation_every_ten_messages(self):
        senders = []

        def rasa(request: httpx.Request) -> httpx.Response:
            senders.append(json.loads(request.content)["sender"])
            return httpx.Response(200, json=[{"text": "Hello"}])

        send(PlainChat(client(rasa)), 21)

        assert [senders.count(sender) for sender in dict.fromkeys(senders)] == [10, 10, 1]

    def test_typed_words_are_never_a_command(self):
        messages = []

        def rasa(request: httpx.Request) -> httpx.Response:
            messages.append(json.loads(request.content)["message"])
            return httpx.Response(200, json=[{"text": "Hello"}])

        chat = PlainChat(client(rasa))
        chat.prepare()
        chat.send("/restart")

        assert messages == ["restart"]

    def test_silence_is_an_error(self):
        with pytest.raises(Unavailable, match="said nothing"):
            send(PlainChat(client(lambda _: httpx.Response(200, json=[]))), 1)


class ScriptedChat:
    """Takes a fixed number of ticks to prepare and to reply."""

    def __init__(self, name: str, clock: "Clock", preparing: int, replying: int, order: list[str]) -> None:
        self.name, self.clock, self.order = name, clock, order
        self.preparing, self.replying = preparing, replying

    def prepare(self) -> None:
        self.clock.now += self.preparing

    def send(self, text: str) -> None:
        self.order.append(f"{self.name} {text}")
        self.clock.now += self.replying


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestInterleave:
    def test_each_message_goes_to_both_and_the_first_one_changes(self):
        clock, order = Clock(), []
        chats = [ScriptedChat("ours", clock, 0, 1, order), ScriptedChat("plain", clock, 0, 1, order)]

        interleave(chats, ["a", "b", "c"], clock)

        assert order == ["ours a", "plain a", "plain b", "ours b", "ours c", "plain c"]

    def test_times_stand_with_their_chat_and_without_the_preparations(self):
        clock = Clock()
        chats = [ScriptedChat("ours", clock, 100, 3, []), ScriptedChat("plain", clock, 50, 2, [])]

        assert interleave(chats, ["a", "b", "c"], clock) == [[3, 3, 3], [2, 2, 2]]


class TestStopTimes:
    def test_gives_the_time_of_each_call(self):
        ticks = count()

        assert stop_times(lambda _: next(ticks), ["a", "b"], lambda: next(ticks)) == [2, 2]
