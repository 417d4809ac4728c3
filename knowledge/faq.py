"""The published FAQ, as the values that the rest of the service uses."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from knowledge.entries import Audience, FaqEntry, Link
from knowledge.errors import NotFound
from knowledge.tables import Entry, Revision

PUBLISHED = "published"

# Put together once: every answer asks for it.
_PUBLISHED = (
    select(Entry, Revision)
    .join(Entry.revisions)
    .where(Entry.key == bindparam("key"), Entry.status == PUBLISHED, Revision.published_at.is_not(None))
    .order_by(Revision.number.desc())
    .limit(1)
)


def published_entries(session: Session) -> list[FaqEntry]:
    """Return every published entry in the order of the FAQ."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.status == PUBLISHED)
        .order_by(Entry.position, Entry.id)
        .options(selectinload(Entry.revisions))
    )
    return [as_faq_entry(row, revision) for row in rows if (revision := published_revision(row))]


def entry(session: Session, key: str) -> FaqEntry:
    """Return one published entry.

    Raises:
        NotFound: If there is none of this key, or it was withdrawn.
    """
    found = session.execute(_PUBLISHED, {"key": key}).first()
    if found is None:
        raise NotFound(f"There is no published FAQ entry {key!r}.")
    return as_faq_entry(*found)


def known_names(session: Session) -> frozenset[str]:
    """Return the keys and categories of all entries, also of those that were withdrawn."""
    return frozenset((*session.scalars(select(Entry.key)), *session.scalars(select(Revision.category))))


def published_revision(row: Entry) -> Revision | None:
    """Return the revision whose words count: the published one with the highest number."""
    published = [revision for revision in row.revisions if revision.published_at is not None]
    return max(published, key=lambda revision: revision.number, default=None)


def as_faq_entry(row: Entry, revision: Revision) -> FaqEntry:
    """Return an entry in the words of one of its revisions."""
    audience: Audience = "sec-parties" if revision.audience == "sec-parties" else "everyone"
    return FaqEntry(
        key=row.key,
        category=revision.category,
        title=revision.title,
        body=revision.body,
        source=revision.source,
        reviewed_on=revision.reviewed_on,
        audience=audience,
        links=tuple(Link(link["text"], link["url"]) for link in revision.links),
    )
