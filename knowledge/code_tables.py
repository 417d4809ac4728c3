"""The tables behind asking for a ticket's status in the chat: codes that were sent, and who follows what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.tables import Base


class TicketCode(Base):
    """One wish to see a ticket's status, with the code that was sent for it.

    A wish that no letter was written for (there is no such ticket, or enough were written) has no
    ticket, looks the same in every other way, and no code fits it.
    """

    __tablename__ = "ticket_code"
    __table_args__ = (
        Index(None, "conversation_id", "id"),
        Index(None, "ticket_id", "created_at"),
        Index(None, "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))  # HMAC-SHA256, hexadecimal
    network_hash: Mapped[str] = mapped_column(String(64))  # the same of the network that asked
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TicketFollow(Base):
    """A conversation that has proven whose ticket it is, and may see the ticket's status for a while."""

    __tablename__ = "ticket_follow"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    tells: Mapped[bool] = mapped_column(default=False)  # whether news is told in the conversation
    told_event_id: Mapped[int] = mapped_column(default=0)  # up to which event of the ticket
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
