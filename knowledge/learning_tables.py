"""The tables of what the FAQ learns from people: phrasings, owners, and gaps that were looked at.

`FaqVersion` counts the changes of all that the answers are made from, so that a process that holds an
index sees with one small query whether it is still up to date.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.tables import Base, Entry, Person


class FaqVersion(Base):
    """One row; its number grows with every change that visitors may notice."""

    __tablename__ = "faq_version"

    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    number: Mapped[int] = mapped_column(default=0)


class Phrasing(Base):
    """Words in which people ask for an entry, added by staff beside the training data."""

    __tablename__ = "phrasing"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))  # proposed | used | removed
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who added it
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who took it or removed it
    decided_at: Mapped[datetime | None]

    entry: Mapped[Entry] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class EntryOwner(Base):
    """Who looks after an entry: asks for its review and answers colleagues' questions about it."""

    __tablename__ = "entry_owner"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    person: Mapped[Person] = relationship()


class SettledGap(Base):
    """A question that the FAQ didn't answer and that staff have dealt with, without personal data."""

    __tablename__ = "settled_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20))  # not_for_us | drafted | phrasing
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    entry: Mapped[Entry | None] = relationship()
    person: Mapped[Person | None] = relationship()
