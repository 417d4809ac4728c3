"""How the mailbox is, for the console and for `helpdesk doctor`: read, worked off, sent, or why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from knowledge.mail_tables import IncomingMail, MailConnection, OutgoingMail

LONDON = ZoneInfo("Europe/London")

SILENT = timedelta(hours=1)
"""After so long without a look into the mailbox, nobody looks."""

SLOW_WORK = timedelta(minutes=15)
SLOW_SENDING = timedelta(hours=1)
"""After so long something that waits should be looked at."""


@dataclass(frozen=True)
class MailFinding:
    """What was found about one part of the mailbox.

    Attributes:
        name: The part.
        good: Whether it is as it should be.
        words: What was found.
    """

    name: str
    good: bool
    words: str


def look_at_mail(session: Session, now: datetime) -> Iterator[MailFinding]:
    """Yield what is to be said about reading, working off and sending."""
    yield _reading(session.get(MailConnection, "in"), now)
    waiting, oldest = _waiting(session, IncomingMail.received_at, IncomingMail.state == "received")
    good = not _older(oldest, now, SLOW_WORK)
    yield MailFinding("Mails to work off", good=good, words=_say_waiting(waiting, oldest))
    yield _sending(session, now)


def _reading(connection: MailConnection | None, now: datetime) -> MailFinding:
    if connection is None:
        return MailFinding("Mailbox", good=True, words="It was not read yet, or there is none.")
    last = (
        f"Last read on {_moment(connection.succeeded_at)}."
        if connection.succeeded_at
        else "It was never read."
    )
    if connection.problem:
        return MailFinding("Mailbox", good=False, words=f"{connection.problem} {last}")
    if now - connection.tried_at > SILENT:
        return MailFinding("Mailbox", good=False, words=f"Nobody looks into it any more. {last}")
    return MailFinding("Mailbox", good=True, words=last)


def _sending(session: Session, now: datetime) -> MailFinding:
    connection = session.get(MailConnection, "out")
    under_way = OutgoingMail.state.in_(("waiting", "sending"))
    waiting, oldest = _waiting(session, OutgoingMail.created_at, under_way)
    # No fault of the connection, but somebody should know.
    given_up, _ = _waiting(session, OutgoingMail.created_at, OutgoingMail.state.in_(("given_up", "bounced")))
    said = [connection.problem] if connection and connection.problem else []
    if connection and connection.succeeded_at:
        said.append(f"Last sent on {_moment(connection.succeeded_at)}.")
    said.append(_say_waiting(waiting, oldest))
    if given_up:
        said.append(f"{given_up} could not be sent: see Mail, Not sent.")
    trouble = bool(connection and connection.problem) or _older(oldest, now, SLOW_SENDING)
    return MailFinding("Outbox", good=not trouble, words=" ".join(said))


def _waiting(session: Session, since: Any, condition: Any) -> tuple[int, datetime | None]:
    query: Select[int, datetime | None] = select(func.count(), func.min(since)).where(condition)
    count, oldest = session.execute(query).one()
    return count, oldest


def _say_waiting(count: int, oldest: datetime | None) -> str:
    if oldest is None:
        return "None wait."
    return f"{'1 waits' if count == 1 else f'{count} wait, the oldest'} since {_moment(oldest)}."


def _older(oldest: datetime | None, now: datetime, than: timedelta) -> bool:
    return oldest is not None and now - oldest > than


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B} at {local.hour}:{local:%M}"
