"""What the bot asks of the desk besides answers: a ticket, a rating, the opening hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.desk.contact import Contact
from connectors.desk.due import DEFAULT_TARGETS, DueTimes, Targets
from connectors.desk.hours import BusinessHours
from connectors.desk.tickets import create_ticket
from connectors.dialogue.reply import Reply
from connectors.services import wording
from connectors.services.conversation_ratings import rate_last_answer
from knowledge.tables import Conversation

UNKNOWN_CHANNEL = "web"
"""Where a ticket counts as coming from if its conversation isn't known."""


@dataclass(frozen=True)
class HandedOver:
    """What the bot's form was filled in with.

    Attributes:
        conversation_id: The thread.
        key: Chosen when the form was begun; the same for every try to send it.
        name: Of the person.
        email: Where the answer goes.
        organisation: May be empty.
        question: In the person's words.
        reason: Why it goes to people.
        candidates: ``{"key", "score"}`` of what the assistant would have answered, best first.
    """

    conversation_id: str
    key: str
    name: str
    email: str
    organisation: str
    question: str
    reason: str
    candidates: Sequence[Mapping[str, Any]]


class DeskService:
    """The desk as the bot sees it. Takes a session, never commits.

    Args:
        hours: Knows when the Helpdesk is open.
        clock: Tells the time.
        contact: How else to reach the Helpdesk.
        targets: How soon tickets are due.
    """

    def __init__(
        self, hours: BusinessHours, clock: Clock, contact: Contact, targets: Targets = DEFAULT_TARGETS
    ) -> None:
        self._hours = hours
        self._due = DueTimes(hours, targets)
        self._clock = clock
        self._contact = contact

    def hand_over(self, session: Session, form: HandedOver) -> tuple[str, tuple[Reply, ...]]:
        """Make a ticket, or find the one that was made of the same form.

        Returns:
            Its reference, and what confirms it.

        Raises:
            InvalidField: If a field can't be used; nothing is written.
        """
        now = self._clock()
        conversation = session.get(Conversation, form.conversation_id)
        ticket = create_ticket(
            session,
            now=now,
            conversation_id=form.conversation_id,
            name=form.name,
            email=form.email,
            organisation=form.organisation,
            question=form.question,
            reason=form.reason,
            candidates=form.candidates,
            channel=conversation.channel if conversation else UNKNOWN_CHANNEL,
            idempotency_key=form.key,
            due=self._due,
        )
        said = wording.ticket_made(ticket.reference, ticket.person.email, self._hours.sentence(now))
        return ticket.reference, (said,)

    def rate(self, session: Session, conversation_id: str, *, helpful: bool) -> tuple[Reply, ...]:
        """Note whether the last answer helped, and offer the Helpdesk where it didn't.

        A conversation without an answer gets the same words: the visitor needs them all the same.
        """
        rate_last_answer(session, now=self._clock(), conversation_id=conversation_id, helpful=helpful)
        return (wording.GOOD_TO_HEAR if helpful else wording.SORRY,)

    def opening_hours(self) -> tuple[bool, tuple[Reply, ...]]:
        """Return whether the Helpdesk is open, and the words for it."""
        now = self._clock()
        is_open = self._hours.is_open(now)
        return is_open, (wording.hours(self._hours.sentence(now), self._contact, is_open=is_open),)
