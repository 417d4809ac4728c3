"""Very short messages that no judge of questions should see: a stray yes, and whether we are open."""

import re

from retrieval.decision import Decision
from retrieval.text import normalise

CONTACT_ENTRY = "contact-helpdesk"
"""The entry that is followed by whether the Helpdesk is open just now."""

_STRAY = re.compile(
    r"(?:yes|yeah|yep|yup|y|no|nope|nah|n|ok|okay|sure|please|yes please|please do|go ahead|no thanks"
    r"|no thank you|not now)(?: (?:yes|yeah|no|ok|okay|please|thanks|thank you))?"
)
_WHO = r"(?:you|u|ya|yous|you lot|you guys|the (?:secas )?(?:helpdesk|help desk|desk|office|phones?)|secas)"
_WHEN = (
    r"(?: (?:still|now|right now|just now|at the moment|currently|today|tonight|tomorrow|at present|atm"
    r"|already|yet|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|at (?:the )?weekends?"
    r"|this (?:morning|afternoon|evening)))*"
)
_OPEN = re.compile(
    rf"(?:(?:hi|hello|hey|so|and|but|ok|please|sorry|excuse me) )*(?:are|r|is|ru) ?{_WHO}{_WHEN}"
    rf" (?:open|closed|shut){_WHEN}(?: or (?:not|closed|shut|open))?(?: please| pls)?"
)


def decide_short_words(text: str) -> Decision | None:
    """Decide on a bare yes or no where nothing was asked, and on "are you open now?"; None for all else."""
    words = " ".join(re.sub(r"[^\w\s]|_", " ", normalise(text).lower().replace("'", "")).split())
    if _STRAY.fullmatch(words):
        return Decision("chat", reason="nothing_open")
    if _OPEN.fullmatch(words):
        return Decision("answer", (CONTACT_ENTRY,), 1.0, (CONTACT_ENTRY,), reason="opening_hours")
    return None
