"""Finding tickets by words: anywhere in name, address, organisation and question, or by their number."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, column, or_, select, table
from sqlalchemy.orm import Session

from connectors.desk.changing import LARGEST_ID
from knowledge.errors import InvalidInput
from knowledge.sqlite_words import TABLE
from knowledge.tables import Ticket

SHORTEST_WORD = 3
LONGEST_SEARCH = 200
REFERENCE = re.compile(r"\s*(?:SECAS-|#)?0*(\d{1,10})\s*", re.IGNORECASE)

RARE = 1_000
"""So many tickets at most are looked up by the index of words; where there are more, the first ones are
found sooner in the order of the queue."""

_WORDS = table(TABLE, column("rowid"), column(TABLE))


def split_words(text: str) -> list[str]:
    """Return the words that are searched for.

    Raises:
        InvalidInput: If it is too long.
    """
    if len(text) > LONGEST_SEARCH:
        raise InvalidInput(
            f"A search can have up to {LONGEST_SEARCH} characters; this one has {len(text):,}."
        )
    return text.replace("\x00", "").lower().split()


def with_words(words: Sequence[str], among: Sequence[int] | None = None) -> ColumnElement[bool]:
    """Return the condition that a ticket has all of these words, or is the one with this number.

    Args:
        words: In small letters.
        among: The only tickets that can have them, where that is known.

    Raises:
        InvalidInput: If they are too short to look for.
    """
    number = REFERENCE.fullmatch(" ".join(words))
    by_number = Ticket.id == min(int(number[1]), LARGEST_ID) if number else None
    if not _long_enough(words):
        # No index helps to find so little in so much.
        if by_number is None:
            raise InvalidInput(
                f"Please search for a word of at least {SHORTEST_WORD} characters, or for a ticket's number."
            )
        return by_number
    in_text = and_(*(Ticket.search_text.like(f"%{escape_like(word)}%", escape="\\") for word in words))
    if among is not None:
        in_text = and_(Ticket.id.in_(among), in_text)
    return in_text if by_number is None else or_(by_number, in_text)


def rare_tickets(session: Session, words: Sequence[str]) -> Sequence[int] | None:
    """Return the tickets that can have all of these words, where they are few and an index knows them.

    Only SQLite needs to be asked: PostgreSQL looks into its own index by itself.
    """
    if session.get_bind().dialect.name != "sqlite" or not _long_enough(words) or not _has_index(session):
        return None
    quoted = ('"{}"'.format(word.replace('"', '""')) for word in _long_enough(words))
    found = session.scalars(
        select(_WORDS.c.rowid).where(_WORDS.c[TABLE].op("MATCH")(" AND ".join(quoted))).limit(RARE + 1)
    ).all()
    return found if len(found) <= RARE else None


def escape_like(text: str) -> str:
    """Return a text in which the signs that LIKE takes for wildcards stand for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _long_enough(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) >= SHORTEST_WORD]


def _has_index(session: Session) -> bool:
    names = table("sqlite_master", column("name"))
    return session.scalar(select(names.c.name).where(names.c.name == TABLE)) is not None
