"""What the console asks the process that holds the index: how it is, what is missing, what would change.

The public process holds no model, so everything that needs one is asked for over the internal API.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

import httpx

from connectors.dialogue.rasa import TOKEN_HEADER
from knowledge.errors import Conflict, Unavailable

STATE_TIMEOUT = 1.0
"""Seconds that a page waits to hear how the index is; it can be shown without."""

WORK_TIMEOUT = 25.0
"""Seconds that a page waits for work of the model; the other side stops itself before that."""


BUSY = "Somebody else tries a change out just now."
NO_USABLE_ANSWER = "The process that holds the index gave no usable answer."


@dataclass(frozen=True)
class IndexState:
    """How the index is.

    Attributes:
        version: Of the FAQ that is served.
        problem: Why the latest change isn't served; None where it is.
        waiting: The keys of entries that the next training will learn, or forget.
        new: The keys of entries that are found beside the trained vote.
    """

    version: int
    problem: str | None
    waiting: frozenset[str]
    new: frozenset[str]


@dataclass(frozen=True)
class Gap:
    """Unanswered questions of like meaning.

    Attributes:
        count: How many.
        ids: Of some of them, the most typical first.
        first: When the earliest was asked.
        last: When the latest was asked.
    """

    count: int
    ids: tuple[str, ...]
    first: datetime
    last: datetime

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Gap":
        """Read what the internal API gives."""
        first, last = (datetime.fromisoformat(row[name]) for name in ("first", "last"))
        return cls(int(row["count"]), tuple(map(str, row["ids"])), first, last)

    def as_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads, as JSON can hold it."""
        return {
            "count": self.count,
            "ids": list(self.ids),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


class Learning(Protocol):
    """Asks the model about the FAQ."""

    def state(self) -> IndexState | None:
        """Return how the index is; None where nobody answers."""
        ...

    def gaps(self, days: int) -> Sequence[Gap]:
        """Return unanswered questions in groups of like meaning, largest group first.

        Raises:
            Unavailable: If the process doesn't answer.
        """
        ...

    def replay(self, key: str, change: str) -> Mapping[str, Any]:
        """Return what past questions would get if an entry were published as it stands, or withdrawn.

        Raises:
            Unavailable: If the process doesn't answer.
            Conflict: If it replays another change just now.
        """
        ...


class HttpLearning:
    """Talks to the internal API of `answers`.

    Args:
        base_url: For example ``http://127.0.0.1:8081``.
        token: Shared secret of the internal API.
        client: An HTTP client to use instead of a new one.
    """

    def __init__(self, base_url: str, *, token: str, client: httpx.Client | None = None) -> None:
        self._base = f"{base_url.rstrip('/')}/internal/v1"
        self._headers = {TOKEN_HEADER: token}
        self._client = client or httpx.Client(trust_env=False)

    def state(self) -> IndexState | None:
        try:
            found = self._get("/faq", {}, STATE_TIMEOUT)
            return IndexState(
                int(found["version"]), found["problem"], frozenset(found["waiting"]), frozenset(found["new"])
            )
        except (Unavailable, KeyError, TypeError, ValueError):
            return None

    def gaps(self, days: int) -> Sequence[Gap]:
        found = self._get("/gaps", {"days": days}, WORK_TIMEOUT)
        try:
            return [Gap.from_dict(row) for row in found["groups"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable(NO_USABLE_ANSWER) from error

    def replay(self, key: str, change: str) -> Mapping[str, Any]:
        return self._get("/replay", {"key": key, "change": change}, WORK_TIMEOUT)

    def _get(self, path: str, query: Mapping[str, str | int], timeout: float) -> dict[str, Any]:
        try:
            response = self._client.get(
                self._base + path, params=dict(query), headers=self._headers, timeout=timeout
            )
            if response.status_code == HTTPStatus.CONFLICT:
                raise Conflict(BUSY)
            response.raise_for_status()
            found = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable("The process that holds the index doesn't answer just now.") from error
        if not isinstance(found, dict):
            raise Unavailable(NO_USABLE_ANSWER)
        return found
