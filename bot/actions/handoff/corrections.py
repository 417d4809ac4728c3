"""Understands "wrong e-mail", "change the name to Asha", "go back": at every step of the form."""

from __future__ import annotations

import re
from typing import NamedTuple

from actions.handoff.fields import one_line

DETAILS = ("name", "email", "organisation", "question")
"""The details of the form, in the order in which they are asked."""

_FIELD = {
    "name": r"(?:full |first |last )?name",
    "email": r"e-? ?mail(?: ?address)?|address|mail",
    "organisation": r"organi[sz]ation|company|firm|employer|org",
    "question": r"question|message|text|wording|request",
}
_ANY = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELD.items())
_LEAD = (
    r"(?:(?:no|oh|oops|ok|okay|yes|sorry|please|actually|wait|hang on|hold on|hmm|um|but"
    r"|and|i think)\b[,.! ]*)*"
    r"(?:(?:i (?:want|need|would like|have|wish) to|i['’]?d like to|can (?:i|you|we)"
    r"|could (?:i|you|we)|let me|may i)"
    r"\s+(?:please )?)?"
)
_END = r"(?:\s+(?:please|again|thanks|thank you|sorry))*\s*[.!?]*"
_OWN = r"(?:the |my |that |this |your )?"
_CHANGE = r"(?:change|correct|edit|fix|amend|update|redo|alter|re-?enter|re-?type|wrong|different)"
_GAVE = r"(?:that(?:['’]?s| is| was)|it(?:['’]?s| is)|i gave|i typed|i put)"
_FAULT = r"(?:wrong|incorrect|not right|not correct|mis-?spel(?:t|led)|a typo)"
_SHAPES = tuple(
    re.compile(_LEAD + shape + _END, re.IGNORECASE)
    for shape in (
        rf"{_CHANGE}\s+{_OWN}(?:{_ANY})",
        rf"{_GAVE}\s+(?:in )?(?:the |a )?wrong\s+(?:{_ANY})",
        rf"{_OWN}(?:{_ANY})\s+(?:is|was|['’]s)\s+{_FAULT}",
        rf"(?:i made a|there['’]?s a|there is a) (?:mistake|typo) (?:in|with)\s+{_OWN}(?:{_ANY})",
        rf"go back to\s+{_OWN}(?:{_ANY})",
    )
)
_SHOULD_BE = r"(?:should be|should read|must be|is actually|is really)"
_WITH_VALUE = re.compile(
    # A group's name may stand only once in a pattern.
    rf"{_LEAD}(?:{_CHANGE}\s+{_OWN}(?:{_ANY})\s+to"
    rf"|{_OWN}(?:{_ANY.replace('?P<', '?P<is_')})\s+{_SHOULD_BE})\s*:?\s+(?P<value>.+)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:(?:no|oh|oops|ok|sorry|please|wait|can i|could i|i want to|let me)\b[,.! ]*)*"
    r"(?:go back|back|previous|go back (?:one|a) step|one step back"
    r"|go to the previous (?:one|step|question)|step back)"
    r"(?: please)?\s*[.!?]*",
    re.IGNORECASE,
)
_PAYLOAD = re.compile(r'/change_detail\{"detail":\s*"(?P<detail>\w+)"\}')


class Correction(NamedTuple):
    """A detail to change, and its new value where that was given at once."""

    detail: str
    value: str | None = None


def read_correction(text: str) -> Correction | None:
    """Read a wish to change a detail; None where the text is something else.

    Only the whole text counts, so that a question that mentions an e-mail address stays a question.
    """
    line = one_line(text)
    pressed = _PAYLOAD.fullmatch(line)
    if pressed:
        return Correction(pressed["detail"]) if pressed["detail"] in DETAILS else None
    for shape in _SHAPES:
        found = shape.fullmatch(line)
        if found:
            return Correction(_named(found))
    found = _WITH_VALUE.fullmatch(line)
    return Correction(_named(found), found["value"]) if found else None


def read_bare_detail(text: str) -> str | None:
    """Read "the e-mail" as the answer to "What would you like to change?"."""
    found = re.fullmatch(_OWN + f"(?:{_ANY})" + _END, one_line(text), re.IGNORECASE)
    return _named(found) if found else None


def is_back(text: str) -> bool:
    """Tell whether the visitor wants to return to the step before."""
    return _BACK.fullmatch(one_line(text)) is not None


def _named(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return next(d for d in DETAILS if groups.get(d) or groups.get(f"is_{d}"))
