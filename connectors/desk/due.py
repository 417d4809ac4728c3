"""When a ticket is due: targets for each priority, counted in open time, paused for the customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from connectors.desk.open_days import Span
from connectors.desk.priorities import Priority
from knowledge.tables import NOTHING_DUE, Ticket


class OpenTime(Protocol):
    """Counts the time in which the Helpdesk is open."""

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """Return the moment at which so much open time has passed since ``at``."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two moments; none where the second isn't later."""

    def counted(self, start: datetime, end: datetime) -> Iterable[Span]:
        """Return the open times between two moments, earliest first."""


@dataclass(frozen=True)
class Target:
    """What is promised for one priority, in open time.

    Attributes:
        first_response: From the making of the ticket to the first reply.
        next_response: From a later message of the customer to the reply to it.
        resolution: From the making of the ticket to its resolution, without waiting.
    """

    first_response: timedelta
    next_response: timedelta
    resolution: timedelta


Targets = Mapping[Priority, Target]

DEFAULT_TARGETS: Targets = {
    Priority.URGENT: Target(timedelta(hours=1), timedelta(hours=1), timedelta(hours=8)),
    Priority.HIGH: Target(timedelta(hours=4), timedelta(hours=4), timedelta(hours=16)),
    Priority.NORMAL: Target(timedelta(hours=8), timedelta(hours=8), timedelta(hours=40)),
    Priority.LOW: Target(timedelta(hours=16), timedelta(hours=16), timedelta(hours=80)),
}
"""Hours of a day of eight: an hour, half a day, a day, two days; one, two, five and ten days."""


class DueTimes:
    """Keeps a ticket's due times right after each change.

    Args:
        hours: Counts open time.
        targets: What is promised, for every priority.
    """

    def __init__(self, hours: OpenTime, targets: Targets) -> None:
        self._hours = hours
        self._targets = targets

    @property
    def hours(self) -> OpenTime:
        """What counts open time."""
        return self._hours

    def target(self, ticket: Ticket) -> Target:
        """Return what is promised for a ticket."""
        return self._targets[Priority(ticket.priority)]

    def start(self, ticket: Ticket) -> None:
        """Set the due times of a new ticket."""
        ticket.priority = ticket.priority or int(Priority.NORMAL)
        ticket.status = ticket.status or "new"
        ticket.paused_seconds = ticket.paused_seconds or 0.0
        self.update(ticket)

    def update(self, ticket: Ticket) -> None:
        """Set the due times, and with them the place in the queue, from what has happened so far."""
        target = self.target(ticket)
        add = self._hours.add
        ticket.first_response_due_at = add(ticket.created_at, target.first_response)
        paused = timedelta(seconds=ticket.paused_seconds)
        ticket.resolution_due_at = add(ticket.created_at, target.resolution + paused)
        again = ticket.first_responded_at and ticket.unanswered_since
        ticket.next_response_due_at = add(again, target.next_response) if again else None
        ticket.queue_at = _first_due(ticket)

    def note_response(self, ticket: Ticket, at: datetime) -> None:
        """Keep when a person first answered, and how much open time it took; only the first time counts."""
        if ticket.first_responded_at is None:
            ticket.first_responded_at = at
            ticket.first_response_seconds = self._hours.between(ticket.created_at, at).total_seconds()

    def pause(self, ticket: Ticket, at: datetime) -> None:
        """Stop counting: it is the customer's turn, or nobody's."""
        ticket.waiting_since = ticket.waiting_since or at
        self.update(ticket)

    def resume(self, ticket: Ticket, at: datetime) -> dict[str, str | float]:
        """Count on; return the pause that ends, for the record, empty where there was none."""
        since, ticket.waiting_since = ticket.waiting_since, None
        if since is None:
            self.update(ticket)
            return {}
        seconds = self._hours.between(since, at).total_seconds()
        ticket.paused_seconds = ticket.paused_seconds + seconds
        self.update(ticket)
        return {"from": since.isoformat(), "until": at.isoformat(), "seconds": seconds}


def _first_due(ticket: Ticket) -> datetime:
    if ticket.waiting_since is not None or ticket.status not in ("new", "open"):
        return NOTHING_DUE
    due = [ticket.resolution_due_at, ticket.next_response_due_at]
    if ticket.first_responded_at is None:
        due.append(ticket.first_response_due_at)
    return min(at for at in due if at is not None)
