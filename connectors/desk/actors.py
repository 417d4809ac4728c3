"""Who does something at the desk; whether they may is checked where they come in, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A member of staff at work.

    Attributes:
        person_id: Their row among the people.
        role: What they may do: agent, editor or admin.
    """

    person_id: int
    role: str
