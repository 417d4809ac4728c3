"""What was said on a ticket, in the chat and by mail, in one order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.tables import Message, Ticket, TicketEvent

VISITOR = "visitor"


@dataclass(frozen=True)
class Said:
    """One thing that somebody said.

    Attributes:
        at: When.
        author: visitor, bot or staff.
        text: The words: Markdown, except the visitor's.
        message: Of the conversation; None where it came by mail.
    """

    at: datetime
    author: str
    text: str
    message: Message | None = None


def said(ticket: Ticket, messages: Sequence[Message], events: Iterable[TicketEvent]) -> list[Said]:
    """Return what was said, oldest first.

    Args:
        ticket: With the question that it was made of, which no conversation holds if it came by mail.
        messages: Of the conversations that count.
        events: Of the ticket, for the mails that came in on it.
    """
    spoken = [Said(one.created_at, one.author, one.text, one) for one in messages]
    if not any(message.author == VISITOR for message in messages):
        spoken.insert(0, Said(ticket.created_at, VISITOR, ticket.question))
    spoken += [
        Said(event.created_at, VISITOR, event.data["text"])
        for event in events
        if event.kind == "mail_received"
    ]
    return sorted(spoken, key=lambda one: one.at)
