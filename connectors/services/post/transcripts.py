"""What was said on a ticket, for its customer: never what colleagues noted among themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import add
from zoneinfo import ZoneInfo

from markupsafe import escape

from connectors.desk.spoken import VISITOR, Said, said
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
    return reduce(add, (_words(one) for one in said(ticket, messages, events)))


def _words(one: Said) -> Body:
    if one.author == VISITOR:
        return _under("You", one.at, Body.of_plain(one.text))
    message = one.message
    if one.author == "staff":
        name = f"{message.person.name}, Helpdesk" if message and message.person else "Helpdesk"
        return _under(name, one.at, Body.of_markdown(one.text, breaks=True))
    answer = ((message and message.reply) or {}).get("answer")
    text = f"**{answer['title']}**\n\n{answer['body']}" if answer else one.text
    return _under("Assistant", one.at, Body.of_markdown(text))


def _under(who: str, at: datetime, words: Body) -> Body:
    local = at.astimezone(LONDON)
    head = f"{who}, {local.day} {local:%B %Y}, {local.hour}:{local:%M}:"
    return Body(f"{head}\n\n{words.plain}", f"<p><b>{escape(head)}</b></p>\n{words.html}")
