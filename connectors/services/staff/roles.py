"""What members of staff may do: an editor may do all that an agent may, an admin all."""

from typing import Literal

from knowledge.errors import InvalidInput

Role = Literal["agent", "editor", "admin"]

ROLES: tuple[Role, ...] = ("agent", "editor", "admin")
"""From the least to the most."""

WHAT_THEY_DO: dict[Role, str] = {
    "agent": "works the tickets off",
    "editor": "also edits the FAQ and the canned replies",
    "admin": "also looks after people, opening hours and webhooks",
}


def is_at_least(role: str, wanted: Role) -> bool:
    """Tell whether a role includes another; what is no role of staff includes none."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(wanted)


def check_role(role: str) -> Role:
    """Return a role of staff.

    Raises:
        InvalidInput: If it is none.
    """
    for known in ROLES:
        if role == known:
            return known
    raise InvalidInput(f"There is no role “{role[:40]}”; the roles are {', '.join(ROLES)}.")
