"""The dialogue server over HTTP: Rasa's messages become replies, and its silences an error."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import urllib3

from connectors.dialogue.dialogue import DialogueUnavailable, Turn
from connectors.dialogue.reply import Button, Reply
from knowledge.errors import InvalidInput

TOKEN_HEADER = "X-Helpdesk-Token"  # noqa: S105 - the name of a header

MOST_CONNECTIONS = 32
"""Connections that are kept open; more threads than that open one for each message."""


class RasaDialogue:
    """Talks to Rasa's REST channel.

    Args:
        url: The full address of the webhook, for example
            ``http://127.0.0.1:8082/webhooks/helpdesk/webhook``.
        token: Shared secret of the channel.
        timeout: Seconds to wait for the whole turn.
        pool: Connections to use instead of new ones.
    """

    def __init__(
        self, url: str, *, token: str, timeout: float, pool: urllib3.PoolManager | None = None
    ) -> None:
        self._url = url
        self._headers = {TOKEN_HEADER: token}
        self._timeout = timeout
        # A visitor waits for this call, and urllib3 adds half as much to it as httpx does.
        self._pool = pool or urllib3.PoolManager(maxsize=MOST_CONNECTIONS)

    def send(self, conversation_id: str, text: str, *, payload: str | None = None) -> Turn:
        """Pass one message on; a turn without any reply counts as unavailable."""
        message = payload if payload is not None else never_a_command(text)
        try:
            response = self._pool.request(
                "POST",
                self._url,
                json={"sender": conversation_id, "message": message},
                headers=self._headers,
                timeout=self._timeout,
                retries=False,
            )
            if response.status != HTTPStatus.OK:
                raise DialogueUnavailable(f"The dialogue server answered with {response.status}.")
            turn = read_turn(response.json())
        except (urllib3.exceptions.HTTPError, ValueError, InvalidInput) as error:
            raise DialogueUnavailable from error
        if not turn.replies:
            raise DialogueUnavailable("The dialogue server said nothing.")
        return turn


def never_a_command(text: str) -> str:
    """Take away what would make Rasa read typed words as a command: leading slashes and spaces.

    Rasa strips white space before it looks for the slash, so both go together.
    """
    return re.sub(r"^[\s/]+", "", text) or "?"


def read_turn(messages: Any) -> Turn:
    """Read the messages that the REST channel returned.

    Args:
        messages: The decoded JSON: a list of ``{"text", "buttons"}`` and ``{"custom"}``.

    Raises:
        InvalidInput: If it isn't what the channel sends.
    """
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise InvalidInput("The dialogue server sent something else than a list of messages.")
    replies: list[Reply] = []
    decision: dict[str, Any] | None = None
    for message in messages:
        custom = message.get("custom")
        if not isinstance(custom, dict):
            custom = {}
        if isinstance(custom.get("decision"), dict):
            decision = custom["decision"]
        if isinstance(custom.get("reply"), dict):
            replies.append(Reply.from_dict(custom["reply"]))
        if message.get("text"):
            replies.append(Reply("text", str(message["text"]), _buttons(message.get("buttons") or ())))
    return Turn(tuple(replies), decision)


def _buttons(buttons: Sequence[dict[str, Any]]) -> tuple[Button, ...]:
    try:
        return tuple(Button(str(button["title"]), str(button["payload"])) for button in buttons)
    except (KeyError, TypeError) as error:
        raise InvalidInput("A button of the dialogue server has no title or no payload.") from error
