"""How much a ticket matters; stored as a number so that the queue can be sorted by it."""

from enum import IntEnum

from knowledge.errors import InvalidInput


class Priority(IntEnum):
    """The lower the number, the sooner people want it."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4

    @property
    def words(self) -> str:
        """The name as people write it."""
        return self.name.lower()


def read_priority(name: str) -> Priority:
    """Return the priority of that name.

    Raises:
        InvalidInput: If there is none.
    """
    found = next((priority for priority in Priority if priority.words == name.strip().lower()), None)
    if found is None:
        names = ", ".join(priority.words for priority in Priority)
        raise InvalidInput(f"There is no priority “{name[:40]}”. There are: {names}.")
    return found
