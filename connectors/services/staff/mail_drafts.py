"""Drafts of answers: people approve them, change their words, or reject them.

Each is one transaction with an event on its ticket, under the ticket's version: whoever has seen
an older one is told what has happened, and nothing is sent twice.
"""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy.orm import Session

from connectors.desk.addresses import address_of
from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from connectors.desk.texts import LONGEST_REPLY, check_words
from connectors.services.markdown import render_markdown
from connectors.services.staff.mail_listing import check_id, letter_to
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Ticket


class MailDrafts:
    """Decides on drafts. Takes a session, never commits.

    Every verb raises `NotFound`, `StaleTicket` or `Conflict` where it can't be done, and changes
    nothing then.

    Args:
        due: Keeps the due times of tickets.
    """

    def __init__(self, due: DueTimes) -> None:
        self._due = due

    def approve(self, session: Session, mail_id: str, step: Step) -> OutgoingMail:
        """Put a draft into the outbox; its ticket waits for the customer from now on.

        Raises:
            InvalidInput: If there is no address to send it to.
            Conflict: If somebody has answered meanwhile.
        """
        ticket, letter = _take(session, mail_id, step)
        if address_of(letter.recipient) is None:
            raise InvalidInput(
                "This mail has no sender whom an answer could reach. The ticket is for people."
            )
        if ticket.unanswered_since is None:
            raise Conflict(
                f"{ticket.reference} has been answered already. Reject the draft, or reply on the ticket."
            )
        letter.raw = rewrite(letter.raw, step.at)
        letter.state, letter.next_try_at = "waiting", step.at
        self._due.note_response(ticket, step.at)
        ticket.unanswered_since = ticket.snoozed_until = None
        before, ticket.status = ticket.status, "waiting"
        self._due.pause(ticket, step.at)
        edited = letter.edited_by.name if letter.edited_by else None
        record(session, ticket, step, "draft_approved", mail=mail_id, before=before, edited_by=edited)
        return letter

    def edit(self, session: Session, mail_id: str, step: Step, text: str) -> OutgoingMail:
        """Change the words of a draft; from then on they count as those of whoever did it.

        Raises:
            InvalidInput: If there are no words, or too many.
        """
        text = check_words("draft", text, LONGEST_REPLY)
        ticket, letter = _take(session, mail_id, step)
        if text == words_of(letter.raw):
            return letter
        letter.raw, letter.edited_by_id = rewrite(letter.raw, step.at, text), step.actor_id
        record(session, ticket, step, "draft_edited", mail=mail_id)
        return letter

    def reject(self, session: Session, mail_id: str, step: Step) -> OutgoingMail:
        """Send nothing; the ticket stays with people."""
        ticket, letter = _take(session, mail_id, step, even_closed=True)
        letter.state = "rejected"
        record(session, ticket, step, "draft_rejected", mail=mail_id)
        return letter


def words_of(raw: bytes) -> str:
    """Return the plain words of a letter of ours."""
    part = message_from_bytes(raw, policy=SMTP).get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part else ""


def rewrite(raw: bytes, now: datetime, text: str | None = None) -> bytes:
    """Return a letter of ours with the date of its approval, and with other words where there are some.

    All else stays: the same id, threads and marks of an automatic mail.
    """
    before = message_from_bytes(raw, policy=SMTP)
    letter = EmailMessage(policy=SMTP)
    for name, value in before.items():
        if not name.lower().startswith("content-") and name.lower() not in {"date", "mime-version"}:
            letter[name] = value
    letter["Date"] = format_datetime(now)
    letter.set_content((words_of(raw) if text is None else text) + "\n")
    letter.add_alternative(_html_of(before) if text is None else render_markdown(text), subtype="html")
    return letter.as_bytes()


def _html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    return str(part.get_content()) if part else render_markdown(words_of(letter.as_bytes()))


def _take(
    session: Session, mail_id: str, step: Step, *, even_closed: bool = False
) -> tuple[Ticket, OutgoingMail]:
    """Return a draft and its ticket, which nobody else can change until the end of the transaction."""
    letter = letter_to(session, check_id(mail_id))
    if letter is None or letter.ticket_id is None:
        raise NotFound("There is no draft for this mail.")
    ticket = take(session, letter.ticket_id, step, even_closed=even_closed)
    # It may have been decided on before the ticket was ours.
    session.refresh(letter)
    if letter.state != "draft":
        raise Conflict("This draft was decided on already.")
    return ticket, letter
