"""The tables of the mailbox: what came in, byte by byte, what goes out, and how far we have read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.tables import Base, random_id


class IncomingMail(Base):
    """One mail as it came, stored before anything else happens to it.

    It is ``received``, and then ``done``: exactly once, in the transaction that writes its outcome.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (UniqueConstraint("mailbox", "place"), Index(None, "state", "received_at"))

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
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    done_at: Mapped[datetime | None]


class OutgoingMail(Base):
    """One mail of ours, written in the same transaction as what caused it.

    A ``draft`` waits for people; ``waiting`` mails are ``sending`` while one worker has them, then
    ``sent``, or ``given_up`` after the last try. ``bounced`` is what came back for good, then or
    later: nothing automatic goes to such an address again.
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
    state: Mapped[str] = mapped_column(String(20))  # draft | waiting | sending | sent | given_up | bounced
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]


class MailCursor(Base):
    """How far a mailbox has been read, and how that went last."""

    __tablename__ = "mail_cursor"

    mailbox: Mapped[str] = mapped_column(String(200), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, default=0)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    read_on: Mapped[date | None]  # when all that was there was last stored
    succeeded_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")
