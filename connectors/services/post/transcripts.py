"""What was said on a ticket, for its customer: never what colleagues noted among themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import add
from zoneinfo import ZoneInfo

from markupsafe import escape

from connectors.services.post.letter import Body
from knowledge.tables import Message, Ticket, TicketEvent

LONDON = ZoneInfo("Europe/London")


def transcript(ticket: Ticket, messages: Sequence[Message], events: Iterable[TicketEvent]) -> Body:
    """Return what was said on a ticket, oldest first.

    Args:
        ticket: With its question.
        messages: Of its own conversation. Not those of tickets that were merged into it: these may
            be a stranger's who typed the same address.
        events: Of the ticket, for the mails that came in on it.
    """
    said = [(message.created_at, _message(message)) for message in messages if message.text or message.reply]
    said += [
        (event.created_at, _said("You", event.created_at, Body.of_plain(event.data["text"])))
        for event in events
        if event.kind == "mail_received"
    ]
    if not any(message.author == "visitor" for message in messages):
        # Who wrote by mail has no message in the conversation.
        said.append((ticket.created_at, _said("You", ticket.created_at, Body.of_plain(ticket.question))))
    said.sort(key=lambda one: one[0])
    return reduce(add, (words for _, words in said))


def _message(message: Message) -> Body:
    if message.author == "visitor":
        return _said("You", message.created_at, Body.of_plain(message.text))
    if message.author == "staff":
        name = f"{message.person.name}, Helpdesk" if message.person else "Helpdesk"
        return _said(name, message.created_at, Body.of_markdown(message.text, breaks=True))
    answer = (message.reply or {}).get("answer")
    text = f"**{answer['title']}**\n\n{answer['body']}" if answer else message.text
    return _said("Assistant", message.created_at, Body.of_markdown(text))


def _said(who: str, at: datetime, words: Body) -> Body:
    local = at.astimezone(LONDON)
    head = f"{who}, {local.day} {local:%B %Y}, {local.hour}:{local:%M}:"
    return Body(f"{head}\n\n{words.plain}", f"<p><b>{escape(head)}</b></p>\n{words.html}")
