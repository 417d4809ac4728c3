"""A letter that didn't arrive: noted on it and on its ticket, once; nothing is sent because of it."""

from sqlalchemy.orm import Session

from connectors.desk.changing import Step
from connectors.desk.due import DueTimes
from connectors.desk.unreached import come_back
from connectors.services.conversation_text import strip_controls
from knowledge.mail_tables import OutgoingMail

LONGEST_REASON = 300
OVER = ("given_up", "bounced")


def note_undelivered(
    session: Session, letter: OutgoingMail, step: Step, due: DueTimes, *, reason: str, for_good: bool
) -> None:
    """Note that a letter didn't reach its customer; what is known already is not noted again.

    Args:
        session: The change is made in its transaction.
        letter: The letter, which has been tried at least once.
        step: When.
        due: Keeps the due times.
        reason: Why, as a mail system says it; shown to staff only.
        for_good: Whether nothing can ever be delivered to this address.
    """
    if letter.state in OVER:
        return
    reason = short_reason(reason) or "no reason was given"
    letter.state, letter.problem = ("bounced" if for_good else "given_up"), reason
    if letter.ticket_id is not None:
        come_back(session, letter.ticket_id, step, due, to=letter.recipient, reason=reason)


def short_reason(text: str) -> str:
    """Return what a mail system says in one line that can be kept: it may send any bytes."""
    return " ".join(strip_controls(text).split())[:LONGEST_REASON]
