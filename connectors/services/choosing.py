"""Tells from a few words which of the offered entries a visitor picks.

It errs on the side of silence: what may be a new question is left to the judge.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 7
"""A longer message says more than which one; only a whole title may be longer."""

_FILLER = (
    r"ok|okay|oh|um|well|sorry|please|yes|yeah|i think|i guess|i mean|i meant|i want|id like|i would like"
    r"|i need|ill (?:take|have|go for|go with)|(?:id|i would) go (?:for|with)|go (?:for|with)"
    r"|lets (?:take|go with)|its|it is|that is|thats|i choose|i pick|tell me|show me|give me"
    r"|probably|maybe|just"
)
_NAMING = r"(?:(?:number|no|nr|option|choice|answer)\s+)?"
_LEAD = re.compile(rf"^(?:(?:{_FILLER})\s+)+")
_TAIL = re.compile(r"(?:\s+(?:please|pls|thanks|thank you|thx|then|i think|i guess))+$")

_COUNTED: dict[str, int] = {
    **dict.fromkeys(("1", "one"), 0),
    **dict.fromkeys(("2", "two"), 1),
    **dict.fromkeys(("3", "three"), 2),
    **dict.fromkeys(("4", "four"), 3),
}
_PLACES: dict[str, int] = _COUNTED | {
    **dict.fromkeys(("first", "1st", "top", "former"), 0),
    **dict.fromkeys(("second", "2nd"), 1),
    **dict.fromkeys(("third", "3rd"), 2),
    **dict.fromkeys(("fourth", "4th"), 3),
    **dict.fromkeys(("last", "bottom", "latter"), -1),
}
_NUMBER = rf"{_NAMING}({'|'.join(_COUNTED)})"
# "One question" opens a new question, so "question" follows no place, and nothing follows a number.
_ORDINAL = (
    rf"(?:the\s+)?(?:very\s+)?({'|'.join(word for word in _PLACES if word not in _COUNTED)})"
    r"(?:\s+(?:one|option|choice|answer|entry|link|button))?"
)
_OF_THESE = r"(?:\s+of (?:these|those|them)(?:\s+(?:two|three|four))?)?"
_AT_AN_END = re.compile(r"(?:the\s+)?(?:one\s+)?(?:at|on) (?:the\s+)?(?:very\s+)?(top|bottom)")
_PLACE = re.compile(f"(?:{_NUMBER}|{_ORDINAL}){_OF_THESE}")
_TWO_PLACES = re.compile(rf"(?:{_NUMBER}|{_ORDINAL})\s+and\s+(?:also\s+)?(?:{_NUMBER}|{_ORDINAL})")
_TWO_ONLY = frozenset(("former", "latter"))
_ALL = re.compile(r"(?:all|both)(?: of)?(?: (?:these|them|those|the above|two|three|four))?")
_NONE = re.compile(
    r"(?:(?:no|nope|nah|sorry|thats not (?:it|what i meant))\s+)?"
    r"(?:no|nope|nah|nothing|none|neither|neither one|not any|thats not (?:it|what i meant)"
    r"|(?:none|neither|not any|not one|nothing) (?:of|in|on)"
    r" (?:these|them|those|the above|it|the two|(?:this|that|the) list)"
    r"|not (?:these|those|that)|(?:these|those|they) are all wrong|another one"
    r"|(?:its |it is |i meant? )?something (?:else|different)(?: entirely| altogether| completely)?)"
    r"(?:\s+(?:fits?|apply|applies|helps?))?"
    r"|no thanks|no thank you"
)
_ASKS = re.compile(
    r"^(?:how|what|whats|where|wheres|when|who|whom|whose|why|which|can|could|do|does|did|is|are|am|was|were|will"
    r"|would|should|shall|may|has|have)\b"
)
_DENIES = frozenset(("not", "isnt", "dont", "never", "without", "except", "nor", "neither", "but"))
_EMPTY_WORDS = frozenset(
    """
    a about after am an and any are as at be by can could did do does find for from get give go has have
    how i if in into is it its know like long look me my need of on one option or our out please see
    show so some tell that the their them there these they thing this those to too two up us want was we
    what when where which who whom will with would you your
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
_WEAK = frozenset(
    ("information", "question", "contact", "new", "process", "someone", "use", "help", "people")
)
"""Words of titles that pick nothing by themselves."""


@dataclass(frozen=True)
class Option:
    """One entry as it was offered.

    Attributes:
        key: The entry.
        title: What the visitor saw; empty where the entry is gone.
    """

    key: str
    title: str


def choose(text: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    """Return the keys that short words clearly pick, or None where they don't.

    Args:
        text: What the visitor typed.
        options: What was offered, in the order shown.

    Returns:
        One key; several for "both" and "the first and the third"; none for "none of these"; or
        None for everything else, such as a new question.
    """
    whole = _plain(text)
    if not options or not whole:
        return None
    exact = [option.key for option in options if _plain(option.title) == whole]
    if len(exact) == 1:
        return (exact[0],)
    words = _TAIL.sub("", whole)
    bare = _LEAD.sub("", words) or words
    if _NONE.fullmatch(words) or _NONE.fullmatch(bare):
        return ()
    if len(whole.split()) > MOST_WORDS:
        return None
    places = _places(bare, len(options))
    if places is not None:
        return tuple(options[place].key for place in places) or None
    if "?" in text or _ASKS.match(bare) or _DENIES & set(whole.split()):
        return None
    return _by_title(bare, options)


def _plain(text: str) -> str:
    """Return lower-case words alone, with single spaces between them."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"['‘’`]", "", text)
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


def _places(words: str, count: int) -> tuple[int, ...] | None:
    """Return the places that words name, none for places that aren't there, None for other words."""
    if _ALL.fullmatch(words):
        return tuple(range(count)) if count == 2 or not words.startswith("both") else ()
    if words in {"middle", "the middle one", "middle one"}:
        return (1,) if count == 3 else ()
    found = _PLACE.fullmatch(words) or _AT_AN_END.fullmatch(words) or _TWO_PLACES.fullmatch(words)
    if found is None:
        return None
    named = [name for name in found.groups() if name]
    if _TWO_ONLY & set(named) and count != 2:
        return ()
    places = [_PLACES[name] if _PLACES[name] >= 0 else count - 1 for name in named]
    return tuple(dict.fromkeys(places)) if max(places) < count else ()


def _by_title(words: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    """Pick the one title that holds all words that mean anything."""
    meant = _stems(words)
    if not meant or meant <= _WEAK:
        return None
    holding = [option.key for option in options if meant <= _stems(_plain(option.title))]
    return (holding[0],) if len(holding) == 1 else None


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in words.split() if word not in _EMPTY_WORDS)


def _stem(word: str) -> str:
    """Return a word without the commonest endings: enough for "costs" and "booking"."""
    if len(word) > 5 and word.endswith("ing"):
        return word.removesuffix("ing")
    if len(word) > 4 and word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word
