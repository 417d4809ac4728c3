"""What a program can do to a ticket: a table, from which the addresses and their description are made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.desk.fields import InvalidField
from connectors.desk.priorities import read_priority
from connectors.services.ticket_desk import TicketDesk
from connectors.web.schemas import Body
from connectors.web.staff_api import schemas


@dataclass(frozen=True)
class Order:
    """What is asked of a ticket.

    Attributes:
        desk: Does it.
        session: In which it is done.
        ticket_id: Which ticket.
        actor: Who asks.
        version: The version that they have seen; None where it doesn't matter.
        body: What the request says, already checked.
    """

    desk: TicketDesk
    session: Session
    ticket_id: int
    actor: Actor
    version: int | None
    body: Any


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a ticket.

    Attributes:
        name: At the end of the address.
        summary: What it does, in a line.
        body: What the request has to say.
        do: Does it.
        versioned: Whether it could overwrite what a colleague has done, so that the caller has to
            name the version that they have seen.
    """

    name: str
    summary: str
    body: type[Body]
    do: Callable[[Order], object]
    versioned: bool = False


def _plain(method: str) -> Callable[[Order], object]:
    """Return what calls a verb of the desk that needs nothing but the ticket."""

    def do(order: Order) -> object:
        verb = cast("Callable[..., object]", getattr(order.desk, method))
        return verb(order.session, order.ticket_id, order.actor, order.version)

    return do


def _reply(order: Order) -> object:
    return order.desk.reply(
        order.session, order.ticket_id, order.actor, order.version, text=order.body.text, then=order.body.then
    )


def _note(order: Order) -> object:
    return order.desk.add_note(order.session, order.ticket_id, order.actor, text=order.body.text)


def _assign(order: Order) -> object:
    return order.desk.assign(order.session, order.ticket_id, order.actor, order.version, to=order.body.to)


def _snooze(order: Order) -> object:
    try:
        until = datetime.fromisoformat(order.body.until)
    except ValueError as error:
        raise InvalidField("until", "“until” must be a moment, as in 2026-12-01T09:00:00Z.") from error
    if until.tzinfo is None:
        raise InvalidField("until", "“until” must name its zone, as in 2026-12-01T09:00:00Z.")
    return order.desk.snooze(order.session, order.ticket_id, order.actor, order.version, until=until)


def _priority(order: Order) -> object:
    to = read_priority(order.body.to)
    return order.desk.set_priority(order.session, order.ticket_id, order.actor, order.version, to=to)


def _topic(order: Order) -> object:
    return order.desk.set_topic(order.session, order.ticket_id, order.actor, order.version, to=order.body.to)


def _tag(order: Order) -> object:
    return order.desk.add_tag(order.session, order.ticket_id, order.actor, tag=order.body.tag)


def _untag(order: Order) -> object:
    return order.desk.remove_tag(order.session, order.ticket_id, order.actor, tag=order.body.tag)


def _merge(order: Order) -> object:
    return order.desk.merge(order.session, order.ticket_id, order.actor, order.version, into=order.body.other)


def _split(order: Order) -> object:
    return order.desk.split(
        order.session,
        order.ticket_id,
        order.actor,
        order.version,
        question=order.body.question,
        message_ids=order.body.messages,
    )


def _link(order: Order) -> object:
    return order.desk.link(order.session, order.ticket_id, order.actor, other=order.body.other)


def _unlink(order: Order) -> object:
    return order.desk.unlink(order.session, order.ticket_id, order.actor, other=order.body.other)


VERBS = (
    Verb("reply", "Write to the customer.", schemas.NewReply, _reply, versioned=True),
    Verb("note", "Write a remark for colleagues.", schemas.NewNote, _note),
    Verb("claim", "Take a ticket that nobody has.", schemas.NoFields, _plain("claim")),
    Verb("release", "Give a ticket back to the queue.", schemas.NoFields, _plain("release"), versioned=True),
    Verb("assign", "Give a ticket to a member of staff.", schemas.NewAssignee, _assign, versioned=True),
    Verb("snooze", "Put a ticket aside.", schemas.NewSnooze, _snooze, versioned=True),
    Verb("wake", "Take up a ticket that was put aside.", schemas.NoFields, _plain("wake")),
    Verb("priority", "Change how much it matters.", schemas.NewPriority, _priority, versioned=True),
    Verb("topic", "Change what it is about.", schemas.NewTopic, _topic, versioned=True),
    Verb("tag", "Add a tag.", schemas.Tag, _tag),
    Verb("untag", "Take a tag off.", schemas.Tag, _untag),
    Verb(
        "resolve",
        "Call it solved, and ask the customer.",
        schemas.NoFields,
        _plain("resolve"),
        versioned=True,
    ),
    Verb("reopen", "Work on it again.", schemas.NoFields, _plain("reopen")),
    Verb("close", "Put it away.", schemas.NoFields, _plain("close"), versioned=True),
    Verb("merge", "Close it as part of another one.", schemas.OtherTicket, _merge, versioned=True),
    Verb("split", "Make a second ticket of a second question.", schemas.NewSplit, _split, versioned=True),
    Verb("link", "Note that it has to do with another one.", schemas.OtherTicket, _link),
    Verb("unlink", "Take a link off.", schemas.OtherTicket, _unlink),
)
