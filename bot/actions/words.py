"""Short answers by words: what counts as yes, no and cancel where one of our questions is open.

The classifier sees a message without what was asked before it, so these come first and its intent
second, and only with confidence.
"""

from __future__ import annotations

import re
from typing import Any

ENOUGH = 0.5
"""The least confidence with which an intent counts as an answer to our question."""

_POLITE = r"(?: (?:please|pls|plz|thanks|thank you|thx|ta|cheers|then|mate))*"

_YES = re.compile(
    r"(?:(?:yes|y|yep|yeah|yea|yup|ye|aye|ok|okay|okey|sure|please|correct|right|fine|perfect|great|lovely"
    r"|absolutely|definitely|indeed|certainly|confirm|confirmed|alright|all right|of course"
    r"|sure thing|ja|oui|si)"
    r"|(?:please )?(?:do|do it|do so|do that|go on|go ahead|go for it|send|send it"
    r"|send that|submit|submit it)"
    r"|(?:that is|thats|its|it is|all) (?:right|correct|fine|good|ok|okay)"
    r"|(?:sounds|looks) (?:good|great|right|fine)|all good|why not|by all means|i confirm"
    r"|(?:that|it) would be (?:great|good|helpful|lovely|nice)|i would like that|pass it on"
    r"|please pass it on)"
)
_NO = re.compile(
    r"(?:no|n|nope|nah|na|not|no way|not now|not really|not yet|not today|never|rather not|no need|nein|non"
    r"|dont|do not|please dont|id rather not|i would rather not|wrong|incorrect|not quite"
    r"|not correct|not right)"
)
_CANCEL = re.compile(
    r"(?:please )?(?:i (?:want|would like|need) to )?"
    r"(?:cancel|cancel (?:it|this|that|everything|the form|the request)|stop|stop (?:it"
    r"|this|that)|quit|exit|abort"
    r"|end|forget it|forget (?:about )?(?:it|this|that)|never ?mind|leave it|drop it|scrap (?:it|that)"
    r"|dont bother|i (?:have )?changed my mind|ive changed my mind|do not send (?:it|this)?"
    r"|dont send (?:it|this)?)"
)
_THUMBS = {
    "\N{THUMBS UP SIGN}": "yes",
    "\N{WHITE HEAVY CHECK MARK}": "yes",
    "\N{OK HAND SIGN}": "yes",
    "\N{THUMBS DOWN SIGN}": "no",
}


def plain(text: str) -> str:
    """Return the words alone: lower case, single spaces, no punctuation."""
    text = re.sub(r"['\u2019`]", "", text.lower())
    text = "".join(_THUMBS.get(character, character) for character in text)
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


def is_yes(text: str) -> bool:
    """Tell whether the text is a yes and nothing more."""
    return _made_of(_YES, plain(text))


def is_no(text: str) -> bool:
    """Tell whether the text is a no and nothing more."""
    return _made_of(_NO, plain(text))


def is_cancel(text: str) -> bool:
    """Tell whether the text asks to stop and nothing more."""
    words = re.sub(r"^(?:no|oh|ok|okay|actually|sorry|wait)\b ?", "", plain(text))
    return _made_of(_CANCEL, words)


def _made_of(pattern: re.Pattern[str], words: str) -> bool:
    # Twice, as in "yes, please do" and "no, not really".
    one = pattern.pattern + _POLITE
    return re.fullmatch(f"{one}(?: {one})?", words) is not None


def answer_to_us(text: str, intent: dict[str, Any] | None) -> str | None:
    """Read a message as the answer to a yes-or-no question of ours.

    Args:
        text: The message; a pressed button sends ``/affirm`` or ``/deny``.
        intent: What the classifier made of it: ``{"name", "confidence"}``.

    Returns:
        ``"yes"``, ``"no"``, ``"cancel"``, or None where it is something else, such as a new question.
    """
    if text.startswith("/affirm") or is_yes(text):
        return "yes"
    if text.startswith("/deny") or is_no(text):
        return "no"
    if text.startswith("/cancel") or is_cancel(text):
        return "cancel"
    name, confidence = (intent or {}).get("name"), (intent or {}).get("confidence") or 0.0
    # A longer message says more than yes or no, whatever the classifier believes.
    if confidence < ENOUGH or len(text.split()) > 8 or "?" in text:
        return None
    return {"affirm": "yes", "deny": "no", "cancel": "cancel"}.get(str(name))
