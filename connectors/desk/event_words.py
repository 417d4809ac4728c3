"""What happened to a ticket, in a sentence: for its history and for who comes too late."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.tables import TicketEvent

LONDON = ZoneInfo("Europe/London")

NOBODY = {
    "created": "The ticket was made",
    "visitor_message": "The customer wrote",
    "confirmed": "The customer said that it is solved",
    "denied": "The customer said that it isn't solved",
    "mail_received": "A mail came in",
    "answered_by_mail": "The assistant answered by mail",
    "transcript_asked": "The customer asked in the chat for a copy, and got it by e-mail",
    "named": "A mail named it; what it says is a ticket of its own",
    "linked": "It came with a reference to another ticket",
}
"""Of what the customer does."""

WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "created": lambda _: "entered it by a program",
    "claimed": lambda _: "took it",
    "released": lambda _: "gave it back to the queue",
    "assigned": lambda data: f"gave it to {data['to_name']}",
    "snoozed": lambda data: f"put it aside until {_moment(data['until'])}",
    "woken": lambda _: "took it up again",
    "priority_set": lambda data: f"changed the priority from {data['before']} to {data['after']}",
    "topic_set": lambda data: (
        f"changed the topic to “{data['after']}”" if data["after"] else "took off the topic"
    ),
    "tag_added": lambda data: f"added the tag “{data['tag']}”",
    "tag_removed": lambda data: f"took off the tag “{data['tag']}”",
    "noted": lambda _: "wrote a note",
    "replied": lambda _: "replied",
    "resolved": lambda _: "resolved it",
    "reopened": lambda _: "reopened it",
    "closed": lambda _: "closed it",
    "merged": lambda data: f"merged {data['other']} into it",
    "merged_away": lambda data: f"merged it into {data['other']}",
    "split": lambda data: f"split {data['other']} off it",
    "split_off": lambda data: f"split it off {data['other']}",
    "linked": lambda data: f"linked it with {data['other']}",
    "draft_approved": lambda data: (
        f"approved the answer by mail, in the words of {data['edited_by']}"
        if data["edited_by"]
        else "approved the answer by mail, in the words of the FAQ"
    ),
    "draft_edited": lambda _: "changed the words of the drafted answer",
    "draft_rejected": lambda _: "rejected the drafted answer",
    "transcript_sent": lambda data: f"sent the transcript to {data['to']}",
    "letter_retried": lambda data: f"had the letter to {data['to']} tried again",
    "mail_undelivered": lambda data: f"could not deliver a letter to {data['to']}: {data['reason']}",
    "unlinked": lambda data: f"took off the link with {data['other']}",
}


def say_event(event: TicketEvent) -> str:
    """Say who did what, and when in London's time: "Sam Okoro took it at 10:41 on 5 May"."""
    at = event.created_at.astimezone(LONDON)
    return f"{say_deed(event)} at {at.hour}:{at.minute:02} on {at.day} {at:%B}"


def say_deed(event: TicketEvent) -> str:
    """Say who did what, without the time."""
    if event.actor_id is None and event.kind in NOBODY:
        return NOBODY[event.kind]
    who = event.actor.name if event.actor else "The service"
    words = WORDS.get(event.kind)
    return f"{who} {words(event.data) if words else event.kind.replace('_', ' ')}"


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone(LONDON)
    return f"{at.day} {at:%B} {at.hour}:{at.minute:02}"
