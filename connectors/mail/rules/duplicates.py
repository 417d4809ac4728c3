"""The same mail again: neither its id nor its bytes decide, but id, sender, date and words together."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome, Surroundings

_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Identity:
    """What makes a mail the same mail.

    Attributes:
        message_id: Without its brackets' case; empty where there is none.
        sender: The address; empty where there is none.
        sent_at: The moment in UTC; empty where there is none.
        words: The hash of subject and visible text, by letters and digits only, so that another
            encoding, other line ends or another wrapping make no difference.
    """

    message_id: str
    sender: str
    sent_at: str
    words: str

    @property
    def key(self) -> str:
        """One text for all of it; empty where it is too little to tell one mail from another."""
        if not self.message_id and not self.sent_at and not self.sender:
            return ""
        parts = (self.message_id, self.sender, self.sent_at, self.words)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def identity_of(mail: Mail) -> Identity:
    """Return what makes this mail the same as another one."""
    said = mail.text or mail.passed_on or mail.body
    attached = " ".join(f"{a.name}" for a in mail.attachments if not a.inline)
    plain = unicodedata.normalize("NFKC", f"{mail.subject} {said} {attached}").casefold()
    words = hashlib.sha256(_WORDS.sub("", plain).encode("utf-8", "replace")).hexdigest()
    return Identity(
        mail.message_id.strip("<> "),
        mail.sender.email if mail.sender else "",
        mail.sent_at.isoformat() if mail.sent_at else "",
        words,
    )


class Duplicate:
    """A mail that was dealt with already."""

    name = "duplicate"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:
        before = around.correspondence.seen(mail)
        if before is None:
            return None
        return Outcome("duplicate", f"The same mail was dealt with before: {before}.")
