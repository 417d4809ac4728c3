"""What a mailbox is: it hands out mails by the place at which they lie, and forgets nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Position:
    """How far a mailbox has been read.

    Attributes:
        uid_validity: The mailbox's own number, which changes when its UIDs lose their meaning.
        last_uid: The highest UID that was stored.
        read_on: The day on which all that was there was last stored; None where there was none.
    """

    uid_validity: int = 0
    last_uid: int = 0
    read_on: date | None = None


@dataclass(frozen=True)
class Fetched:
    """One mail of a mailbox.

    Attributes:
        place: What it is called there; no two mails of a mailbox share one.
        raw: Its bytes; only its head where it is larger than what is read.
        position: How far the mailbox is read once it is stored.
        cut_from: Its size, where only its head is there.
    """

    place: str
    raw: bytes
    position: Position
    cut_from: int | None = None


class Mailbox(Protocol):
    """Where mails come from."""

    @property
    def name(self) -> str:
        """Name the mailbox in 200 characters at most, without any password."""
        ...

    def fetch(self, after: Position, known: frozenset[str], since: date | None = None) -> Iterator[Fetched]:
        """Yield mails that aren't known yet, the oldest first.

        Args:
            after: How far it was read before.
            known: Places that are stored already; for those that have no order of their own.
            since: Look at everything from this day on, whatever was read before.

        Raises:
            Unavailable: If the mailbox can't be read.
        """
        ...

    def wait(self, seconds: float) -> None:
        """Return as soon as something new may have come, at the latest after some seconds.

        Raises:
            Unavailable: If the mailbox can't be reached.
        """
        ...
