"""Tickets that a program of staff enters, such as one for a call that somebody answered."""

import hashlib
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.desk.due import DueTimes
from connectors.desk.tickets import create_ticket
from connectors.services.conversation_tickets import HandOver
from knowledge.errors import Conflict
from knowledge.tables import Person, Ticket

CHANNEL = "api"
ENTERED = "entered"
"""The reason of such a ticket."""


def enter_ticket(
    session: Session, now: datetime, form: HandOver, *, key: str, actor: Actor, due: DueTimes
) -> Ticket:
    """Make a ticket; the same key of the same person again returns the same ticket.

    Args:
        session: Is committed by the caller.
        now: The moment.
        form: What the customer asked, and who they are.
        key: Chosen by the program, one for each ticket.
        actor: Whose program it is.
        due: Sets when it is due.

    Raises:
        InvalidField: If a field can't be used.
        Conflict: If the key was used for another ticket.
    """
    # One request at a time for each of them, so that the same one twice at once makes one ticket.
    owner = update(Person).where(Person.id == actor.person_id).values(name=Person.name)
    session.execute(owner.execution_options(synchronize_session=False))
    ticket = create_ticket(
        session,
        now=now,
        conversation_id=None,
        name=form.name,
        email=form.email,
        organisation=form.organisation,
        question=form.question,
        reason=ENTERED,
        candidates=(),
        channel=CHANNEL,
        idempotency_key=hashlib.sha256(f"{actor.person_id}:{key}".encode()).hexdigest(),
        due=due,
        actor_id=actor.person_id,
    )
    session.flush()
    if (ticket.question, ticket.person.email) != (form.question, form.email.lower()):
        raise Conflict("This Idempotency-Key was used for another ticket. Please use a new one for each.")
    return ticket
