"""Spam: set aside with its reason and never answered; staff can release it."""

import re

from connectors.mail.message import Mail
from connectors.mail.rules.absence import PERSON
from connectors.mail.rules.rule import Outcome, Surroundings
from connectors.mail.rules.spam_words import KINDS

LINE = 3
"""Points from which on a mail counts as spam."""

_SCL = re.compile(
    r".*?(?:"
    r"\bSCL\s*:\s*([5-9])\b|\bSFV\s*:\s*(?:SPM|SKB|SKS)\b|\bCAT\s*:\s*(?:SPM|HSPM|PHSH|HPHSH|PHISH|HPHISH"
    r"|MALW|SPOOF)\b)",
    re.IGNORECASE,
)
_DANGEROUS = re.compile(
    r"\.(?:exe|scr|js|jse|vbs?|vbe|bat|cmd|com|pif|jar|wsf|hta|lnk|iso|img|ps1|msi|docm|xlsm|ace|cab|chm"
    r"|html?|shtml)$",
    re.IGNORECASE,
)
# Our own name isn't among them: whoever wants to sell us something knows it.
_ABOUT_US = re.compile(
    r"\b(?:SEC|Smart Energy Code|DCC|smart meter\w*|CPL|Sub-?Committees?|SEC Panel|the Panel"
    r"|modifications?|consultations?|credit cover|accession|Alternate|CodeWorks"
    r"|security assessment|privacy assessment|guidance notes?|User Entry Process|SMETS\d?"
    r"|firmware|CACoP)\b"
)

_COMPILED = [
    (points, words, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for points, words, pattern in KINDS
]


class MarkedAsSpam:
    """Mails that our border, or a filter before it, marked."""

    name = "marked_as_spam"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        found = _mark(mail)
        return Outcome("quarantine", f"Spam: the mail server marked it ({found}).") if found else None


class SoundsLikeSpam:
    """Mails whose words are those of fraud and advertisements, and not those of our subject."""

    name = "sounds_like_spam"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if mail.impression.machine < PERSON:
            return None
        points, reasons = _spam_points(mail)
        if points - _in_its_favour(mail) < LINE:
            return None
        return Outcome("quarantine", f"Spam: it sounds like {' and '.join(reasons[:2])}.")


def _spam_points(mail: Mail) -> tuple[int, list[str]]:
    """Return how many points speak for spam, and for what kind."""
    text = _said(mail)
    points, reasons = 0, []
    for weight, words, pattern in _COMPILED:
        kinds = len({match[0].lower() for match in _first(pattern, text)})
        if kinds:
            points += weight + min(kinds - 1, 2)
            reasons.append(words)
    dangerous = [a for a in mail.attachments if _DANGEROUS.search(a.name)]
    if dangerous:
        points += 2
        reasons.append("an attachment that can do harm")
    letters = [c for c in mail.subject if c.isalpha()]
    if len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        points += 1
    return points, reasons


def _in_its_favour(mail: Mail) -> int:
    """Return how many points speak against spam: who speaks of our subject in its own words wants us."""
    ours = len({match[0].lower() for match in _first(_ABOUT_US, _said(mail))})
    return min(2 * ours, 6)


def _said(mail: Mail) -> str:
    return f"{mail.subject}\n{mail.text or mail.passed_on or mail.body}"[:20_000]


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = []
    for number, match in enumerate(pattern.finditer(text)):
        if number >= 20:
            break
        found.append(match)
    return found


_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *(
        (name, re.compile(r"\s*(?:yes|true|spam|1)\b", re.IGNORECASE))
        for name in (
            "x-spam-flag",
            "x-spam",
            "x-is-spam",
            "x-spam-result",
            "x-suspected-spam",
            "x-spam-status",
        )
    ),
    ("x-spam-level", re.compile(r"\*{6,}")),
    ("x-ms-exchange-organization-scl", re.compile(r"\s*[5-9]\b")),
    ("x-forefront-antispam-report", _SCL),
    ("x-microsoft-antispam", _SCL),
    (
        "subject",
        re.compile(r"\s*(?:\[spam\]|\*{2,}\s*spam\s*\*{2,}|spam\s*:|\{spam\??\})", re.IGNORECASE),
    ),
    ("x-rspamd-action", re.compile(r".*\b(?:reject|add header|spam)\b", re.IGNORECASE)),
    ("x-virus-status", re.compile(r".*(?:infected|virus found)", re.IGNORECASE)),
)
"""Header fields in which filters leave their verdict, and what says that it is spam."""


def _mark(mail: Mail) -> str | None:
    return next((name for name, says in _MARKS if says.match(mail.headers.get(name))), None)
