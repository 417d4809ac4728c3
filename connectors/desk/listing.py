"""The queue as staff look at it: views, filters, search, sorted by a key from a list, page by page."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from connectors.desk.actors import Actor
from connectors.desk.changing import LARGEST_ID
from connectors.desk.priorities import Priority
from connectors.desk.searching import rare_tickets, split_words, with_words
from knowledge.errors import InvalidInput
from knowledge.queue_tables import TicketTag
from knowledge.tables import NOTHING_DUE, Ticket, UtcDateTime

View = Literal["mine", "unassigned", "overdue", "waiting", "snoozed", "open", "all"]
Sort = Literal["due", "priority", "newest", "oldest", "updated"]

VIEWS: tuple[View, ...] = ("mine", "unassigned", "overdue", "waiting", "snoozed", "open", "all")
SORTS: tuple[Sort, ...] = ("due", "priority", "newest", "oldest", "updated")

MOST = 200
"""The largest number of tickets on one page."""

MARK = re.compile(r"\d{1,18}", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST_MOMENT = (NOTHING_DUE - EPOCH) // MICROSECOND


@dataclass(frozen=True)
class Filter:
    """What of the queue is looked at.

    Attributes:
        view: Which tickets: one of `VIEWS`.
        topic: Only those about this; empty for all.
        tag: Only those with this tag; empty for all.
        priority: Only those that matter so much.
        text: Only those with these words in reference, name, e-mail, organisation or question.
        sort: In which order: one of `SORTS`.
        after: Where the page before ended: `Page.next`; empty for the first page.
        limit: How many at most, 1 to 200.
    """

    view: View = "open"
    topic: str = ""
    tag: str = ""
    priority: Priority | None = None
    text: str = ""
    sort: Sort = "due"
    after: str = ""
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """One page of the queue.

    Attributes:
        tickets: In order, with their people.
        next: What `Filter.after` must be for the next page; empty on the last one.
    """

    tickets: Sequence[Ticket]
    next: str


@dataclass(frozen=True)
class _Order:
    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = False


ORDERS: Mapping[Sort, _Order] = {
    "due": _Order((Ticket.queue_at, Ticket.id)),
    "priority": _Order((Ticket.priority, Ticket.queue_at, Ticket.id)),
    "newest": _Order((Ticket.id,), descending=True),
    "oldest": _Order((Ticket.id,)),
    "updated": _Order((Ticket.updated_at, Ticket.id), descending=True),
}


def list_queue(session: Session, chosen: Filter, actor: Actor, now: datetime) -> Page:
    """Return one page of the queue.

    Raises:
        InvalidInput: If there is no such view, sort key or page, or the limit is out of bounds.
    """
    among = rare_tickets(session, split_words(chosen.text))
    found = session.scalars(queue_query(chosen, actor, now, among)).all()
    tickets = found[: chosen.limit]
    more = len(found) > chosen.limit
    return Page(tickets, _mark(tickets[-1], chosen.sort) if more else "")


def queue_query(
    chosen: Filter, actor: Actor, now: datetime, among: Sequence[int] | None = None
) -> Select[Ticket]:
    """Return the statement behind a page; it asks for one ticket more, to see whether there is a next.

    Args:
        chosen: What is looked at.
        actor: Who looks.
        now: The moment.
        among: The only tickets that can have the words, where that is known.

    Raises:
        InvalidInput: If there is no such view, sort key or page, or the limit is out of bounds.
    """
    if not 1 <= chosen.limit <= MOST:
        raise InvalidInput(f"A page of the queue holds 1 to {MOST} tickets, not {chosen.limit}.")
    order = _known(ORDERS, chosen.sort, "sort key")
    conditions = [*_known(CONDITIONS, chosen.view, "view")(actor, now), *_filters(chosen, among)]
    if chosen.after:
        conditions.append(_after(order, chosen.after))
    columns = [column.desc() if order.descending else column.asc() for column in order.columns]
    return (
        select(Ticket)
        .where(*conditions)
        .options(joinedload(Ticket.person), joinedload(Ticket.assignee))
        .order_by(*columns)
        .limit(chosen.limit + 1)
    )


def _awake(now: datetime) -> ColumnElement[bool]:
    return or_(Ticket.snoozed_until.is_(None), Ticket.snoozed_until <= now)


_ACTIVE = Ticket.active.is_(True)

CONDITIONS: Mapping[View, Callable[[Actor, datetime], Sequence[ColumnElement[bool]]]] = {
    "mine": lambda actor, now: (_ACTIVE, Ticket.assignee_id == actor.person_id, _awake(now)),
    "unassigned": lambda _, now: (_ACTIVE, Ticket.assignee_id.is_(None), _awake(now)),
    "overdue": lambda _, now: (_ACTIVE, Ticket.queue_at < now),
    "waiting": lambda _, now: (_ACTIVE, Ticket.status == "waiting", _awake(now)),
    "snoozed": lambda _, now: (_ACTIVE, Ticket.snoozed_until > now),
    "open": lambda _, now: (_ACTIVE, _awake(now)),
    "all": lambda *_: (),
}


def _filters(chosen: Filter, among: Sequence[int] | None) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.topic:
        conditions.append(Ticket.topic == _plain(chosen.topic))
    if chosen.priority is not None:
        conditions.append(Ticket.priority == int(chosen.priority))
    if chosen.tag:
        tagged = and_(TicketTag.ticket_id == Ticket.id, TicketTag.tag == _plain(chosen.tag).strip().lower())
        conditions.append(exists().where(tagged))
    if words := split_words(chosen.text):
        conditions.append(with_words(words, among))
    return conditions


def _plain(text: str) -> str:
    """Leave out what PostgreSQL can't be asked for, and nobody types."""
    return text.replace("\x00", "")


def _known(table: Mapping[Any, Any], name: str, what: str) -> Any:
    if name not in table:
        raise InvalidInput(f"There is no {what} “{name[:40]}”. There are: {', '.join(table)}.")
    return table[name]


def _mark(ticket: Ticket, sort: Sort) -> str:
    return "_".join(str(_as_number(getattr(ticket, column.key))) for column in ORDERS[sort].columns)


def _after(order: _Order, mark: str) -> ColumnElement[bool]:
    parts = mark.split("_")
    if len(parts) != len(order.columns) or not all(MARK.fullmatch(part) for part in parts):
        raise InvalidInput("There is no such page of the queue. Please begin at the first one.")
    values = [_from_number(column, int(part)) for column, part in zip(order.columns, parts, strict=True)]
    left, right = tuple_(*order.columns), tuple_(*values, types=[column.type for column in order.columns])
    return left < right if order.descending else left > right


def _as_number(value: datetime | int) -> int:
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def _from_number(column: InstrumentedAttribute[Any], number: int) -> datetime | int:
    if isinstance(column.type, UtcDateTime):
        return EPOCH + min(number, LARGEST_MOMENT) * MICROSECOND
    return min(number, LARGEST_ID)
