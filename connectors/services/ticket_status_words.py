"""What the chat says about a ticket's status: read aloud with `wording`, kept apart for its length."""

import json
from datetime import datetime

from connectors.desk.contact import Contact
from connectors.desk.due_words import say_moment
from connectors.dialogue.reply import Button, Reply
from knowledge.tables import Ticket

FOLLOW = "/follow_ticket"
COPY = "/copy_ticket"

CODE_SENT = Reply(
    "text",
    "If that ticket has an e-mail address, we have sent a code to it. Please type the code here within "
    "15 minutes, and I'll tell you how your question is getting on.",
)
NOT_RIGHT = Reply(
    "text",
    "That code isn't right, or it has run out. Please check the latest mail from us. After five tries, or 15 "
    "minutes, please ask for the status again to get a new code.",
)
EIGHT_DIGITS = Reply(
    "text", "The code in our mail has eight digits, such as 1234 5678. Please type all of them."
)
WHICH_TICKET = Reply(
    "text",
    "Which ticket do you mean? Please type its reference: it stands in our mail and looks like SECAS-000123.",
)
FOLLOWED = Reply("text", "All right: I'll tell you here when the Helpdesk replies or the status changes.")

COPY_SENT = Reply(
    "text", "I've sent a copy to the ticket's own e-mail address. It should be there in a few minutes."
)


def no_copy(contact: Contact) -> Reply:
    """Say that no copy can be sent now."""
    return Reply(
        "text",
        "I can't send a copy just now: at most three a day go out, and only to the address that the code "
        f"went to. Please try again tomorrow, or ring the Helpdesk on {contact.phone}.",
    )


def no_codes(contact: Contact) -> Reply:
    """Say that nothing can be looked up here, because no mail can be sent."""
    return Reply(
        "text",
        "I can't look tickets up here just now. Please ring the Helpdesk on "
        f"{contact.phone} or write to [{contact.email}](mailto:{contact.email}), and give your reference.",
    )


def status(ticket: Ticket, replied_at: datetime | None, now: datetime, *, told: bool) -> Reply:
    """Say where a ticket stands: its state, what is promised, and whether staff have replied.

    Args:
        ticket: The ticket.
        replied_at: When staff last replied; None where they haven't.
        now: The moment.
        told: Whether news is told in this conversation already.
    """
    words = [f"**{ticket.reference}** {_state(ticket, now)}", _replied(replied_at, now)]
    promise = _promise(ticket, now)
    follow = (
        () if told or ticket.status == "closed" else (_button("Tell me here about news", FOLLOW, ticket),)
    )
    copy = _button("E-mail me a copy of what was said", COPY, ticket)
    return Reply("text", " ".join(filter(None, [*words, promise])), (*follow, copy))


def news(reference: str, kind: str) -> Reply:
    """Tell what has just happened to a ticket that is followed.

    Args:
        reference: Of the ticket.
        kind: `TicketEvent.kind`, one of `NEWS`.
    """
    return Reply("text", f"News on **{reference}**: {NEWS[kind]}")


NEWS = {
    "replied": "the Helpdesk has replied. The reply goes to the ticket's own conversation or e-mail address.",
    "resolved": "the Helpdesk has marked it as resolved.",
    "reopened": "the Helpdesk is working on it again.",
    "closed": "it is closed.",
}
"""What is told to those who follow a ticket, by the kind of the event."""


def _state(ticket: Ticket, now: datetime) -> str:
    if ticket.merged_into_id is not None:
        return "was joined with another ticket of yours; please ask for that one."
    match ticket.status:
        case "new":
            return "is with the Helpdesk and waits for somebody to take it."
        case "open":
            return "is with the Helpdesk, and somebody is on it."
        case "waiting":
            return "waits for your answer to the Helpdesk's reply."
        case "resolved":
            return f"was resolved {_on(ticket.resolved_at, now)}."
    return f"was closed {_on(ticket.closed_at, now)}."


def _replied(replied_at: datetime | None, now: datetime) -> str:
    if replied_at is None:
        return "There is no reply yet."
    return f"The last reply was sent {_on(replied_at, now)}."


def _promise(ticket: Ticket, now: datetime) -> str:
    if not ticket.active or ticket.status == "waiting":
        return ""
    due = ticket.next_response_due_at if ticket.first_responded_at else ticket.first_response_due_at
    if due is None:
        return ""
    if due <= now:
        return f"A reply was due {say_moment(due, now)}. I'm sorry that it is late."
    return f"You'll have a reply by {say_moment(due, now)}."


def _on(at: datetime | None, now: datetime) -> str:
    return say_moment(at, now) if at else "earlier"


def _button(title: str, meaning: str, ticket: Ticket) -> Button:
    number = json.dumps({"ticket": ticket.id}, separators=(",", ":"))
    return Button(title, f"{meaning}{number}")
