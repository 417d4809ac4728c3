"""The tables of the staff console: who may sign in, who is signed in, and what they changed.

Nothing that opens a door is kept in clear: passwords by argon2, sessions and one-time links as
SHA-256 of random tokens, and the secrets of authenticator apps encrypted.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.tables import Base, Person


class StaffAccount(Base):
    """What lets a member of staff sign in; name, e-mail and role stand in `Person`."""

    __tablename__ = "staff_account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    login: Mapped[str] = mapped_column(String(320), unique=True)  # the e-mail address, in small letters
    password_hash: Mapped[str | None] = mapped_column(String(200))  # argon2; none before the first link
    totp_secret: Mapped[str | None] = mapped_column(String(255))  # sealed; none where not set up
    totp_used: Mapped[int] = mapped_column(default=0)  # the last time step whose code was used
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class StaffSession(Base):
    """One browser that is signed in."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256, hexadecimal
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SignInTries(Base):
    """How often signing in has failed of late, by account and network, account, or network."""

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256: no list of addresses
    failures: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """A link that sets a password once: of one person, or of the first admin where there is none."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256, hexadecimal
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditEvent(Base):
    """What a member of staff did to accounts, hours, replies or the FAQ; never changed afterwards."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    actor: Mapped[Person | None] = relationship()


class CannedReply(Base):
    """Words that staff use again and again, with named placeholders such as ``{name}``."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}


class SavedView(Base):
    """A view of the queue that a member of staff has kept under a name, for themselves."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[dict[str, Any]]  # the parameters of the address, by name
    created_at: Mapped[datetime]
