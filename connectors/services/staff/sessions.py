"""Who is signed in: sessions that live on our side, end by themselves, and are known by a random token."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.services.staff.tokens import new_token, token_hash
from knowledge.staff_tables import StaffAccount, StaffSession
from knowledge.tables import Person

SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down that a session is in use; not at every click."""


@dataclass(frozen=True)
class SignedIn:
    """A member of staff who is signed in.

    Attributes:
        id: Of the person.
        name: As colleagues and visitors read it.
        role: What they may do.
        token: Of their session.
    """

    id: int
    name: str
    email: str
    role: str
    token: str


class StaffSessions:
    """Keeps sessions. Takes a database session, never commits.

    Args:
        clock: Tells the time.
        idle: After so long without use a session ends.
        longest: After so long it ends in any case.
    """

    def __init__(self, clock: Clock, *, idle: timedelta, longest: timedelta) -> None:
        self._clock = clock
        self._idle = idle
        self._longest = longest

    def begin(self, session: Session, person_id: int) -> str:
        """Begin a session under a new token, and return the token; what has run out is cleared away."""
        now = self._clock()
        session.execute(
            delete(StaffSession).where(
                (StaffSession.seen_at < now - self._idle) | (StaffSession.created_at < now - self._longest)
            )
        )
        token = new_token()
        session.add(
            StaffSession(token_hash=token_hash(token), person_id=person_id, created_at=now, seen_at=now)
        )
        session.flush()
        return token

    def find(self, session: Session, token: str, *, in_use: bool = True) -> SignedIn | None:
        """Return who is signed in under a token, or None where nobody is (any more).

        Args:
            session: Reads it.
            token: From the cookie.
            in_use: Whether a person is at it; a page that looks for news by itself is no use.
        """
        kept = token_hash(token)
        if not kept:
            return None
        # Every page begins with this, so it is one question.
        row = session.execute(
            select(StaffSession, Person)
            .join(StaffAccount, StaffAccount.person_id == StaffSession.person_id)
            .join(Person, Person.id == StaffAccount.person_id)
            .where(StaffSession.token_hash == kept, StaffAccount.active)
        ).one_or_none()
        if row is None:
            return None
        found, person = row
        now = self._clock()
        if now - found.seen_at >= self._idle or now - found.created_at >= self._longest:
            return None
        if in_use and now - found.seen_at >= SEEN_EVERY:
            found.seen_at = now
        return SignedIn(person.id, person.name, person.email, person.role, token)

    def end(self, session: Session, token: str) -> None:
        """End one session."""
        session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash(token)))
