"""The tables of staff's programs: the tokens that let them in, and whom we tell of what happens."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.tables import Base, Person, random_id


class ApiToken(Base):
    """What lets a program of a member of staff in; it may never do more than they may."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hexadecimal
    scopes: Mapped[list[Any]]  # names of `SCOPES`
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Webhook(Base):
    """An address that is told of events; it is switched off where it failed for long."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(1000))
    events: Mapped[list[Any]]  # names of `EVENTS`
    secret: Mapped[str] = mapped_column(Text)  # encrypted; it has to sign, so a hash would not do
    active: Mapped[bool] = mapped_column(default=True)
    failing_since: Mapped[datetime | None]  # the first failure after the last success
    stopped_because: Mapped[str] = mapped_column(String(400), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    author: Mapped[Person] = relationship()


class WebhookDelivery(Base):
    """One event for one address, written in the same transaction as the event.

    It is ``waiting``, then ``sending`` while one worker has it, then ``delivered``, or ``given_up``
    after the last try.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (Index(None, "state", "next_try_at"), Index(None, "webhook_id", "created_at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)  # JSON: ids, never anybody's words
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(400), default="")  # the last status, or what went wrong
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
