"""What time it is: passed in wherever it matters, so that a test can choose it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, aware and in UTC."""


def system_clock() -> datetime:
    """Return the time of the machine, aware and in UTC."""
    return datetime.now(UTC)
