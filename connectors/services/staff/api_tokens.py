"""Tokens that let staff's own programs in: shown once, kept as a hash, never stronger than their owner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.desk.fields import InvalidField, one_line
from connectors.services.staff.accounts import get_account
from connectors.services.staff.audit import note
from connectors.services.staff.roles import Role, is_at_least
from connectors.services.staff.tokens import new_token, token_hash
from knowledge.api_tables import ApiToken
from knowledge.errors import Conflict, NotFound
from knowledge.staff_tables import StaffAccount

PREFIX = "secas_"
"""What every token begins with, so that one which has gone astray is recognised."""

SCOPES: Mapping[str, Role] = {
    "tickets:read": "agent",
    "tickets:write": "agent",
    "entries:read": "agent",
    "entries:write": "editor",
}
"""What a token may be for, with the least role of its owner."""

WHAT_THEY_DO = {
    "tickets:read": "read tickets",
    "tickets:write": "enter tickets and work on them: claim, reply, resolve …",
    "entries:read": "read the FAQ, drafts included",
    "entries:write": "begin entries, write drafts and publish them",
}

DAYS = (30, 90, 365)
"""For how long a token may last."""

LONGEST_NAME = 80
MOST_TOKENS = 20
SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down that a token is in use."""


@dataclass(frozen=True)
class Caller:
    """A program that acts for a member of staff.

    Attributes:
        token_id: Of its token.
        person_id: Of the member of staff.
        role: Theirs, as it is now.
        scopes: What the token is for.
    """

    token_id: int
    person_id: int
    role: str
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        """Tell whether the token is for this, and its owner may still do it."""
        return scope in self.scopes and is_at_least(self.role, SCOPES[scope])


def make_token(
    session: Session, now: datetime, person_id: int, *, name: str, scopes: Iterable[str], days: int
) -> str:
    """Make a token and return it; it is kept nowhere.

    Args:
        session: Everything is written in its transaction.
        now: The moment.
        person_id: Whose it is.
        name: What it is for, in its owner's words.
        scopes: At least one of `SCOPES`.
        days: For how long it lasts, one of `DAYS`.

    Raises:
        InvalidField: If a field can't be used, or the owner may not do what a scope is for.
        Conflict: If there are enough of them.
    """
    account = get_account(session, person_id)
    name = one_line("name", name, LONGEST_NAME)
    if not name:
        raise InvalidField("name", "Please say what the token is for.")
    wanted = _check_scopes(scopes, account.person.role)
    if days not in DAYS:
        raise InvalidField("days", f"A token lasts {', '.join(map(str, DAYS))} days, not {days}.")
    if len(tokens_of(session, person_id)) >= MOST_TOKENS:
        raise Conflict(
            f"You have {MOST_TOKENS} tokens already. Please revoke one that isn't needed any more."
        )
    token = PREFIX + new_token()
    row = ApiToken(
        person_id=person_id,
        name=name,
        token_hash=token_hash(token),
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    note(session, now, "token_made", actor_id=person_id, token=row.id, scopes=wanted)
    return token


def tokens_of(session: Session, person_id: int) -> Sequence[ApiToken]:
    """Return somebody's tokens, those that have run out too; the newest first."""
    return session.scalars(
        select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id.desc())
    ).all()


def revoke_token(session: Session, now: datetime, person_id: int, token_id: int) -> None:
    """Let a token open nothing from now on.

    Raises:
        NotFound: If they have no such token; somebody else's looks the same.
    """
    gone = session.scalar(
        delete(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.person_id == person_id)
        .returning(ApiToken.id)
        .execution_options(synchronize_session=False)
    )
    if gone is None:
        raise NotFound("There is no such token.")
    note(session, now, "token_revoked", actor_id=person_id, token=token_id)


def find_caller(session: Session, now: datetime, token: str) -> Caller | None:
    """Return for whom a token acts, or None where it opens nothing (any more)."""
    kept = token_hash(token) if token.startswith(PREFIX) else None
    row = session.scalar(select(ApiToken).where(ApiToken.token_hash == kept)) if kept else None
    if row is None or row.expires_at <= now:
        return None
    account = session.get(StaffAccount, row.person_id)
    if account is None or not account.active:
        return None
    if row.used_at is None or now - row.used_at >= SEEN_EVERY:
        row.used_at = now
    return Caller(row.id, row.person_id, account.person.role, frozenset(row.scopes))


def _check_scopes(scopes: Iterable[str], role: str) -> list[str]:
    given = set(scopes)
    if unknown := given - set(SCOPES):
        raise InvalidField(
            "scopes", f"There is no scope “{min(unknown)[:40]}”; there are {', '.join(SCOPES)}."
        )
    if not given:
        raise InvalidField("scopes", "Please choose at least one thing that the token is for.")
    for scope in sorted(given):
        if not is_at_least(role, SCOPES[scope]):
            raise InvalidField("scopes", f"“{scope}” needs the role {SCOPES[scope]}; yours is {role}.")
    return sorted(given)
