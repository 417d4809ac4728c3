"""What was written on a ticket by mail so far: what a letter replies to, and who is confirmed."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from connectors.services.post.letter import MOST_REFERENCES, ReplyTo
from connectors.services.post.outgoing import ON_ITS_WAY
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket

WRITTEN = ("answer", "handoff", "thread")
"""What is done with a mail that a customer wrote on a ticket."""


def reply_to(session: Session, ticket: Ticket, address: str) -> ReplyTo:
    """Return what a letter on a ticket replies to: the customer's last mail, else our own last letter."""
    theirs = session.execute(
        select(IncomingMail.done_at, IncomingMail.message_id)
        .where(_on(ticket), IncomingMail.message_id.is_not(None))
        .order_by(IncomingMail.done_at.desc())
        .limit(MOST_REFERENCES)
    ).all()
    ours = session.execute(
        select(OutgoingMail.created_at, OutgoingMail.message_id)
        .where(OutgoingMail.ticket_id == ticket.id, OutgoingMail.state.in_(ON_ITS_WAY))
        .order_by(OutgoingMail.created_at.desc())
        .limit(MOST_REFERENCES)
    ).all()
    written = [name for _, name in sorted((at, name) for at, name in (*theirs, *ours) if at and name)]
    last = theirs[0].message_id if theirs else written[-1] if written else ""
    return ReplyTo(address, last or "", written)


def is_confirmed(session: Session, ticket: Ticket) -> bool:
    """Tell whether a ticket's address is known to be its customer's.

    It is where they wrote from it on this ticket and our own border vouched for that. That somebody
    typed an address into a form, or wrote it into a mail that nobody checked, confirms nothing.
    """
    return confirmed_subject(session, ticket) is not None


def confirmed_subject(session: Session, ticket: Ticket) -> str | None:
    """Return the subject of the customer's last mail for whose sender our own border vouched, or None."""
    theirs = IncomingMail.sender == ticket.person.email.lower()
    return session.scalar(
        select(IncomingMail.subject)
        .where(_on(ticket), IncomingMail.confirmed.is_(True), theirs)
        .order_by(IncomingMail.done_at.desc())
        .limit(1)
    )


def _on(ticket: Ticket) -> ColumnElement[bool]:
    return and_(IncomingMail.ticket_id == ticket.id, IncomingMail.action.in_(WRITTEN))
