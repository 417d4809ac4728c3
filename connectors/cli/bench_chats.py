"""The two sides of the comparison as one who chats meets them, and the stopwatch beside them."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import httpx

from connectors.dialogue.rasa import never_a_command
from knowledge.errors import Unavailable

LONGEST_CONVERSATION = 10
"""Messages after which a new conversation begins."""

LONGEST_WAIT = 60.0
"""Seconds after which we stop waiting for a reply."""

CANCEL = "/cancel"
"""The button that stands under each question of the hand-off form."""

Stopwatch = Callable[[], float]


class Chat(Protocol):
    """Somebody to talk to."""

    def prepare(self) -> None:
        """Do what has to be done before the next message but isn't part of its time."""
        ...

    def send(self, text: str) -> None:
        """Send a message and wait for the replies.

        Raises:
            Unavailable: If there is none.
        """
        ...


class OurChat:
    """Our service, by the API that the widget uses.

    Args:
        client: Knows the address of the web process.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._left = 0
        self._here = ""
        self._headers: dict[str, str] = {}
        self.replies: Counter[str] = Counter()

    def prepare(self) -> None:
        if not self._left:
            started = _post(self._client, "/api/v1/conversations", {})
            self._here = f"/api/v1/conversations/{started['id']}/messages"
            self._headers = {"Authorization": f"Bearer {started['token']}"}
            self._left = LONGEST_CONVERSATION
        self._headers["Idempotency-Key"] = secrets.token_hex(16)

    def send(self, text: str) -> None:
        exchange = _post(self._client, self._here, {"text": text}, self._headers)
        replies = [message["reply"] for message in exchange["replies"]]
        if not replies:
            raise Unavailable("Our service took a message and said nothing.")
        self.replies.update(reply["kind"] for reply in replies)
        # What follows the form's first question would be taken for a name, and not be looked up.
        form = any(button["payload"] == CANCEL for reply in replies for button in reply["buttons"])
        self._left = 0 if form else self._left - 1


class PlainChat:
    """The plain bot, by Rasa's REST channel.

    Args:
        client: Knows the address of the plain bot.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._left = 0
        self._sender = ""

    def prepare(self) -> None:
        if not self._left:
            self._sender, self._left = secrets.token_hex(16), LONGEST_CONVERSATION
        self._left -= 1

    def send(self, text: str) -> None:
        message = {"sender": self._sender, "message": never_a_command(text)}
        if not _post(self._client, "/webhooks/rest/webhook", message):
            raise Unavailable("Plain Rasa took a message and said nothing.")


def client_for(port: int) -> httpx.Client:
    """Return a client that keeps its connection to a port of ours."""
    # Proxies of the environment are for the outside world, not for the loopback.
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LONGEST_WAIT, trust_env=False)


def interleave(
    chats: Sequence[Chat], messages: Iterable[str], stopwatch: Stopwatch = time.perf_counter
) -> list[list[float]]:
    """Send each message to each chat, one at a time, and return the seconds of each chat.

    Who is asked first changes from message to message, so that no side gains by the order.

    Raises:
        Unavailable: If a message gets no reply.
    """
    times: list[list[float]] = [[] for _ in chats]
    for number, text in enumerate(messages):
        for step in range(len(chats)):
            turn = (number + step) % len(chats)
            chats[turn].prepare()
            began = stopwatch()
            chats[turn].send(text)
            times[turn].append(stopwatch() - began)
    return times


def stop_times(
    call: Callable[[str], object], messages: Iterable[str], stopwatch: Stopwatch = time.perf_counter
) -> list[float]:
    """Call a function with each message and return the seconds of each call."""
    times = []
    for text in messages:
        began = stopwatch()
        call(text)
        times.append(stopwatch() - began)
    return times


def _post(
    client: httpx.Client, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Any:
    try:
        return client.post(path, json=body, headers=headers).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unavailable(
            f"There is no usable reply from {client.base_url}{path.lstrip('/')}: {error}"
        ) from error
