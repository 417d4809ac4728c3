"""New entries, and who looks after an entry."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.desk.fields import InvalidField
from connectors.services.staff.audit import note
from connectors.services.staff.faq_editing import check_entry, check_remark, read_entry, words_of
from knowledge.errors import InvalidInput
from knowledge.faq import PUBLISHED
from knowledge.learning_tables import EntryOwner
from knowledge.locking import lock_table
from knowledge.staff_tables import StaffAccount
from knowledge.tables import Entry, Person, Revision
from knowledge.titles import key_of_title

RESERVED = frozenset(("new",))
"""Keys that would hide a page of the console."""


def create_entry(
    session: Session, now: datetime, form: Mapping[str, str], *, actor_id: int, remark: str = ""
) -> Entry:
    """Begin an entry with a draft; visitors don't get it before somebody publishes it.

    Args:
        session: Is committed by the caller.
        now: The moment.
        form: What was written, by `faq_editing.FIELDS`.
        actor_id: Who.
        remark: Why, for colleagues.

    Raises:
        InvalidField: If a field can't be used, or another entry has the key that the title gives.
    """
    key = key_of_title(form["title"])
    if not key or key in RESERVED:
        raise InvalidField("title", "Please ask the question in words: the entry is named after them.")
    fields, body = check_entry(key, form)
    values = words_of(fields, body) | {"note": check_remark(remark)}
    lock_table(session, Entry)
    if session.scalar(select(Entry.id).where(Entry.key == key)):
        raise InvalidField("title", f"There is an entry {key!r} already. Please edit it, or ask otherwise.")
    position = (session.scalar(select(func.max(Entry.position))) or 0) + 1
    entry = Entry(key=key, position=position, status=PUBLISHED, created_at=now)
    entry.revisions.append(Revision(number=1, created_at=now, **values))
    session.add(entry)
    session.flush()
    note(session, now, "entry_begun", actor_id=actor_id, entry=key)
    return entry


def owner_of(session: Session, entry_id: int) -> Person | None:
    """Return who looks after an entry."""
    row = session.get(EntryOwner, entry_id)
    return row.person if row else None


def set_owner(session: Session, now: datetime, key: str, person_id: int | None, *, actor_id: int) -> None:
    """Say who looks after an entry; nobody where ``person_id`` is None.

    Raises:
        InvalidInput: If this is nobody who can sign in.
    """
    entry = read_entry(session, key).entry
    if person_id is not None:
        account = session.get(StaffAccount, person_id)
        if account is None or not account.active:
            raise InvalidInput("An entry can only be given to a member of staff who can sign in.")
    lock_table(session, EntryOwner)
    row = session.get(EntryOwner, entry.id, populate_existing=True)
    if person_id is None:
        if row:
            session.delete(row)
    elif row:
        row.person_id = person_id
    else:
        session.add(EntryOwner(entry_id=entry.id, person_id=person_id))
    session.flush()
    note(session, now, "entry_owner_set", actor_id=actor_id, entry=key, person=person_id)
