"""The mails of the mailbox as staff look at them: by what was done with each, page by page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, defer, joinedload, selectinload

from knowledge.errors import InvalidInput, NotFound
from knowledge.mail_tables import IncomingMail, MailAttachment, OutgoingMail

MailView = Literal["drafts", "aside", "quarantine", "unread", "unsent", "all"]

UNREADABLE = ("not_readable", "set_aside")
"""Rules that say that a mail couldn't be read in full or acted on."""

NO_MAIL = "There is no such mail."

_ID = re.compile(r"[0-9a-f]{32}")
_MARK = re.compile(r"(\d{1,18})_([0-9a-f]{32})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND


@dataclass(frozen=True)
class Row:
    """One line of a list.

    Attributes:
        mail: What came in, without its bytes; None for a letter that replies to none.
        letter: What we wrote, without its bytes, where the list is one of letters.
    """

    mail: IncomingMail | None
    letter: OutgoingMail | None = None


@dataclass(frozen=True)
class MailPage:
    """One page of a list.

    Attributes:
        rows: In order.
        next: What ``after`` must be for the next page; empty on the last one.
    """

    rows: Sequence[Row]
    next: str


_INCOMING: Mapping[str, Sequence[ColumnElement[bool]]] = {
    "aside": (IncomingMail.action == "ignore", IncomingMail.state == "done"),
    "quarantine": (IncomingMail.action == "quarantine", IncomingMail.state == "done"),
    "unread": (IncomingMail.rule.in_(UNREADABLE),),
    "all": (),
}
"""Lists of what came in, the newest first."""

_LETTERS: Mapping[str, Sequence[str]] = {"drafts": ("draft",), "unsent": ("given_up", "bounced")}
"""Lists of what we wrote, by its states, the oldest first: it has waited longest."""

VIEWS: tuple[MailView, ...] = ("drafts", "aside", "quarantine", "unread", "unsent", "all")


def list_mails(session: Session, view: str, after: str, limit: int) -> MailPage:
    """Return one page of mails.

    Raises:
        InvalidInput: If there is no such view or page.
    """
    found = session.scalars(mails_query(view, after, limit)).all()
    rows = [Row(one) if isinstance(one, IncomingMail) else Row(one.incoming, one) for one in found]
    shown = rows[:limit]
    return MailPage(shown, _mark(shown[-1]) if len(rows) > limit else "")


def mails_query(view: str, after: str, limit: int) -> Select[*tuple[Any, ...]]:
    """Return the statement behind a page; it asks for one mail more, to see whether there is a next.

    Raises:
        InvalidInput: If there is no such view or page.
    """
    query: Select[*tuple[Any, ...]]
    if view in _LETTERS:
        letters = selectinload(OutgoingMail.incoming).options(*_without_bytes())
        query = select(OutgoingMail).where(OutgoingMail.state.in_(_LETTERS[view]))
        query = query.options(defer(OutgoingMail.raw), letters)
        key = (OutgoingMail.created_at, OutgoingMail.id)
    elif view in _INCOMING:
        query = select(IncomingMail).where(*_INCOMING[view]).options(*_without_bytes())
        key = (IncomingMail.received_at, IncomingMail.id)
    else:
        raise InvalidInput(f"There is no list “{view[:40]}”. There are: {', '.join(VIEWS)}.")
    descending = view in _INCOMING
    if after:
        query = query.where(_beyond(key, after, descending=descending))
    return query.order_by(*(column.desc() if descending else column for column in key)).limit(limit + 1)


def count_mails(session: Session, view: MailView, most: int) -> int:
    """Return how many mails a list has; what is beyond ``most`` isn't counted."""
    if view in _LETTERS:
        some = select(OutgoingMail.id).where(OutgoingMail.state.in_(_LETTERS[view]))
    else:
        some = select(IncomingMail.id).where(*_INCOMING[view])
    return session.scalar(select(func.count()).select_from(some.limit(most + 1).subquery())) or 0


def check_id(text: str) -> str:
    """Return a text that can be the id of a mail or an attachment.

    Raises:
        NotFound: If it is anything else.
    """
    if not _ID.fullmatch(text):
        raise NotFound(NO_MAIL)
    return text


def find_mail(session: Session, mail_id: str) -> IncomingMail:
    """Return a mail; its bytes are read once they are asked for.

    Raises:
        NotFound: If there is none.
    """
    mail = session.get(IncomingMail, check_id(mail_id), options=_without_bytes())
    if mail is None:
        raise NotFound(NO_MAIL)
    return mail


def size_of(session: Session, mail_id: str) -> int:
    """Return how many bytes a mail has, without reading them.

    Raises:
        NotFound: If there is none.
    """
    size: int | None = session.scalar(
        select(func.length(IncomingMail.raw)).where(IncomingMail.id == check_id(mail_id))
    )
    if size is None:
        raise NotFound(NO_MAIL)
    return size


def letter_to(session: Session, mail_id: str) -> OutgoingMail | None:
    """Return our answer or receipt to a mail."""
    return session.scalar(select(OutgoingMail).where(OutgoingMail.incoming_id == mail_id))


def attachments_of(session: Session, mail_ids: Sequence[str]) -> Sequence[MailAttachment]:
    """Return the attachments of some mails, in order."""
    order = (MailAttachment.mail_id, MailAttachment.position)
    return session.scalars(
        select(MailAttachment).where(MailAttachment.mail_id.in_(mail_ids)).order_by(*order)
    ).all()


def find_attachment(session: Session, attachment_id: str) -> MailAttachment:
    """Return what is known of an attachment.

    Raises:
        NotFound: If there is none with this id.
    """
    attachment = session.get(MailAttachment, check_id(attachment_id))
    if attachment is None:
        raise NotFound("There is no such attachment.")
    return attachment


def mails_of_tickets(session: Session, ticket_ids: Sequence[int]) -> list[Row]:
    """Return what came in and went out on some tickets, without the bytes, the oldest first."""
    came = session.scalars(
        select(IncomingMail).where(IncomingMail.ticket_id.in_(ticket_ids)).options(*_without_bytes())
    )
    went = session.scalars(
        select(OutgoingMail).where(OutgoingMail.ticket_id.in_(ticket_ids)).options(defer(OutgoingMail.raw))
    )
    rows = [(mail.received_at, 0, Row(mail)) for mail in came]
    rows += [(letter.created_at, 1, Row(None, letter)) for letter in went]
    return [row for _, _, row in sorted(rows, key=lambda found: found[:2])]


def _without_bytes() -> tuple[Any, ...]:
    return defer(IncomingMail.raw), joinedload(IncomingMail.put_back_by)


def _mark(row: Row) -> str:
    if row.letter is not None:
        return f"{(row.letter.created_at - _EPOCH) // _MICROSECOND}_{row.letter.id}"
    if row.mail is not None:
        return f"{(row.mail.received_at - _EPOCH) // _MICROSECOND}_{row.mail.id}"
    return ""


def _beyond(
    key: tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[str]], mark: str, *, descending: bool
) -> ColumnElement[bool]:
    found = _MARK.fullmatch(mark)
    if found is None:
        raise InvalidInput("There is no such page of this list. Please begin at the first one.")
    at = _EPOCH + min(int(found[1]), _LARGEST) * _MICROSECOND
    left, right = tuple_(*key), tuple_(at, found[2], types=[column.type for column in key])
    return left < right if descending else left > right
