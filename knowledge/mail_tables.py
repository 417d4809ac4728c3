"""The tables of the mailbox: what came in, byte by byte, what goes out, and how far we have read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.tables import Base, Person, random_id


class IncomingMail(Base):
    """One mail as it came, stored before anything else happens to it.

    It is ``received``, and then ``done``, in the transaction that writes its outcome. What was set
    aside can be put back by people, once: it is ``received`` again then, and nothing sets it aside.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        UniqueConstraint("mailbox", "place"),
        Index(None, "state", "received_at"),
        # What the lists of the console are read by.
        Index(None, "received_at", "id"),
        Index(None, "action", "received_at", "id"),
        Index(None, "rule", "received_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    mailbox: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))  # "UIDVALIDITY:UID", or the name of a file
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    cut_from: Mapped[int | None] = mapped_column(BigInteger)  # bytes of the mail, where raw is only its head
    state: Mapped[str] = mapped_column(String(20), default="received")  # received | done
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    message_id: Mapped[str | None] = mapped_column(String(1000), index=True)
    identity: Mapped[str | None] = mapped_column(String(64), index=True)  # Identity.key
    sender: Mapped[str] = mapped_column(String(400), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    confirmed: Mapped[bool] = mapped_column(default=False)  # our own border vouches for the sender
    action: Mapped[str | None] = mapped_column(String(20))  # MailAction
    rule: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    keys: Mapped[list[Any]] = mapped_column(default=list)
    questions: Mapped[list[Any]] = mapped_column(default=list)  # what was asked, as far as it was told apart
    confidence: Mapped[float | None]  # of the answer, where it was decided on
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    done_at: Mapped[datetime | None]
    put_back_at: Mapped[datetime | None]
    put_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    put_back_by: Mapped[Person | None] = relationship()


class MailAttachment(Base):
    """What a mail carries beside its text; the bytes stay in the mail, and only this id leads to them."""

    __tablename__ = "mail_attachment"
    __table_args__ = (UniqueConstraint("mail_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    mail_id: Mapped[str] = mapped_column(ForeignKey("incoming_mail.id", ondelete="CASCADE"))
    position: Mapped[int]  # among all attachments of the mail, from 0 on
    name: Mapped[str] = mapped_column(String(200))  # the sender's; a label only
    size: Mapped[int]  # bytes after decoding
    inline: Mapped[bool]  # part of the look, such as a logo


class OutgoingMail(Base):
    """One mail of ours, written in the same transaction as what caused it.

    A ``draft`` waits for people, who approve it or make it ``rejected``; ``waiting`` mails are
    ``sending`` while one worker has them, then ``sent``, or ``given_up`` after the last try.
    ``bounced`` is what came back for good, then or later: nothing automatic goes to such an address
    again.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        # At most one automatic reply for a message, and one letter for a reply of staff.
        UniqueConstraint("incoming_id"),
        UniqueConstraint("reply_id"),
        Index(None, "state", "next_try_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    incoming_id: Mapped[str | None] = mapped_column(ForeignKey("incoming_mail.id", ondelete="SET NULL"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))  # of staff
    kind: Mapped[str] = mapped_column(String(20))  # LetterKind
    recipient: Mapped[str] = mapped_column(String(320), index=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    # draft | rejected | waiting | sending | sent | given_up | bounced
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    # Who changed the words of a draft; none where they are the FAQ's own.
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    incoming: Mapped[IncomingMail | None] = relationship()
    edited_by: Mapped[Person | None] = relationship()


class MailCursor(Base):
    """How far a mailbox has been read."""

    __tablename__ = "mail_cursor"

    mailbox: Mapped[str] = mapped_column(String(200), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, default=0)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    read_on: Mapped[date | None]  # when all that was there was last stored


class MailConnection(Base):
    """How the connection to a mail server is: one row for reading and one for sending."""

    __tablename__ = "mail_connection"

    direction: Mapped[str] = mapped_column(String(3), primary_key=True)  # in | out
    tried_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")  # of the last try; empty where it went well
