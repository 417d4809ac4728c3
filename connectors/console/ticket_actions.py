"""What the buttons of a ticket do, by name: a table, so that nothing else can be asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from connectors.console.numbers import read_number
from connectors.console.presenting import LONDON
from connectors.desk.actors import Actor
from connectors.desk.priorities import read_priority
from connectors.desk.searching import REFERENCE
from connectors.services.ticket_desk import TicketDesk
from knowledge.errors import InvalidInput

MORNING = time(9)


@dataclass(frozen=True)
class Order:
    """What somebody asks of a ticket.

    Attributes:
        ticket_id: Which ticket.
        actor: Who asks.
        version: The version that they have seen.
        value: What the deed needs; empty where it needs nothing.
        now: The moment.
    """

    ticket_id: int
    actor: Actor
    version: int
    value: str
    now: datetime


Deed = Callable[[TicketDesk, Session, Order], object]


def do(desk: TicketDesk, session: Session, deed: str, order: Order) -> str:
    """Do one thing to a ticket; return what was done, in words.

    Raises:
        InvalidInput: If there is no such deed, or the value can't be used.
        Conflict: If somebody else changed the ticket meanwhile.
    """
    if deed not in DEEDS:
        raise InvalidInput(f"A ticket can't be asked to “{deed[:20]}”.")
    action, words = DEEDS[deed]
    action(desk, session, order)
    return words


def _claim(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.claim(session, order.ticket_id, order.actor)


def _release(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.release(session, order.ticket_id, order.actor, order.version)


def _assign(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.assign(session, order.ticket_id, order.actor, order.version, to=read_number(order.value))


def _snooze(desk: TicketDesk, session: Session, order: Order) -> object:
    if order.value not in SNOOZES:
        raise InvalidInput("Please choose one of the times that are offered.")
    until = SNOOZES[order.value][1](order.now)
    return desk.snooze(session, order.ticket_id, order.actor, order.version, until=until)


def _wake(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.wake(session, order.ticket_id, order.actor)


def _priority(desk: TicketDesk, session: Session, order: Order) -> object:
    to = read_priority(order.value)
    return desk.set_priority(session, order.ticket_id, order.actor, order.version, to=to)


def _topic(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.set_topic(session, order.ticket_id, order.actor, order.version, to=order.value)


def _tag(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.add_tag(session, order.ticket_id, order.actor, tag=order.value)


def _untag(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.remove_tag(session, order.ticket_id, order.actor, tag=order.value)


def _note(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.add_note(session, order.ticket_id, order.actor, text=order.value)


def _resolve(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.resolve(session, order.ticket_id, order.actor, order.version)


def _reopen(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.reopen(session, order.ticket_id, order.actor)


def _close(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.close(session, order.ticket_id, order.actor, order.version)


def _merge(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.merge(session, order.ticket_id, order.actor, order.version, into=_other(order.value))


def _link(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.link(session, order.ticket_id, order.actor, other=_other(order.value))


def _unlink(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.unlink(session, order.ticket_id, order.actor, other=_other(order.value))


def _transcript(desk: TicketDesk, session: Session, order: Order) -> object:
    return desk.send_transcript(session, order.ticket_id, order.actor)


def _other(value: str) -> int:
    found = REFERENCE.fullmatch(value)
    if found is None:
        raise InvalidInput("Please give the other ticket’s reference, such as SECAS-000123.")
    return read_number(found[1].lstrip("0") or "0")


def _days(days: int) -> Callable[[datetime], datetime]:
    def until(now: datetime) -> datetime:
        day = now.astimezone(LONDON).date() + timedelta(days=days)
        return datetime.combine(day, MORNING, LONDON)

    return until


SNOOZES: Mapping[str, tuple[str, Callable[[datetime], datetime]]] = {
    "2h": ("for two hours", lambda now: now + timedelta(hours=2)),
    "1d": ("until tomorrow, 9:00", _days(1)),
    "3d": ("for three days", _days(3)),
    "7d": ("for a week", _days(7)),
}
"""How long a ticket can be put aside: names and moments."""

DEEDS: Mapping[str, tuple[Deed, str]] = {
    "claim": (_claim, "It is yours now."),
    "release": (_release, "It is back in the queue."),
    "assign": (_assign, "It is handed on."),
    "snooze": (_snooze, "It is put aside."),
    "wake": (_wake, "It is taken up again."),
    "priority": (_priority, "The priority is changed."),
    "topic": (_topic, "The topic is changed."),
    "tag": (_tag, "The tag is added."),
    "untag": (_untag, "The tag is off."),
    "note": (_note, "The note is kept; only colleagues see it."),
    "resolve": (_resolve, "It is resolved."),
    "reopen": (_reopen, "It is open again."),
    "close": (_close, "It is closed."),
    "merge": (_merge, "It is merged."),
    "link": (_link, "It is linked."),
    "unlink": (_unlink, "The link is off."),
    "transcript": (_transcript, "The transcript is on its way."),
}
"""Each deed with what does it and what is said then."""
