"""Lets `answers` read a message while the dialogue server is still at it.

Reading, that is vector and members' scores, is the longest single part of a turn, and it needs
nothing of the dialogue server. Whatever fails here only costs the time that it would have saved.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from connectors.dialogue.dialogue import Dialogue, Turn
from connectors.dialogue.rasa import TOKEN_HEADER, never_a_command

PATH = "/internal/v1/prepare"

PATIENCE = 0.2
"""Seconds that a turn may be held up where `answers` doesn't react."""


class HeadStart:
    """A dialogue whose typed messages are announced to `answers` before they are passed on.

    Args:
        dialogue: Holds the conversation.
        port: Where `answers` listens on the loopback address.
        token: Shared secret of its internal API.
    """

    def __init__(self, dialogue: Dialogue, port: int, *, token: str) -> None:
        self._dialogue = dialogue
        self._port = port
        self._headers = {TOKEN_HEADER: token, "Content-Type": "application/json"}
        self._kept = threading.local()

    def send(self, conversation_id: str, text: str, *, payload: str | None = None) -> Turn:
        """Announce what was typed, and pass the message on meanwhile."""
        if payload is not None:
            return self._dialogue.send(conversation_id, text, payload=payload)
        with self._announced(never_a_command(text)):
            return self._dialogue.send(conversation_id, text)

    @contextmanager
    def _announced(self, text: str) -> Iterator[None]:
        # The request goes out before the dialogue server is asked and its reply is fetched after: no
        # thread has to wait for it.
        connection = self._connection()
        body = json.dumps({"text": text}).encode()
        try:
            connection.request("POST", PATH, body, self._headers)
        except (OSError, HTTPException):
            connection.close()
        try:
            yield
        finally:
            _forget_reply(connection)

    def _connection(self) -> HTTPConnection:
        if not hasattr(self._kept, "connection"):
            self._kept.connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        connection: HTTPConnection = self._kept.connection
        return connection


def _forget_reply(connection: HTTPConnection) -> None:
    if connection.sock is None:
        return
    try:
        connection.getresponse().read()
    except (OSError, HTTPException):
        # The next message begins with a new connection.
        connection.close()
