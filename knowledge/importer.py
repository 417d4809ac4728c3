"""Brings entries into the database: a change becomes a new revision, and nothing is ever withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput
from knowledge.faq import PUBLISHED, as_faq_entry, published_revision
from knowledge.faq_state import note_change
from knowledge.tables import Entry, Revision


@dataclass(frozen=True)
class SetAside:
    """An entry that was not imported.

    Attributes:
        key: The entry.
        title: Its question.
        reason: Why not, as a half-sentence for staff.
    """

    key: str
    title: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did; all are keys, in the order of the import.

    Attributes:
        created: Entries that are new.
        changed: Entries that have a new revision.
        unchanged: Entries that were as they are.
        missing: Published entries of the same source that the import no longer held. They stay
            published: only a person withdraws an entry.
        set_aside: What needs a person's eye and was therefore not imported.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    def __str__(self) -> str:
        lines = [f"{len(self.created)} new, {len(self.changed)} changed, {len(self.unchanged)} unchanged."]
        if self.missing:
            missing = ", ".join(self.missing)
            lines.append(f"No longer there, but published until someone withdraws them: {missing}.")
        lines += [f"Set aside: {item.title!r} ({item.reason})." for item in self.set_aside]
        return "\n".join(lines)


def import_entries(
    session: Session, entries: Sequence[FaqEntry], *, now: datetime, complete: bool, note: str = ""
) -> ImportReport:
    """Publish entries as they are given; the same entries twice give no change.

    Args:
        session: Is committed by the caller.
        entries: Each key once.
        now: The moment of the import.
        complete: Whether these are all entries of their sources, so that others are missing.
        note: Kept with each new revision, for example the name of the file.

    Raises:
        InvalidInput: If a key is given twice; nothing is changed.
    """
    _refuse_double_keys(entries)
    rows = {row.key: row for row in session.scalars(select(Entry).options(selectinload(Entry.revisions)))}
    position = session.scalar(select(func.max(Entry.position))) or 0
    created: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    set_aside: list[SetAside] = []
    for entry in entries:
        row = rows.get(entry.key)
        if row is None:
            position += 1
            row = Entry(key=entry.key, position=position, status=PUBLISHED, created_at=now)
            session.add(row)
            created.append(entry.key)
        elif row.status != PUBLISHED:
            set_aside.append(SetAside(entry.key, entry.title, "someone has withdrawn this entry"))
            continue
        elif (revision := published_revision(row)) and as_faq_entry(row, revision) == entry:
            unchanged.append(entry.key)
            continue
        else:
            changed.append(entry.key)
        row.revisions.append(_new_revision(row, entry, now, note))
    session.flush()
    if created or changed:
        note_change(session)
    missing = _missing(rows.values(), entries) if complete else ()
    return ImportReport(tuple(created), tuple(changed), tuple(unchanged), missing, tuple(set_aside))


def _refuse_double_keys(entries: Sequence[FaqEntry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise InvalidInput(f"The key {entry.key!r} is given twice; each entry needs a key of its own.")
        seen.add(entry.key)


def _new_revision(row: Entry, entry: FaqEntry, now: datetime, note: str) -> Revision:
    return Revision(
        number=max((revision.number for revision in row.revisions), default=0) + 1,
        category=entry.category,
        title=entry.title,
        body=entry.body,
        audience=entry.audience,
        source=entry.source,
        reviewed_on=entry.reviewed_on,
        links=[{"text": link.text, "url": link.url} for link in entry.links],
        note=note[:400],
        created_at=now,
        published_at=now,
    )


def _missing(rows: Iterable[Entry], entries: Sequence[FaqEntry]) -> tuple[str, ...]:
    given = {entry.key for entry in entries}
    sources = {entry.source for entry in entries}
    published = sorted((row for row in rows if row.status == PUBLISHED), key=lambda row: row.position)
    return tuple(
        row.key
        for row in published
        if row.key not in given
        and (revision := published_revision(row)) is not None
        and revision.source in sources
    )
