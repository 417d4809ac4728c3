"""The statements behind a report: everything is counted by the database, by week and subject.

Each week is looked up by its own two moments, so that an index finds what lies between them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from connectors.services.outcomes import ANSWERED, QUESTIONS
from connectors.services.reports.period import Period
from knowledge.tables import Message, Ticket, TicketEvent, UtcDateTime

Counts = Select[int, str | None, int]
"""Rows of: the number of the week, the subject, how many."""

PERCENTILES = (50, 90)

SHORT_OF_ALL = 99
"""What makes a division by 100 round up."""


@dataclass(frozen=True)
class Weeks:
    """The weeks of a period as a table.

    Attributes:
        table: Number, begin and end of each.
        begins: The first moment of all.
        ends: The moment after the last one of all; both tell the database how little it has to read.
    """

    table: CTE
    begins: datetime
    ends: datetime


def weeks_of(period: Period) -> Weeks:
    """Return the weeks of a period as a table: number, begin and end."""
    rows = (
        select(
            literal(number).label("week"),
            literal(week.begins, UtcDateTime()).label("begins"),
            literal(week.ends, UtcDateTime()).label("ends"),
        )
        for number, week in enumerate(period.weeks)
    )
    return Weeks(union_all(*rows).cte("weeks"), period.weeks[0].begins, period.weeks[-1].ends)


def arrivals_by_chat(weeks: Weeks) -> Counts:
    """Count the questions that were asked in the chat, by the entry that came nearest."""
    return _questions(weeks, Message.outcome.in_(QUESTIONS))


def arrivals_by_ticket(weeks: Weeks) -> Counts:
    """Count the mails that became tickets, and what programs of staff entered, by topic."""
    return _tickets(weeks, Ticket.channel.in_(("mail", "api")), Ticket.reason != "split")


def answered_by_chat(weeks: Weeks) -> Counts:
    """Count the questions that the assistant answered in the chat."""
    return _questions(weeks, Message.outcome.in_(ANSWERED))


def answered_by_mail(weeks: Weeks) -> Counts:
    """Count the mails that the assistant answered by itself."""
    return _events(weeks, TicketEvent.kind == "answered_by_mail")


def confirmed(weeks: Weeks) -> Counts:
    """Count the questions whose answer was called helpful."""
    return _questions(weeks, Message.outcome.in_(ANSWERED), _rated("yes"))


def refused(weeks: Weeks) -> Counts:
    """Count the questions whose answer was called unhelpful."""
    return _questions(weeks, Message.outcome.in_(ANSWERED), _rated("no"), ~_rated("yes"))


def assumed_by_chat(weeks: Weeks) -> Counts:
    """Count the answered questions after which the visitor said nothing more."""
    later = aliased(Message)
    wrote_again = exists().where(
        later.conversation_id == Message.conversation_id, later.id > Message.id, later.author == "visitor"
    )
    went_to_people = exists().where(
        Ticket.conversation_id == Message.conversation_id, Ticket.created_at >= Message.created_at
    )
    return _questions(
        weeks, Message.outcome.in_(ANSWERED), ~_rated("yes", "no"), ~wrote_again, ~went_to_people
    )


def assumed_by_mail(weeks: Weeks) -> Counts:
    """Count the mails that the assistant answered, and that nobody wrote back to."""
    later = aliased(TicketEvent)
    wrote_back = exists().where(
        later.ticket_id == TicketEvent.ticket_id,
        later.id > TicketEvent.id,
        later.kind.in_(("visitor_message", "denied")),
    )
    return _events(weeks, TicketEvent.kind == "answered_by_mail", ~wrote_back)


def approved(weeks: Weeks) -> Counts:
    """Count the mails whose drafted answer a person let go out as it was."""
    return _tickets(weeks, Ticket.channel == "mail", Ticket.reason != "split", _approved_as_it_was())


def handed_over(weeks: Weeks) -> Counts:
    """Count the tickets that people had to answer; who changed a draft has answered."""
    by_assistant = or_(_happened(TicketEvent.kind == "answered_by_mail"), _approved_as_it_was())
    return _tickets(weeks, Ticket.reason != "split", or_(Ticket.channel != "mail", ~by_assistant))


def reopened(weeks: Weeks) -> Counts:
    """Count how often a ticket was opened again."""
    after_all = and_(
        TicketEvent.kind == "visitor_message", TicketEvent.data["before"].as_string() == "resolved"
    )
    return _events(weeks, or_(TicketEvent.kind.in_(("reopened", "denied")), after_all))


BY_ENTRY: Mapping[str, tuple[Callable[[Weeks], Counts], ...]] = {
    "arrivals": (arrivals_by_chat,),
    "answered": (answered_by_chat,),
    "confirmed": (confirmed,),
    "refused": (refused,),
    "assumed": (assumed_by_chat,),
}
"""What is counted by the entry that came nearest, by the name of the figure."""

BY_TOPIC: Mapping[str, tuple[Callable[[Weeks], Counts], ...]] = {
    "arrivals": (arrivals_by_ticket,),
    "answered": (answered_by_mail,),
    "approved": (approved,),
    "assumed": (assumed_by_mail,),
    "handed_over": (handed_over,),
    "reopened": (reopened,),
}
"""What is counted by the topic of the ticket."""


def first_responses(weeks: Weeks, by: str) -> Select[Any, int, int, float]:
    """Return the first responses that stand at the percentiles, by nearest rank.

    Args:
        weeks: The weeks of the period.
        by: ``week``, ``topic``, or ``all`` for one group of all.

    Returns:
        Rows of: the group, its place among the group's, how many the group has, seconds of open time.
    """
    groups: dict[str, ColumnElement[Any] | InstrumentedAttribute[str]] = {
        "week": weeks.table.c.week,
        "topic": Ticket.topic,
        "all": literal(0),
    }
    group, seconds = groups[by], Ticket.first_response_seconds
    ranked = (
        select(
            group.label("part"),
            seconds.label("seconds"),
            func.row_number().over(partition_by=group, order_by=seconds).label("place"),
            func.count().over(partition_by=group).label("size"),
        )
        .select_from(_within(weeks, Ticket, Ticket.first_responded_at))
        .where(seconds.is_not(None))
        .subquery()
    )
    places = [(ranked.c.size * percentile + SHORT_OF_ALL) // 100 for percentile in PERCENTILES]
    return select(ranked.c.part, ranked.c.place, ranked.c.size, ranked.c.seconds).where(
        or_(*(ranked.c.place == place for place in places))
    )


def place_of(percentile: int, size: int) -> int:
    """Return which of so many, in order, stands at a percentile: the nearest rank, from 1 on."""
    return (size * percentile + SHORT_OF_ALL) // 100


def _within(weeks: Weeks, table: Any, moment: Any) -> FromClause:
    """Join a table with the week that its moment lies in."""
    joined: FromClause = weeks.table.join(
        table,
        and_(
            moment >= weeks.table.c.begins,
            moment < weeks.table.c.ends,
            moment >= weeks.begins,
            moment < weeks.ends,
        ),
    )
    return joined


def _questions(weeks: Weeks, *conditions: ColumnElement[bool]) -> Counts:
    return (
        select(weeks.table.c.week, Message.entry_key, func.count())
        .select_from(_within(weeks, Message, Message.created_at))
        .where(Message.outcome.is_not(None), *conditions)
        .group_by(weeks.table.c.week, Message.entry_key)
    )


def _tickets(weeks: Weeks, *conditions: ColumnElement[bool]) -> Counts:
    return (
        select(weeks.table.c.week, Ticket.topic, func.count())
        .select_from(_within(weeks, Ticket, Ticket.created_at))
        .where(*conditions)
        .group_by(weeks.table.c.week, Ticket.topic)
    )


def _events(weeks: Weeks, *conditions: ColumnElement[bool]) -> Counts:
    return (
        select(weeks.table.c.week, Ticket.topic, func.count())
        .select_from(_within(weeks, TicketEvent, TicketEvent.created_at))
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(*conditions)
        .group_by(weeks.table.c.week, Ticket.topic)
    )


def _approved_as_it_was() -> ColumnElement[bool]:
    unchanged = TicketEvent.data["edited_by"].as_string().is_(None)
    return _happened(TicketEvent.kind == "draft_approved", unchanged)


def _happened(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell whether an event is in the history of the ticket."""
    return exists().where(TicketEvent.ticket_id == Ticket.id, *conditions)


def _rated(*ratings: str) -> ColumnElement[bool]:
    """Tell whether an answer to the message was rated so."""
    answer = aliased(Message)
    return exists().where(answer.reply_to_id == Message.id, answer.rating.in_(ratings))
