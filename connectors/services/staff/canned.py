"""Canned replies: plain text with named placeholders; no expressions, so nothing can be run by them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from connectors.desk.fields import InvalidField, one_line
from connectors.desk.texts import LONGEST_REPLY, check_words
from connectors.services.staff.audit import note
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.staff_tables import CannedReply

PLACEHOLDERS: Mapping[str, str] = {
    "name": "the customer’s name",
    "reference": "the ticket’s reference, as in SECAS-000123",
    "me": "your own name",
    "opening": "when the Helpdesk is open next, in a sentence",
}
"""What may stand in braces, and what it becomes."""

LONGEST_TITLE = 120

_BRACES = re.compile(r"\{([^{}\n]{0,60})\}")


def check_placeholders(text: str) -> None:
    """Make sure that braces hold nothing but known placeholders.

    Raises:
        InvalidField: If one is unknown or a brace stands alone; names it and what there is.
    """
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for found in _BRACES.finditer(text):
        if found[1] not in PLACEHOLDERS:
            raise InvalidField("text", f"There is no placeholder {found[0]}. There are: {known}.")
    if set(_BRACES.sub("", text)) & set("{}"):
        raise InvalidField("text", f"A brace stands alone here. Placeholders are: {known}.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders replaced, each once: what is put in is never read again."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def all_replies(session: Session) -> Sequence[CannedReply]:
    """Return every canned reply by its title."""
    return session.scalars(select(CannedReply).order_by(func.lower(CannedReply.title))).all()


def find_reply(session: Session, reply_id: int) -> CannedReply:
    """Return a canned reply.

    Raises:
        NotFound: If there is none.
    """
    found = session.get(CannedReply, reply_id)
    if found is None:
        raise NotFound("There is no such canned reply.")
    return found


def save_reply(
    session: Session,
    now: datetime,
    *,
    reply_id: int | None,
    version: int | None,
    title: str,
    text: str,
    actor_id: int,
) -> CannedReply:
    """Make a canned reply, or change one.

    Raises:
        InvalidField: If title or text can't be used.
        Conflict: If somebody else changed it meanwhile.
        NotFound: If there is none.
    """
    title, text = _check(session, reply_id, title, text)
    if reply_id is None:
        reply = CannedReply(title=title, text=text, created_at=now, updated_at=now)
        session.add(reply)
        session.flush()
        note(session, now, "reply_added", actor_id=actor_id, reply=reply.id)
        return reply
    reply = find_reply(session, reply_id)
    _lock(session, reply, version)
    reply.title, reply.text, reply.updated_at = title, text, now
    session.flush()
    note(session, now, "reply_changed", actor_id=actor_id, reply=reply.id)
    return reply


def delete_reply(session: Session, now: datetime, reply_id: int, *, actor_id: int) -> None:
    """Take a canned reply away."""
    session.delete(find_reply(session, reply_id))
    note(session, now, "reply_deleted", actor_id=actor_id, reply=reply_id)


def _check(session: Session, reply_id: int | None, title: str, text: str) -> tuple[str, str]:
    title = one_line("title", title, LONGEST_TITLE)
    if not title:
        raise InvalidField("title", "Please give it a title.")
    try:
        text = check_words("reply", text, LONGEST_REPLY)
    except InvalidInput as error:
        raise InvalidField("text", str(error)) from error
    check_placeholders(text)
    same = session.scalar(select(CannedReply.id).where(func.lower(CannedReply.title) == title.lower()))
    if same not in (None, reply_id):
        raise InvalidField("title", f"There is a canned reply “{title}” already.")
    return title, text


def _lock(session: Session, reply: CannedReply, version: int | None) -> None:
    # Changes nothing, but holds the row until the end of the transaction.
    now_at = session.scalar(
        update(CannedReply)
        .where(CannedReply.id == reply.id)
        .values(version=CannedReply.version)
        .returning(CannedReply.version)
        .execution_options(synchronize_session=False)
    )
    if now_at != version:
        raise Conflict("Somebody else has changed this reply meanwhile. Please look at it again.")
