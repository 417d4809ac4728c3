"""Two people on one ticket see each other: who has it open just now, and who is writing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from connectors.desk.actors import Actor
from knowledge.queue_tables import TicketPresence
from knowledge.tables import Ticket

LASTS = timedelta(seconds=45)
"""After this time without a sign somebody has gone; pages give a sign more often."""


def show_presence(
    session: Session, ticket_id: int, actor: Actor, now: datetime, *, writing: bool = False
) -> Sequence[TicketPresence]:
    """Note that somebody has a ticket open; return the others who have."""
    row = session.get(TicketPresence, (ticket_id, actor.person_id))
    if row is None:
        try:
            with session.begin_nested():
                session.add(
                    TicketPresence(
                        ticket_id=ticket_id, person_id=actor.person_id, writing=writing, seen_at=now
                    )
                )
        except IntegrityError:
            # The same person in a second window, at the same moment.
            row = session.get(TicketPresence, (ticket_id, actor.person_id), populate_existing=True)
    if row is not None:
        row.writing, row.seen_at = writing, now
        session.flush()
    return others_present(session, ticket_id, actor, now)


def open_ticket(session: Session, ticket_id: int) -> None:
    """Note that somebody looks at a ticket, before it is read: what comes later stays unread.

    It is no change of anybody's, so the version stays.
    """
    unread = Ticket.id == ticket_id, Ticket.unread.is_(True)
    # Most often nothing is to be written, and then nobody has to wait for a lock.
    if session.scalar(select(Ticket.id).where(*unread)) is not None:
        session.execute(
            update(Ticket).where(*unread).values(unread=False).execution_options(synchronize_session=False)
        )


def others_present(session: Session, ticket_id: int, actor: Actor, now: datetime) -> Sequence[TicketPresence]:
    """Return who else has a ticket open, the one who came last first."""
    return session.scalars(
        select(TicketPresence)
        .where(
            TicketPresence.ticket_id == ticket_id,
            TicketPresence.person_id != actor.person_id,
            TicketPresence.seen_at > now - LASTS,
        )
        .options(joinedload(TicketPresence.person))
        .order_by(TicketPresence.seen_at.desc(), TicketPresence.person_id)
    ).all()


def leave(session: Session, ticket_id: int, actor: Actor) -> None:
    """Note that somebody has closed a ticket's page."""
    session.execute(
        delete(TicketPresence).where(
            TicketPresence.ticket_id == ticket_id, TicketPresence.person_id == actor.person_id
        )
    )


def forget_absent(session: Session, now: datetime) -> None:
    """Remove the signs of people who have gone."""
    session.execute(delete(TicketPresence).where(TicketPresence.seen_at <= now - LASTS))
