"""The tables. Times are aware UTC and end in ``_at``; naive times are refused at the door."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates
from sqlalchemy.types import TypeDecorator

ACTIVE_STATUSES = frozenset(("new", "open", "waiting"))
"""What a ticket is while people still work on it."""

NOTHING_DUE = datetime(9000, 1, 1, tzinfo=UTC)
"""Where a ticket stands in the queue while nothing is due: after all others."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC on every database (SQLite keeps no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Refuse a naive time and store the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone can't be stored: {value.isoformat()}.")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Give SQLite's naive UTC its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def random_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits, for ids that a stranger can't guess."""
    return secrets.token_hex(16)


class Base(DeclarativeBase):
    """The root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, date: Date, dict[str, Any]: JSON, list[Any]: JSON}


def where(condition: str) -> dict[str, Any]:
    """Return what makes an index hold only some rows, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Entry(Base):
    """The identity of an FAQ entry; its words are in its revisions."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default="published")  # published | withdrawn
    created_at: Mapped[datetime]

    revisions: Mapped[list["Revision"]] = relationship(back_populates="entry", order_by="Revision.number")


class Revision(Base):
    """The words of an entry at one time; the published one with the highest number counts."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    number: Mapped[int]
    category: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(500))
    reviewed_on: Mapped[date | None]
    links: Mapped[list[Any]]  # [{"text": …, "url": …}]
    note: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    entry: Mapped[Entry] = relationship(back_populates="revisions")


class EntryAlias(Base):
    """Another name of an entry: its slug or post id on a page that it was imported from.

    A page changes the title of an entry and keeps its address, so a later import recognises it.
    """

    __tablename__ = "entry_alias"

    alias: Mapped[str] = mapped_column(String(80), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class Person(Base):
    """A visitor who left an address, or a member of staff."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("role", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default="visitor")  # visitor | agent | editor | admin
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]


class Conversation(Base):
    """One visitor's thread; whoever holds its token may read it and add to it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    token_hash: Mapped[str] = mapped_column(String(64))  # SHA-256, hexadecimal
    channel: Mapped[str] = mapped_column(String(20), default="web")
    created_at: Mapped[datetime]

    messages: Mapped[list["Message"]] = relationship(back_populates="conversation", order_by="Message.id")


class Message(Base):
    """One message of a conversation, stored before anything else happens to it.

    A visitor's message is ``received``, then ``answering`` from ``claimed_at`` on (one worker
    at a time), then ``answered``. Messages of the bot and of staff are ``sent``.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "idempotency_key"),
        Index(None, "conversation_id", "id"),
        # What reports count: questions with their outcome, and ratings by the question.
        Index(None, "created_at", "outcome", "entry_key", **where("outcome IS NOT NULL")),
        Index(None, "reply_to_id", "rating", **where("rating IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    author: Mapped[str] = mapped_column(String(20))  # visitor | bot | staff
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(400))  # the button that was pressed
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # Reply.as_dict()
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # Decision.as_dict()
    outcome: Mapped[str | None] = mapped_column(String(20))  # answer | clarify | handoff | decline | chosen
    entry_key: Mapped[str | None] = mapped_column(String(80))  # of the entry that came nearest
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20))  # received | answering | answered | sent
    claimed_at: Mapped[datetime | None]
    rating: Mapped[str | None] = mapped_column(String(3))  # yes | no
    rated_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # of staff, who wrote it
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    conversation: Mapped[Conversation] = relationship(back_populates="messages")


class Ticket(Base):
    """A question that people answer.

    ``waiting_since``, ``paused_seconds`` and ``unanswered_since`` are what its due times are made
    of; the due times themselves are kept so that the queue can be sorted by them.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("conversation_id", "idempotency_key"),
        # What the views of the queue are read by; `active` spares them the closed ones.
        Index(None, "active", "id"),
        Index(None, "active", "queue_at", "id"),
        Index(None, "active", "priority", "queue_at", "id"),
        Index(None, "active", "updated_at", "id"),
        Index(None, "assignee_id", "active", "queue_at", "id"),
        Index(None, "status", "queue_at", "id"),
        Index(None, "topic", "active", "queue_at", "id"),
        Index(None, "priority", "queue_at", "id"),
        Index(None, "queue_at", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "snoozed_until"),
        # What reports count.
        Index(None, "created_at", "topic"),
        Index(None, "first_responded_at", "topic", "first_response_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20), default="web")
    question: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(40), default="")  # Decision.reason
    candidates: Mapped[list[Any]]  # [{"key": …, "score": …}], what the assistant would have answered
    status: Mapped[str] = mapped_column(String(20), default="new")  # new | open | waiting | resolved | closed
    unread: Mapped[bool] = mapped_column(default=True)  # the customer wrote, and nobody has looked yet
    active: Mapped[bool] = mapped_column(default=True)  # new, open or waiting
    priority: Mapped[int] = mapped_column(default=3)  # 1 urgent | 2 high | 3 normal | 4 low
    topic: Mapped[str] = mapped_column(String(120), default="")
    search_text: Mapped[str] = mapped_column(
        Text, default=""
    )  # what a search looks through, in small letters
    snoozed_until: Mapped[datetime | None]
    first_response_due_at: Mapped[datetime | None]
    first_responded_at: Mapped[datetime | None]
    first_response_seconds: Mapped[float | None]  # open time that the first reply took
    next_response_due_at: Mapped[datetime | None]
    resolution_due_at: Mapped[datetime | None]
    queue_at: Mapped[datetime] = mapped_column(default=NOTHING_DUE)  # the earliest of what is due
    unanswered_since: Mapped[datetime | None]  # the first message that staff haven't answered yet
    waiting_since: Mapped[datetime | None]  # from when on it is the customer's turn
    paused_seconds: Mapped[float] = mapped_column(default=0.0)  # open time that was spent waiting before
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    events: Mapped[list["TicketEvent"]] = relationship(back_populates="ticket", order_by="TicketEvent.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """The name of the ticket for people, for example ``SECAS-000123``."""
        return f"SECAS-{self.id:06d}"

    @property
    def due_at(self) -> datetime | None:
        """When the next thing is due, or None where nothing is."""
        return None if self.queue_at >= NOTHING_DUE else self.queue_at

    @validates("status")
    def _keep_active(self, _: str, status: str) -> str:
        self.active = status in ACTIVE_STATUSES
        return status


class TicketEvent(Base):
    """What happened to a ticket, who did it and when; written with the change itself."""

    __tablename__ = "ticket_event"
    __table_args__ = (Index(None, "kind", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))  # created | …
    data: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)  # the ticket's, once this had happened
    created_at: Mapped[datetime]

    actor: Mapped[Person | None] = relationship()
    ticket: Mapped[Ticket] = relationship(back_populates="events")


class Closure(Base):
    """When the Helpdesk is closed beside its usual hours and bank holidays; times are London's."""

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    from_time: Mapped[time | None]  # on the first day; empty: all day
    until_time: Mapped[time | None]  # on the last day; empty: all day
    reason: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class Chore(Base):
    """Something that is done from time to time by whichever process comes first."""

    __tablename__ = "chore"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    begun_at: Mapped[datetime]
