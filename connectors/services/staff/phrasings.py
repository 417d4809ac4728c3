"""Phrasings: words in which people ask for an entry, added by staff and listened to at once.

What comes from a visitor is a proposal first: an editor looks at it, because it may still tell who
wrote it, and because every phrasing changes what is answered.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from connectors.desk.fields import InvalidField
from connectors.desk.texts import check_words
from connectors.services.staff.audit import note
from connectors.services.staff.faq_editing import read_entry
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.faq_state import PROPOSED, REMOVED, USED, note_change
from knowledge.learning_tables import Phrasing
from knowledge.locking import lock_table
from knowledge.titles import normalise_title

LONGEST = 400
"""Characters; a longer text is a letter, and nobody asks in its words again."""

MOST = 200
"""Phrasings of one entry; far fewer do."""


def phrasings_of(session: Session, entry_id: int) -> Sequence[Phrasing]:
    """Return the phrasings of an entry, proposals first, then the newest; removed ones are left out."""
    rows = session.scalars(
        select(Phrasing)
        .where(Phrasing.entry_id == entry_id, Phrasing.state != REMOVED)
        .order_by(Phrasing.id.desc())
        .options(joinedload(Phrasing.person), joinedload(Phrasing.decided_by))
    ).all()
    return sorted(rows, key=lambda row: row.state != PROPOSED)


def add_phrasing(
    session: Session,
    now: datetime,
    key: str,
    text: str,
    *,
    actor_id: int,
    proposed: bool = False,
    ticket_id: int | None = None,
) -> Phrasing:
    """Add words in which people ask for an entry.

    Args:
        session: Is committed by the caller.
        now: The moment.
        key: Of the entry.
        text: The words.
        actor_id: Who adds them.
        proposed: Whether an editor has to look at them first.
        ticket_id: The ticket that they come from.

    Raises:
        NotFound: If there is no such entry.
        InvalidField: If the words can't be used.
        Conflict: If an entry has them already.
    """
    text = _check(text)
    lock_table(session, Phrasing)
    entry = read_entry(session, key).entry
    _refuse_double(session, text, entry.id)
    row = Phrasing(
        entry_id=entry.id,
        text=text,
        state=PROPOSED if proposed else USED,
        person_id=actor_id,
        ticket_id=ticket_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    if not proposed:
        note_change(session)
    kind = "phrasing_proposed" if proposed else "phrasing_added"
    note(session, now, kind, actor_id=actor_id, entry=key, phrasing=row.id)
    return row


def decide(
    session: Session, now: datetime, key: str, phrasing_id: int, *, use: bool, actor_id: int
) -> Phrasing:
    """Take a proposal, or remove a phrasing.

    Raises:
        NotFound: If the entry has no such phrasing.
        Conflict: If somebody has done so meanwhile.
    """
    lock_table(session, Phrasing)
    entry = read_entry(session, key).entry
    row = session.get(Phrasing, phrasing_id, populate_existing=True)
    if row is None or row.entry_id != entry.id:
        raise NotFound("This entry has no such phrasing.")
    if row.state == REMOVED or (use and row.state == USED):
        raise Conflict("Somebody has decided on this phrasing meanwhile.")
    was_used = row.state == USED
    row.state = USED if use else REMOVED
    row.decided_by_id, row.decided_at = actor_id, now
    session.flush()
    if use or was_used:
        note_change(session)
    kind = "phrasing_taken" if use else "phrasing_removed"
    note(session, now, kind, actor_id=actor_id, entry=key, phrasing=row.id)
    return row


def _check(text: str) -> str:
    try:
        words = " ".join(check_words("phrasing", text, 10 * LONGEST).split())
    except InvalidInput as error:
        raise InvalidField("text", str(error)) from error
    if len(words) > LONGEST:
        raise InvalidField(
            "text",
            f"A phrasing has up to {LONGEST} characters, and this has {len(words)}. "
            "Please put the question in a sentence of its own.",
        )
    if not normalise_title(words):
        raise InvalidField("text", "There are no words in this phrasing.")
    return words


def _refuse_double(session: Session, text: str, entry_id: int) -> None:
    wanted = normalise_title(text)
    rows = session.scalars(
        select(Phrasing).where(Phrasing.state != REMOVED).options(joinedload(Phrasing.entry))
    ).all()
    for row in rows:
        if normalise_title(row.text) == wanted:
            where = "this entry" if row.entry_id == entry_id else f"the entry {row.entry.key}"
            raise Conflict(f"These words stand under {where} already.")
    if sum(row.entry_id == entry_id for row in rows) >= MOST:
        raise Conflict(f"This entry has {MOST} phrasings already. Please remove some that say the same.")
