"""Tells what somebody wrote from what they quote, line by line.

The libraries that do this run over the whole text with patterns whose time grows with the square
of its length (docs/adr/0007-reading-mail.md), so the rules are our own: each line is looked at
once, and only its beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LINE = 500
"""Characters of a line that the rules look at."""

_MARK = re.compile(r"\s{0,3}(?:>|\|\s)")
_ORIGINAL = re.compile(
    r"[\s>*_]*[-_=]{2,}\s*(?:original|forwarded|reply|begin forwarded|weitergeleitete|ursprüngliche"
    r"|urspruengliche"
    r"|message d'origine|message transféré|mensaje original|messaggio originale|oorspronkelijk bericht)\b"
    r"[^-_=]{0,60}[-_=]*\s*$",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"[\s>]*(?:begin forwarded message|forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|fwd)\s*:\s*$",
    re.IGNORECASE,
)
_LABELS = (
    r"from|sent|to|cc|bcc|subject|date|reply-to|importance|attachments|organisation|sender"
    r"|von|gesendet|an|betreff|datum|de|envoyé|à|objet|enviado|para|asunto|da|inviato|a|oggetto"
    r"|van|verzonden|aan|onderwerp"
)
_FIELD = re.compile(rf"[\s>*]*({_LABELS})\s?:\*?\s*\*?\s*(.*)$", re.IGNORECASE)
_FIRST_FIELDS = frozenset(("from", "von", "de", "da", "van", "date", "to", "sent", "subject", "sender"))
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}|\d{1,2}:\d\d|\b(?:19|20)\d\d\b")
_VERBS = (
    r"(?:wrote|writes|schrieb(?:\s.{0,120})?|a écrit|ha scritto|escribió|escreveu|schreef(?:\s.{0,120})?"
    r"|pisze|napisał\(?a?\)?|skrev|napsal)"
)
_VERB = re.compile(_VERBS, re.IGNORECASE)
_WROTE = re.compile(rf"{_VERBS}\s*:?\s*$", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"[\s>]*(?:on|am|le|el|il|op|em|w dniu|dne|den|at|quoting|in a message dated)\b", re.IGNORECASE
)
_DATE_FIRST = re.compile(
    r"[\s>]*(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b.{0,120}<[^<>\s]+@[^<>\s]+>\s*:?\s*$"
)
_RULE = re.compile(r"\s*[_=-]{10,}\s*$")
_ABOVE = re.compile(
    r"[\s#*-]*(?:please )?(?:reply|respond|write|type)\b.{0,40}\babove this line\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Split:
    """A text taken apart.

    Attributes:
        own: What the sender wrote.
        quoted: What stands in the quote nearest to it, without marks and its head.
        author: Who wrote that, as its head says; may be empty.
    """

    own: str
    quoted: str = ""
    author: str = ""


def split_quotes(text: str) -> Split:
    """Take a text apart into the sender's own words and what they quote."""
    lines = text.split("\n")
    end, start, author = _find_quote(lines)
    own: list[str] = []
    marked: list[str] = []
    for number, line in enumerate(lines[:end]):
        if _MARK.match(line):
            marked.append(line)
        elif not (_is_attribution(lines, number) and _next_is_marked(lines, number)):
            own.append(line)
    below = lines[start:]
    quoted = _unmarked(marked) if any(map(str.strip, marked)) else _unmarked(below)
    if not quoted.strip():
        quoted = _unmarked(below)
    return Split("\n".join(own).strip("\n"), quoted, author)


def _find_quote(lines: Sequence[str]) -> tuple[int, int, str]:
    """Return where the sender's part ends, where the quoted words begin, and their author."""
    for number, line in enumerate(lines):
        short = line[:LONGEST_LINE]
        if not short.strip():
            continue
        if _ORIGINAL.match(short) or _BEGIN.match(short):
            return number, *_after_head(lines, number + 1)
        if _ABOVE.match(short):
            return number, number + 1, ""
        if _starts_head(lines, number):
            end = number - 1 if number and _RULE.match(lines[number - 1][:LONGEST_LINE]) else number
            return end, *_after_head(lines, number)
        if (length := _is_attribution(lines, number)) and not _answered_below(lines, number + length):
            return number, number + length, "\n".join(lines[number : number + length])
    return len(lines), len(lines), ""


def _starts_head(lines: Sequence[str], number: int) -> bool:
    """Tell whether a block such as "From: … Sent: … To: … Subject: …" begins here."""
    first = _FIELD.match(lines[number][:LONGEST_LINE])
    if first is None or first[1].lower() not in _FIRST_FIELDS:
        return False
    names = set()
    values = []
    for line in [line for line in lines[number : number + 12] if line.strip()][:7]:
        found = _FIELD.match(line[:LONGEST_LINE])
        if found:
            names.add(found[1].lower())
            values.append(found[2])
    told = any("@" in value or _DATED.search(value) for value in values)
    return len(names) >= 3 or (len(names) == 2 and told and bool(names & {"from", "von", "de", "da", "van"}))


def _after_head(lines: Sequence[str], number: int) -> tuple[int, str]:
    """Return where the words begin that follow the head of a quoted mail, and its author."""
    author = ""
    seen = False
    while number < len(lines):
        line = lines[number].lstrip("> \t")[:LONGEST_LINE]
        found = _FIELD.match(line)
        if found and found[1].lower() in {"from", "von", "de", "da", "van"} and not author:
            author = found[2]
        if not found and line.strip() and not (seen and lines[number][:1] in " \t"):
            break
        if seen and not line.strip():
            rest = [after for after in lines[number : number + 3] if after.strip("> \t")]
            if not rest or not _FIELD.match(rest[0][:LONGEST_LINE]):
                return number, author
        seen = seen or bool(found)
        number += 1
    return number, author


def _is_attribution(lines: Sequence[str], number: int) -> int:
    """Return how many lines "On … wrote:" takes that begins here; 0 where none does."""
    line = lines[number][:LONGEST_LINE]
    if _DATE_FIRST.match(line):
        return 1
    if not _ATTRIBUTION.match(line):
        return 0
    parts = [other[:LONGEST_LINE].strip().lstrip("> ") for other in lines[number : number + 4]]
    # One look at the lines that may belong to it spares most of those at each.
    if not _VERB.search(" ".join(parts)):
        return 0
    joined = ""
    for length, part in enumerate(parts, 1):
        joined += f" {part}"
        if _WROTE.search(joined[-200:]):
            return length if _DATED.search(joined) or "@" in joined else 0
        if not lines[number + length - 1].strip():
            return 0
    return 0


def _answered_below(lines: Sequence[str], number: int) -> bool:
    """Tell whether marked lines follow, with the sender's own words among or after them."""
    following = [line for line in lines[number:] if line.strip()]
    if not following or not _MARK.match(following[0]):
        return False
    return any(not _MARK.match(line) for line in following)


def _next_is_marked(lines: Sequence[str], number: int) -> bool:
    following = [line for line in lines[number + 1 : number + 6] if line.strip()]
    return any(_MARK.match(line) for line in following)


def _unmarked(lines: Sequence[str]) -> str:
    return "\n".join(re.sub(r"^(?:\s{0,3}>\s?)+", "", line) for line in lines).strip("\n")
