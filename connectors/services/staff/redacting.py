"""Takes out of a text who wrote it, as far as patterns can: the rest is for an editor's eye."""

import re
from collections.abc import Iterable

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w@])(?:\+|\(?)\d(?:[\d ().\-/]{6,}\d)(?!\w)")
_HELLO = r"(?:hello|hi|hey|good (?:morning|afternoon|evening))"
_GREETING = re.compile(rf"^\s*(?:(?:dear|{_HELLO})\b[^,.!?\n]{{0,40}}[,!\n]|{_HELLO}\b)\s*", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:^|\n|(?<=[.?!]))\s*(?:(?:kind|best|many|warm)?\s*regards|best wishes|yours (?:sincerely|faithfully)"
    r"|(?:many )?thanks(?: and regards)?|thank you|cheers)\b[\s,.!\-]*(?:\n[^?]*|[^.?!\n]{0,60})?$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t]{2,}")
_LONELY = re.compile(r"\s+([,.;:?!])")

LEAST_DIGITS = 9
"""A number of so many digits may be that of a phone, a meter or an account; a day or a sum has fewer."""

SHORTEST_NAME = 2

ALSO_WORDS = frozenset(
    """
    art bill black brown chase code cook cross dean faith frank grace grant green hope jack joy july june
    king long mark may miles page pat price prince reed rich rose short sky smart stone sue summer sunny
    warren white will wood young
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
"""Names that are words as well: only where they are written as names they count."""


def without_personal_data(text: str, names: Iterable[str] = (), *, marked: bool = False) -> str:
    """Return a text without e-mail addresses, long numbers and names.

    Args:
        text: What was written.
        names: Of the person and of their organisation.
        marked: Whether to leave a word in square brackets where something was taken out.
    """
    text = _EMAIL.sub("[e-mail]" if marked else " ", text)
    text = _NUMBER.sub(lambda found: _number(found[0], marked=marked), text)
    for name in names:
        text = _without_name(text, name.strip(), "[name]" if marked else "")
    return _tidy(text)


def as_phrasing(text: str, names: Iterable[str] = ()) -> str:
    """Return a question as others might put it: without its writer, greeting and closing, in one line."""
    bare = _CLOSING.sub("", text.strip())
    bare = _GREETING.sub("", bare)
    return " ".join(without_personal_data(bare or text, names).split()).strip(" ,;-")


def _number(found: str, *, marked: bool) -> str:
    if sum(c.isdigit() for c in found) < LEAST_DIGITS:
        return found
    return "[number]" if marked else " "


def _without_name(text: str, name: str, mark: str) -> str:
    if len(name) < SHORTEST_NAME:
        return text
    text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", mark, text, flags=re.IGNORECASE)
    for part in re.split(r"[\s\-]+", name):
        if len(part) >= SHORTEST_NAME:
            exact = part.lower() in ALSO_WORDS
            shapes = {part.capitalize(), part.upper()} if exact else {part}
            pattern = "|".join(map(re.escape, sorted(shapes)))
            text = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", mark, text, flags=0 if exact else re.IGNORECASE)
    return text


def _tidy(text: str) -> str:
    text = re.sub(r"(?:\[name\]\s*){2,}", "[name] ", text)
    text = re.sub(r"\(\s*\)|<\s*>", " ", text)
    return _LONELY.sub(r"\1", _SPACES.sub(" ", text)).strip()
