"""Reads the state of the FAQ, tells cheaply whether it has changed, and says so when it has."""

from collections import defaultdict

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from knowledge.faq import PUBLISHED, as_faq_entry, published_revision
from knowledge.learning_tables import FaqVersion, Phrasing
from knowledge.state import FaqState
from knowledge.tables import Entry

USED = "used"
PROPOSED = "proposed"
REMOVED = "removed"

ROW = 1
"""The id of the one row that holds the version."""


def faq_version(session: Session) -> int:
    """Return the version of the FAQ; one row is read."""
    return session.scalar(select(FaqVersion.number).where(FaqVersion.id == ROW)) or 0


def note_change(session: Session) -> None:
    """Let every process that holds an index know, once the transaction is over."""
    session.execute(
        update(FaqVersion)
        .where(FaqVersion.id == ROW)
        .values(number=FaqVersion.number + 1)
        .execution_options(synchronize_session=False)
    )


def read_state(session: Session) -> FaqState:
    """Return the FAQ as it is."""
    # The version first: what changes meanwhile is read again at the next look.
    version = faq_version(session)
    rows = session.scalars(
        select(Entry).order_by(Entry.position, Entry.id).options(selectinload(Entry.revisions))
    )
    words = [(row, as_faq_entry(row, found)) for row in rows if (found := published_revision(row))]
    phrasings = defaultdict(list)
    query = (
        select(Entry.key, Phrasing.text)
        .join(Entry, Entry.id == Phrasing.entry_id)
        .where(Phrasing.state == USED)
        .order_by(Phrasing.id)
    )
    for key, text in session.execute(query):
        phrasings[key].append(text)
    return FaqState(
        version,
        tuple(entry for row, entry in words if row.status == PUBLISHED),
        tuple(entry for row, entry in words if row.status != PUBLISHED),
        {key: tuple(texts) for key, texts in phrasings.items()},
    )
