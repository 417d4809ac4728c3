"""Recognises a message that isn't written in English.

py3langid (naive Bayes on runs of letters) looks at the languages that visitors are likeliest to write in.
At 0.95 none of 7,368 English messages is called foreign, many of which are acronyms and little else; 40 of
42 short messages in other languages are recognised (`tests/data/languages`).
"""

from functools import cache
from typing import Any

KNOWN = (
    "en", "cy", "cs", "da", "de", "es", "fi", "fr", "ga", "hu", "it", "lt", "nl", "pl", "pt", "ro", "sv",
    "tr",
)  # fmt: skip
SURE = 0.95
"""The least probability of another language; English words that we don't know must never reach it."""

FEWEST_WORDS = 2


def foreign_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text that is surely not English, else None."""
    if len(text.split()) < FEWEST_WORDS:
        return None
    language, probability = identifier().classify(text)
    return str(language) if language != "en" and probability >= SURE else None


@cache
def identifier() -> Any:
    """Return the loaded model (a second, once)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    loaded = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    loaded.set_languages(list(KNOWN))
    return loaded
