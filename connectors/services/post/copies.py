"""Copies of what was said on a ticket, for its customer: asked for by staff, or in the chat after a code."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.desk.addresses import address_of
from connectors.desk.changing import Step, record, take
from connectors.desk.reading import read_ticket
from connectors.services.post.letter import Letter
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import A_DAY, has_bounced, put
from connectors.services.post.threads import reply_to
from connectors.services.post.transcripts import transcript
from knowledge.locking import lock_post
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Ticket

MOST_COPIES = 3
"""Copies a day for a ticket, and for an address, that customers may ask for."""


def copy_of(session: Session, letters: Letters, ticket: Ticket, address: str, now: datetime) -> Letter:
    """Write what was said on a ticket, as a letter; never what colleagues noted among themselves."""
    file = read_ticket(session, ticket.id)
    own = [message for message in file.messages if message.conversation_id == ticket.conversation_id]
    words = transcript(ticket, own, file.events)
    to = reply_to(session, ticket, address)
    return letters.transcript(to, ticket.id, ticket.reference, words, now)


def send_asked_copy(session: Session, letters: Letters, ticket_id: int, now: datetime) -> bool:
    """Mail a copy to a ticket's own address, which has just proven to be its customer's by a code.

    Returns:
        Whether it is sent; not where the code went to another address than the ticket has now, where
        mail came back, or where enough copies were sent today.
    """
    lock_post(session)
    ticket = take(session, ticket_id, Step(now), even_closed=True)
    address = address_of(ticket.person.email)
    if address is None or has_bounced(session, address) or not _got_a_code(session, ticket, address):
        return False
    copies = select(func.count(OutgoingMail.id)).where(
        OutgoingMail.kind == "transcript",
        OutgoingMail.created_at > now - A_DAY,
        (OutgoingMail.ticket_id == ticket_id) | (OutgoingMail.recipient == address),
    )
    if (session.scalar(copies) or 0) >= MOST_COPIES:
        return False
    put(session, copy_of(session, letters, ticket, address, now), "transcript", now, ticket_id=ticket_id)
    record(session, ticket, Step(now), "transcript_asked", to=address)
    return True


def _got_a_code(session: Session, ticket: Ticket, address: str) -> bool:
    last = select(OutgoingMail.recipient).where(
        OutgoingMail.kind == "code", OutgoingMail.ticket_id == ticket.id, OutgoingMail.state != "rejected"
    )
    return session.scalar(last.order_by(OutgoingMail.created_at.desc()).limit(1)) == address
