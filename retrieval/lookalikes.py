"""Puts Latin letters where letters of other alphabets only look like them.

"Сredit cover" with a Cyrillic С reads the same to people and is another word to everything else. The
table is Unicode's own (UTS 39, confusables), as the package confusable-homoglyphs carries it.
"""

import re
import unicodedata
from functools import cache

OTHERS = (*range(0x370, 0x530), *range(0x531, 0x58B))
"""Greek, Cyrillic and Armenian: the alphabets with letters that are drawn like Latin ones."""

_WORD = re.compile(r"\w+")


def latin_letters(text: str) -> str:
    """Return the text with look-alikes replaced, in words and messages that are Latin otherwise.

    A word of another alphabet in a message of that alphabet stays as it is.
    """
    if text.isascii():
        return text
    letters = [c for c in text if c.isalpha()]
    mostly_latin = sum(map(_is_latin, letters)) * 2 >= len(letters)
    return _WORD.sub(lambda word: _latin_word(word[0], mostly_latin=mostly_latin), text)


def _latin_word(word: str, *, mostly_latin: bool) -> str:
    if word.isascii():
        return word
    replaced = word.translate(_table())
    if any(map(_is_latin, word)):
        return replaced
    # A whole word of look-alikes in an English sentence: "the ТАD", or "СЕС" in three Cyrillic letters.
    return replaced if mostly_latin and all(_is_latin(c) or not c.isalpha() for c in replaced) else word


def _is_latin(character: str) -> bool:
    return character.isascii() or "LATIN" in unicodedata.name(character, "")


@cache
def _table() -> dict[int, str]:
    from confusable_homoglyphs import confusables

    table = {}
    for code in OTHERS:
        alike = [row["c"] for row in confusables.confusables_data.get(chr(code), ())]
        latin = [c for c in alike if len(c) == 1 and c.isascii() and c.isalpha()]
        if latin:
            same_case = [c for c in latin if c.isupper() == chr(code).isupper()]
            table[code] = (same_case or latin)[0]
    return table
