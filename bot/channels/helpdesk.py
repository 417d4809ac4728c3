"""Rasa's REST channel, behind a shared secret: ``/webhooks/helpdesk/webhook``.

The stock channel takes messages from anyone, lets the sender name another channel, streams on
request and writes a customer's words to the log when something fails.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

TOKEN_HEADER = "X-Helpdesk-Token"  # noqa: S105 - the name of a header
MESSAGE_LENGTH = 4000
SENDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
PAYLOAD = re.compile(
    r"/(?:affirm|deny|cancel|none_of_these|ask_human|opening_hours|rate_yes|rate_no"
    r'|choose_entry\{"entry": ?"[a-z0-9-]{1,80}"\}|change_detail\{"detail": ?"[a-z]{1,20}"\})'
)
"""What buttons send. Everything else that begins with a slash is somebody's typing, not a command."""

log = structlog.get_logger()


class HelpdeskInput(RestInput):
    """Takes one message at a time from the web process, and returns what the bot says to it.

    Args:
        token: Shared secret that every request has to carry.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        """Return the part of the address that stands for this channel."""
        return "helpdesk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Make the channel from its section of ``credentials.yml``."""
        token = str((credentials or {}).get("token") or "")
        if not token:
            raise ValueError("The channel needs a shared secret: set RASA_TOKEN.")
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the two routes of the channel."""
        routes = Blueprint("helpdesk_channel", __name__)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._token.encode()):
                return json({"error": "The shared secret is missing or wrong."}, status=401)
            sender, text = read_request(request)
            if sender is None or text is None:
                return json(
                    {"error": "Expected a sender and a message of 1 to 4,000 characters."}, status=400
                )
            said = CollectingOutputChannel()
            try:
                await on_new_message(UserMessage(text, said, sender, input_channel=self.name()))
            except Exception as error:  # noqa: BLE001 - the caller has another way to answer
                log.error("message_failed", conversation=sender, error=type(error).__name__)  # noqa: TRY400 - the trace could hold what the visitor wrote
                return json({"error": "The message could not be handled."}, status=500)
            return json(said.messages)

        return routes


def read_request(request: Request) -> tuple[str | None, str | None]:
    """Return sender and message, or None for what can't be used."""
    try:
        body = request.json
    except Exception:  # noqa: BLE001 - Sanic has an exception of its own for each way to fail
        return None, None
    if not isinstance(body, dict):
        return None, None
    sender, message = body.get("sender"), body.get("message")
    if not isinstance(sender, str) or not SENDER.fullmatch(sender):
        return None, None
    if not isinstance(message, str) or len(message) > MESSAGE_LENGTH:
        return sender, None
    return sender, never_a_command(message) or None


def never_a_command(message: str) -> str:
    """Take the slash away from everything that no button sends."""
    message = message.strip()
    return message if PAYLOAD.fullmatch(message) else message.lstrip("/ \t\r\n")
