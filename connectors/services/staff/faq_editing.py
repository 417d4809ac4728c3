"""Editing the FAQ: each save is a new revision, and what visitors read changes when one is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.desk.fields import InvalidField
from connectors.desk.texts import check_words
from connectors.services.conversation_text import strip_controls
from connectors.services.staff.audit import note
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.faq import PUBLISHED, published_revision
from knowledge.faq_state import note_change
from knowledge.front_matter import KEY, FrontMatter
from knowledge.links import links_in
from knowledge.tables import Entry, Revision

WITHDRAWN = "withdrawn"
LONGEST_BODY = 40_000
LONGEST_REMARK = 400

FIELDS = ("category", "title", "body", "audience", "source", "reviewed")
"""What an editor writes."""

LABELS = {"category": "category", "title": "question", "audience": "audience", "source": "source"}


class StaleEntry(Conflict):
    """Somebody else changed this entry meanwhile.

    Args:
        latest: The number of the latest revision.
        seen: The one that the editor has seen.
    """

    def __init__(self, latest: int, seen: int) -> None:
        super().__init__(
            f"Somebody has saved revision {latest} meanwhile; yours began at {seen}. "
            "Nothing of yours was saved. Please look at theirs first."
        )


@dataclass(frozen=True)
class EntryFile:
    """An entry with its revisions.

    Attributes:
        entry: Its identity.
        published: The revision that visitors read, if there is one.
        latest: The revision that was saved last.
        revisions: All of them, latest first.
    """

    entry: Entry
    published: Revision | None
    latest: Revision
    revisions: Sequence[Revision]

    @property
    def draft(self) -> Revision | None:
        """What was saved after the published revision."""
        return self.latest if self.latest.published_at is None else None


def all_entries(session: Session) -> list[EntryFile]:
    """Return every entry in the order of the FAQ, withdrawn ones too."""
    rows = session.scalars(
        select(Entry).order_by(Entry.position, Entry.id).options(selectinload(Entry.revisions))
    )
    return [_file(row) for row in rows if row.revisions]


def read_entry(session: Session, key: str) -> EntryFile:
    """Return an entry with its revisions.

    Raises:
        NotFound: If there is none with this key.
    """
    query = select(Entry).where(Entry.key == _possible(key)).options(selectinload(Entry.revisions))
    row = session.scalar(query)
    if row is None or not row.revisions:
        raise NotFound("There is no such entry.")
    return _file(row)


def save_draft(
    session: Session,
    now: datetime,
    key: str,
    form: Mapping[str, str],
    *,
    seen: int,
    remark: str,
    actor_id: int,
) -> Revision:
    """Keep an editor's words as a draft, which changes nothing for visitors.

    Args:
        session: Is committed by the caller.
        now: The moment.
        key: Of the entry.
        form: What was written, by `FIELDS`.
        seen: The number of the latest revision that the editor has seen.
        remark: Why, for colleagues.
        actor_id: Who.

    Raises:
        InvalidField: If a field can't be used.
        Conflict: If somebody saved another revision meanwhile.
    """
    fields, body = check_entry(key, form)
    values = words_of(fields, body) | {"note": check_remark(remark)}
    file = _take(session, key, seen)
    return _add(session, file, now, values, kind="entry_drafted", actor_id=actor_id)


def publish(session: Session, now: datetime, key: str, *, seen: int, actor_id: int) -> Revision:
    """Let visitors read the draft from now on.

    Raises:
        Conflict: If there is none, or another one than was seen.
    """
    file = _take(session, key, seen)
    if file.draft is None:
        raise Conflict("There is no draft to publish: visitors read the latest words already.")
    file.draft.published_at = now
    file.entry.status = PUBLISHED
    session.flush()
    note_change(session)
    note(session, now, "entry_published", actor_id=actor_id, entry=key, revision=seen)
    return file.latest


def mark_reviewed(
    session: Session, now: datetime, key: str, *, seen: int, today: date, actor_id: int
) -> Revision:
    """Note that the published words were compared with their source today.

    Raises:
        Conflict: If there is a draft, or another revision than was seen.
    """
    file = _take(session, key, seen)
    if file.draft is not None or file.published is None:
        raise Conflict("There is a draft. Please publish it first, with its day of review.")
    old = file.published
    words = {name: getattr(old, name) for name in (*FIELDS[:5], "links")}
    revision = _add(
        session,
        file,
        now,
        words | {"reviewed_on": today, "note": "Reviewed; the words are as they were."},
        kind="entry_reviewed",
        actor_id=actor_id,
    )
    revision.published_at = now
    session.flush()
    return revision


def set_withdrawn(
    session: Session, now: datetime, key: str, *, seen: int, withdrawn: bool, actor_id: int
) -> None:
    """Take an entry away from visitors, or give it back.

    Raises:
        Conflict: If it was never published, or another revision was seen.
    """
    file = _take(session, key, seen)
    if file.published is None:
        raise Conflict("This entry was never published.")
    file.entry.status = WITHDRAWN if withdrawn else PUBLISHED
    session.flush()
    note_change(session)
    kind = "entry_withdrawn" if withdrawn else "entry_brought_back"
    note(session, now, kind, actor_id=actor_id, entry=key)


def _possible(key: str) -> str:
    """Return what may be a key: PostgreSQL can't even be asked for some of the rest."""
    if not KEY.fullmatch(key):
        raise NotFound("There is no such entry.")
    return key


