"""Letters that hold a code for the chat: they go to the ticket's own address, and nowhere else."""

from datetime import datetime

from sqlalchemy.orm import Session

from connectors.desk.addresses import address_of
from connectors.services.post.copies import send_asked_copy
from connectors.services.post.letter import ReplyTo
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import has_bounced, put
from knowledge.errors import InvalidInput
from knowledge.tables import Ticket


class CodeLetters:
    """Puts letters with codes into the outbox.

    Args:
        letters: Writes them.
    """

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    def send_code(self, session: Session, ticket: Ticket, code: str, now: datetime) -> bool:
        """Put a letter into the outbox; tell whether the ticket has an address to send it to."""
        recipient = address_of(ticket.person.email)
        if recipient is None or has_bounced(session, recipient):
            return False
        try:
            letter = self._letters.code(ReplyTo(recipient), ticket.id, ticket.reference, code, now)
        except InvalidInput:
            return False
        put(session, letter, "code", now, ticket_id=ticket.id)
        return True

    def send_copy(self, session: Session, ticket_id: int, now: datetime) -> bool:
        """Put a copy of what was said into the outbox, for whoever had the code; tell whether it is."""
        return send_asked_copy(session, self._letters, ticket_id, now)
