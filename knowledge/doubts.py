"""What a page may hold that should not be answered without a person's eye."""

import calendar
import re
from datetime import date

from knowledge.entries import FaqEntry

LONGEST_TITLE = 400
LONGEST_BODY = 50_000
FEW_WORDS = 30

_MONTHS = [name.lower() for name in calendar.month_name if name]
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{'|'.join(_MONTHS)})[\s,]+(?P<year>20\d\d)"
_CLOSING_DAY = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|deadline|until|ends?|ending|expir(?:es|ed|y)|respond by|due)\b"
    rf".{{0,40}}?{_DAY}",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:see|refer to|as (?:in|per))\b.{0,60}?\b(?:(?:responses?|answers?)\b|questions?\s+\d|q\.?\s*\d)",
    re.IGNORECASE,
)


def doubt(entry: FaqEntry, today: date) -> str | None:
    """Return why an imported entry should be looked at first, or None where nothing speaks against it."""
    if not entry.body.strip():
        return "it has no answer"
    if len(entry.title) > LONGEST_TITLE:
        return f"its title is longer than {LONGEST_TITLE} characters"
    if len(entry.body) > LONGEST_BODY:
        return f"its answer is longer than {LONGEST_BODY:,} characters"
    closed_on = closing_day(entry.title)
    if closed_on and closed_on < today:
        return f"it closed on {closed_on.day} {closed_on:%B %Y}, says its title"
    if len(entry.body.split()) <= FEW_WORDS and _POINTER.search(entry.body):
        return "its answer only points to other answers"
    return None


def closing_day(title: str) -> date | None:
    """Return the closing date that a title names, as in "Consultation (closes 3 May 2024)"."""
    found = _CLOSING_DAY.search(title)
    if not found:
        return None
    month = _MONTHS.index(found["month"].lower()) + 1
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