def _file(row: Entry) -> EntryFile:
    revisions = sorted(row.revisions, key=lambda revision: -revision.number)
    return EntryFile(row, published_revision(row), revisions[0], revisions)


def _take(session: Session, key: str, seen: int) -> EntryFile:
    """Return an entry that nobody else can change until the end of the transaction."""
    session.execute(
        update(Entry)
        .where(Entry.key == _possible(key))
        .values(position=Entry.position)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    file = read_entry(session, key)
    if file.latest.number != seen:
        raise StaleEntry(file.latest.number, seen)
    return file


def _add(
    session: Session, file: EntryFile, now: datetime, values: dict[str, Any], *, kind: str, actor_id: int
) -> Revision:
    revision = Revision(entry_id=file.entry.id, number=file.latest.number + 1, created_at=now, **values)
    session.add(revision)
    session.flush()
    note(session, now, kind, actor_id=actor_id, entry=file.entry.key, revision=revision.number)
    return revision


def words_of(fields: FrontMatter, body: str) -> dict[str, Any]:
    """Return the columns of a revision with these words."""
    return {
        "category": fields.category,
        "title": fields.title,
        "body": body,
        "audience": fields.audience,
        "source": fields.source,
        "reviewed_on": fields.reviewed,
        "links": [{"text": link.text, "url": link.url} for link in links_in(body)],
    }


def check_entry(key: str, form: Mapping[str, str]) -> tuple[FrontMatter, str]:
    """Return what was written, by `FIELDS`, as checked values.

    Raises:
        InvalidField: If a field can't be used.
    """
    try:
        body = check_words("answer", form["body"], LONGEST_BODY)
    except InvalidInput as error:
        raise InvalidField("body", str(error)) from error
    given = {name: form[name] for name in LABELS}
    for name in (name for name, text in given.items() if not text.strip()):
        raise InvalidField(name, f"Please fill in the {LABELS[name]}.")
    try:
        fields = FrontMatter.model_validate({"key": key, "reviewed": _day(form["reviewed"]), **given})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        words = first["msg"].removeprefix("Value error, ")
        raise InvalidField(name, f"The {LABELS.get(name, name)} {words}.") from error
    return fields, body


def check_remark(remark: str) -> str:
    """Return why something was changed, without outer spaces; it may be empty.

    Raises:
        InvalidField: If it is too long.
    """
    if len(remark) > LONGEST_REMARK:
        raise InvalidField(
            "remark", f"A remark can have up to {LONGEST_REMARK} characters; this one has {len(remark):,}."
        )
    return strip_controls(remark)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidField("reviewed", f"“{text[:20]}” is no day; a day looks like 2026-11-23.") from error
