"""The outbox as seen by whoever writes: a letter is put in with what caused it, and sent later."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from connectors.services.post.letter import Letter
from knowledge.mail_tables import OutgoingMail

LetterKind = Literal["answer", "acknowledgement", "reply", "solved_question", "transcript", "code"]

AUTOMATIC: tuple[LetterKind, ...] = ("answer", "acknowledgement", "solved_question")
"""What goes out without a person's words; capped. Codes have caps of their own."""

ON_ITS_WAY = ("waiting", "sending", "sent", "given_up", "bounced")
"""What was meant to go out; a draft is not."""

TRIED = ("sending", "sent", "given_up", "bounced")
"""What a mail server may have seen."""

A_DAY = timedelta(days=1)
MOST_FOR_A_TICKET = 3
MOST_FOR_AN_ADDRESS = 5
"""Automatic letters a day."""


def put(
    session: Session,
    letter: Letter,
    kind: LetterKind,
    now: datetime,
    *,
    ticket_id: int,
    incoming_id: str | None = None,
    reply_id: int | None = None,
    draft: bool = False,
) -> OutgoingMail:
    """Put a letter into the outbox, in the transaction of what caused it.

    Args:
        session: The transaction.
        letter: The finished letter.
        kind: What it is.
        now: The moment.
        ticket_id: The ticket that it is about.
        incoming_id: The mail that it answers, where it is an answer to one.
        reply_id: The message of staff that it carries, where it carries one.
        draft: Whether it waits for people to approve it.
    """
    row = OutgoingMail(
        message_id=letter.message_id,
        incoming_id=incoming_id,
        ticket_id=ticket_id,
        reply_id=reply_id,
        kind=kind,
        recipient=letter.recipient,
        raw=letter.raw,
        state="draft" if draft else "waiting",
        next_try_at=now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


class Caps:
    """How much may go out automatically. Counts right only under `lock_post`.

    Args:
        a_day: Automatic letters in 24 hours in all.
    """

    def __init__(self, a_day: int) -> None:
        self._a_day = a_day

    def why_not(self, session: Session, address: str, ticket_id: int, now: datetime) -> str | None:
        """Say why no automatic letter may go to an address, or None where one may."""
        if has_bounced(session, address):
            return "mail to its sender came back before"
        sent = select(func.count(OutgoingMail.id)).where(
            OutgoingMail.kind.in_(AUTOMATIC),
            OutgoingMail.state.in_(ON_ITS_WAY),
            OutgoingMail.created_at > now - A_DAY,
        )
        if (session.scalar(sent.where(OutgoingMail.ticket_id == ticket_id)) or 0) >= MOST_FOR_A_TICKET:
            return "its ticket had enough of them today"
        if (session.scalar(sent.where(OutgoingMail.recipient == address)) or 0) >= MOST_FOR_AN_ADDRESS:
            return "its sender had enough of them today"
        if (session.scalar(sent) or 0) >= self._a_day:
            return "enough were sent today"
        return None


def has_bounced(session: Session, address: str) -> bool:
    """Tell whether a letter to an address came back for good."""
    came_back = exists().where(OutgoingMail.recipient == address, OutgoingMail.state == "bounced")
    return bool(session.scalar(select(came_back)))
