"""Reads each detail out of what the visitor typed. Pure: text in, a value or a complaint out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from actions.words import is_no, is_yes, plain

NAME_LENGTH = 60
EMAIL_LENGTH = 254
ORGANISATION_LENGTH = 100
QUESTION_LENGTH = 4000
SEVERAL_WORDS = 7
"""A name of more words than this is a sentence."""

SKIPPED = ""
"""The organisation of someone who gives none. Not None, which would make the form ask again."""

_EMAIL = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_NAME_LEAD = re.compile(
    r"(?:(?:hi|hello|hey|ok|yes|sure)\b[,. ]*)?(?:my (?:full )?name(?: is|'s|’s)|i am"
    r"|i['’]m|it['’]?s|it is|this is|name:)\s+",
    re.IGNORECASE,
)
_ORGANISATION_LEAD = re.compile(
    r"(?:i(?: am|['’]m)? (?:work(?:ing)? (?:for|at)|with|from|at)|we(?: are|['’]re)"
    r"|it['’]?s|my (?:company|organisation) is|from)\s+",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"\b(?:how|what|where|when|why|which|who|whom|can|could|would|should|want|need|does|do|did|is|are|please|help"
    r"|hello|hi|hey|thanks|thank|speak|talk|someone|person|human|agent|question|skip|none)\b",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:please )?(?:skip|skip (?:it|this|that)|none|n ?a|nothing|not applicable"
    r"|no organisation|no company|no one"
    r"|nobody|dont have (?:one|any)|i dont have (?:one|any)|just me|myself|private"
    r"|private person|individual|pass"
    r"|independent|prefer not to say|rather not say)(?: please| thanks| thank you)?"
)


class Read(NamedTuple):
    """A value, or the response that says why there is none."""

    value: str | None
    complaint: str | None = None


def read_name(text: str) -> Read:
    """Read a name; a question or a whole sentence is none."""
    line = one_line(text)
    if _EMAIL.search(line):
        return Read(None, "utter_handoff_name_is_email")
    if "?" in line or len(line) > NAME_LENGTH:
        return Read(None, "utter_handoff_finish_first")
    name = _NAME_LEAD.sub("", line, count=1).strip(" .,;!")
    words = len(name.split())
    if is_yes(name) or is_no(name) or not re.search(r"[^\W\d_]", name) or name.startswith("/"):
        return Read(None, "utter_handoff_bad_name")
    if words > SEVERAL_WORDS or _NOT_A_NAME.search(name):
        return Read(None, "utter_handoff_finish_first" if words > 3 else "utter_handoff_bad_name")
    return Read(name)


def read_email(text: str) -> Read:
    """Find an e-mail address in the text, also in "it's jane@example.org, thanks"."""
    line = one_line(text)
    found = _EMAIL.search(line)
    if found and len(found[0]) <= EMAIL_LENGTH and not line[found.end() :].startswith("@"):
        return Read(found[0])
    asks = "?" in line or (len(line) > NAME_LENGTH and "@" not in line)
    return Read(None, "utter_handoff_finish_first" if asks else "utter_handoff_bad_email")


def read_organisation(text: str) -> Read:
    """Read the name of an organisation, or that there is none."""
    line = one_line(text)
    if (
        line.startswith("/deny")
        or is_no(line)
        or _SKIP.fullmatch(plain(line))
        or line in ("-", "–", "/", ".")
    ):
        return Read(SKIPPED)
    if line.endswith("?"):
        return Read(None, "utter_handoff_finish_first")
    organisation = _ORGANISATION_LEAD.sub("", line, count=1).strip(" ,;!")
    if len(organisation) > ORGANISATION_LENGTH:
        return Read(None, "utter_handoff_bad_organisation")
    if not re.search(r"\w", organisation) or line.startswith("/"):
        return Read(SKIPPED)
    return Read(organisation)


def read_question(text: str, suggestion: str | None = None) -> Read:
    """Read the question, or agreement to the one that we suggested."""
    text = text.strip()
    if suggestion and (text.startswith("/affirm") or is_yes(text)):
        return Read(suggestion[:QUESTION_LENGTH])
    letters = len(re.findall(r"[^\W\d_]", text))
    if letters < 3 or len(text) > QUESTION_LENGTH or text.startswith("/") or is_yes(text):
        return Read(None, "utter_handoff_bad_question")
    return Read(text)


READERS: Mapping[str, Callable[[str], Read]] = {
    "name": read_name,
    "email": read_email,
    "organisation": read_organisation,
    "question": read_question,
}
"""How each detail is read where nothing was suggested."""


def one_line(text: str) -> str:
    """Return the text with single spaces, and without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
