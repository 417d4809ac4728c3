"""The door to the answers process, which decides on messages and keeps tickets, ratings and hours."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

import aiohttp

TOKEN_HEADER = "X-Helpdesk-Token"  # noqa: S105 - the name of a header


class AnswersUnavailable(Exception):
    """The answers process isn't reachable, too slow, or sends something else than agreed."""


class AnswersRefused(Exception):
    """The answers process can't use a value.

    Attributes:
        detail: What to tell the visitor.
        field: The value that is to blame, or None.
    """

    def __init__(self, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class Answers(Protocol):
    """Whoever answers the calls of the internal API."""

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make one call and return the decoded reply.

        Args:
            method: ``GET`` or ``POST``.
            path: Below ``/internal/v1/``, for example ``respond``.
            body: Sent as JSON.

        Raises:
            AnswersRefused: If a value can't be used.
            AnswersUnavailable: If there is no usable reply in time.
        """
        ...


class HttpAnswers:
    """Calls the answers process over HTTP, over one kept connection pool.

    Args:
        url: For example ``http://127.0.0.1:8081``.
        token: Shared secret of the internal API.
        timeout: Seconds for one call.
    """

    def __init__(self, url: str, token: str, timeout: float = 5.0) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make one call and return the decoded reply."""
        if self._session is None:
            # Not made in the constructor: a session belongs to the loop that is running.
            self._session = aiohttp.ClientSession(headers={TOKEN_HEADER: self._token}, timeout=self._timeout)
        address = f"{self._url}/internal/v1/{path}"
        try:
            async with self._session.request(method, address, json=body) as response:
                # Problem details come with a media type of their own.
                data = json.loads(await response.read())
                status = response.status
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise AnswersUnavailable from error
        return checked(status, data)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def checked(status: int, data: Any) -> dict[str, Any]:
    """Return the reply of a call that went well.

    Raises:
        AnswersRefused: If a value can't be used.
        AnswersUnavailable: For every other status, and for what isn't an object.
    """
    if not isinstance(data, dict):
        raise AnswersUnavailable
    if status == 422:
        raise AnswersRefused(str(data.get("detail") or ""), data.get("field"))
    if status not in (200, 201):
        raise AnswersUnavailable
    return data
