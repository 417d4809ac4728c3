"""Recognises the entries of a page among those that we have, so that an edit is no new entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.entries import FaqEntry
from knowledge.faq import as_faq_entry, published_revision
from knowledge.tables import Entry, EntryAlias
from knowledge.titles import LONGEST_KEY, normalise_title

NO_CATEGORY = "General"
"""The category of an entry whose page names none."""


def adopt(session: Session, entries: Sequence[FaqEntry]) -> dict[str, FaqEntry]:
    """Give the entries of a page the keys under which we know them.

    An entry is known by the slug or post id that an earlier import remembered, by its key, or by
    its title. What a page can't say is kept: the audience, the review of words that did not
    change, and the category and source where the page names none.

    Returns:
        The entries under the keys that the page gave them, in the same order; one that the pages
        name in two ways stands once.
    """
    known = _Known(session)
    # Whoever is known by name goes first, so that a mere likeness of titles takes nobody's place.
    rows: dict[str, Entry] = {}
    taken: set[str] = set()
    again: set[str] = set()
    for entry in entries:
        if row := known.by_name(entry):
            if row.key in taken:
                again.add(entry.key)
            else:
                rows[entry.key] = row
                taken.add(row.key)
    for entry in entries:
        if entry.key not in rows and (row := known.by_title(entry)) and row.key not in taken:
            rows[entry.key] = row
            taken.add(row.key)
    return {entry.key: _merge(entry, rows.get(entry.key)) for entry in entries if entry.key not in again}


def remember(session: Session, adopted: dict[str, FaqEntry], *, now: datetime) -> None:
    """Remember the names that a page gave its entries, once these are stored."""
    rows = {row.key: row for row in session.scalars(select(Entry))}
    aliases = set(session.scalars(select(EntryAlias.alias)))
    for name, entry in adopted.items():
        row = rows.get(entry.key)
        if row is not None and name != row.key and name not in aliases and len(name) <= LONGEST_KEY:
            session.add(EntryAlias(alias=name, entry_id=row.id, created_at=now))


class _Known:
    def __init__(self, session: Session) -> None:
        rows = list(session.scalars(select(Entry)))
        by_id = {row.id: row for row in rows}
        self._by_name = {row.key: row for row in rows}
        for alias in session.scalars(select(EntryAlias)):
            self._by_name.setdefault(alias.alias, by_id[alias.entry_id])
        self._by_title: dict[str, Entry] = {}
        for row in rows:
            if revision := published_revision(row):
                self._by_title.setdefault(normalise_title(revision.title), row)

    def by_name(self, entry: FaqEntry) -> Entry | None:
        return self._by_name.get(entry.key)

    def by_title(self, entry: FaqEntry) -> Entry | None:
        return self._by_title.get(normalise_title(entry.title))


def _merge(entry: FaqEntry, row: Entry | None) -> FaqEntry:
    revision = published_revision(row) if row else None
    if row is None or revision is None:
        return replace(entry, key=row.key) if row else entry
    before = as_faq_entry(row, revision)
    same_words = (entry.title, entry.body) == (before.title, before.body)
    return replace(
        entry,
        key=row.key,
        audience=before.audience,
        reviewed_on=before.reviewed_on if same_words else None,
        category=before.category if entry.category == NO_CATEGORY else entry.category,
        source=entry.source or before.source,
    )
