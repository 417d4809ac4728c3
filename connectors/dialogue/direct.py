"""The `answers` process over HTTP, asked directly while the dialogue server doesn't speak."""

import httpx

from connectors.dialogue.dialogue import DialogueUnavailable, Turn
from connectors.dialogue.rasa import TOKEN_HEADER
from connectors.dialogue.reply import Reply
from knowledge.errors import InvalidInput
from retrieval.decision import Context

READY_TIMEOUT = 2.0
"""Seconds that a look at the process's health may take."""


class HttpAnswers:
    """Talks to the internal API of `answers`.

    Args:
        base_url: For example ``http://127.0.0.1:8081``.
        token: Shared secret of the internal API.
        timeout: Seconds to wait for a decision.
        client: An HTTP client to use instead of a new one.
    """

    def __init__(
        self, base_url: str, *, token: str, timeout: float, client: httpx.Client | None = None
    ) -> None:
        self._base = base_url.rstrip("/")
        self._headers = {TOKEN_HEADER: token}
        self._timeout = timeout
        self._client = client or httpx.Client(trust_env=False)

    def respond(self, conversation_id: str, text: str, context: Context) -> Turn:
        """Ask for a decision without an intent ranking."""
        request = {
            "conversation": conversation_id,
            "text": text,
            "channel": "chat",
            "intents": [],
            "context": {"offered": list(context.offered), "topic": context.topic},
        }
        try:
            response = self._client.post(
                f"{self._base}/internal/v1/respond",
                json=request,
                headers=self._headers,
                timeout=self._timeout,
            )
            response.raise_for_status()
            body = response.json()
            replies = tuple(Reply.from_dict(reply) for reply in body["replies"])
            return Turn(replies, dict(body["decision"]))
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError, InvalidInput) as error:
            raise DialogueUnavailable from error

    def ready(self) -> bool:
        """Ask the process itself."""
        try:
            return self._client.get(f"{self._base}/readyz", timeout=READY_TIMEOUT).is_success
        except httpx.HTTPError:
            return False
