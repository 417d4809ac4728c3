"""Tries a letter again that was given up: when the mail server has been mended, somebody says so."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors.desk.changing import Step, record, take
from connectors.services.staff.audit import note
from connectors.services.staff.mail_listing import check_id
from knowledge.errors import Conflict, NotFound
from knowledge.mail_tables import OutgoingMail

RUNS_OUT = "code"
"""The kind of letter that is of no use later."""


def can_try_again(letter: OutgoingMail) -> bool:
    """Tell whether a letter can be tried again; not where nobody has its address, or it has run out."""
    return letter.state == "given_up" and letter.kind != RUNS_OUT


def try_again(session: Session, letter_id: str, step: Step) -> OutgoingMail:
    """Put a letter that was given up back into the outbox, under its old id.

    Raises:
        NotFound: If there is no such letter.
        Conflict: If it isn't given up, or a colleague was faster.
    """
    letter = session.get(OutgoingMail, check_id(letter_id))
    if letter is None:
        raise NotFound("There is no such letter.")
    ticket = take(session, letter.ticket_id, step, even_closed=True) if letter.ticket_id else None
    # One statement looks and changes: of two who press the button together one comes too late.
    won = session.scalar(
        update(OutgoingMail)
        .where(OutgoingMail.id == letter_id, OutgoingMail.state == "given_up", OutgoingMail.kind != RUNS_OUT)
        .values(state="waiting", attempts=0, next_try_at=step.at, problem="")
        .returning(OutgoingMail.id)
    )
    if won is None:
        raise Conflict("This letter can't be tried again: only letters that were given up can.")
    if ticket is not None:
        record(session, ticket, step, "letter_retried", to=letter.recipient)
    note(session, step.at, "letter_retried", actor_id=step.actor_id, letter=letter_id)
    return letter
