"""Words in letters that look like others: nobody writes so who wants to be understood."""

import re

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome, Surroundings
from connectors.mail.rules.wording import said_in

LEAST_WORDS = 3
"""From this many words on that mix alphabets it is no slip, and no unit such as µA."""

_LATIN = "a-z"
_GREEK_AND_CYRILLIC = "\u0370-\u03ff\u0400-\u04ff"
_MIXED = re.compile(
    rf"\b(?:[{_LATIN}]{{1,40}}[{_GREEK_AND_CYRILLIC}]|[{_GREEK_AND_CYRILLIC}]{{1,40}}[{_LATIN}])",
    re.IGNORECASE,
)


class Lookalikes:
    """Mails whose words mix letters of several alphabets: a person looks what they are for."""

    name = "lookalikes"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        found = {match[0].lower() for match in _MIXED.finditer(said_in(mail)[:20_000])}
        if len(found) < LEAST_WORDS:
            return None
        why = "Its words mix letters of several alphabets that look alike. People answer it."
        return Outcome("handoff", why)
