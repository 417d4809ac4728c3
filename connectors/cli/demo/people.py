"""The three people of the demo. Their passwords are made at the first start, printed once, kept as hashes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.services.staff.accounts import create_account, set_password
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.roles import Role

PASSWORD_BYTES = 12


@dataclass(frozen=True)
class Member:
    """One of the three.

    Attributes:
        key: What stories call them.
        name: As colleagues and visitors read it.
        role: What they may do.
    """

    key: str
    name: str
    role: Role

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.key}@helpdesk.example.org"


TEAM = (
    Member("nadia", "Nadia Rahman", "admin"),
    Member("tom", "Tom Ellery", "editor"),
    Member("grace", "Grace Oyelaran", "agent"),
)


def add_team(session: Session, now: datetime) -> tuple[dict[str, Actor], Mapping[Member, str]]:
    """Make the accounts; return who acts by key, and each one's new password."""
    actors, made = {}, {}
    for member in TEAM:
        account = create_account(
            session, now, name=member.name, email=member.email, role=member.role, actor_id=None
        )
        made[member] = secrets.token_urlsafe(PASSWORD_BYTES)
        set_password(session, now, account, made[member], passwords=Passwords(), actor_id=None)
        actors[member.key] = Actor(account.person_id, member.role)
    return actors, made
