"""What the words of a mail say of it, before any rule looks closer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from connectors.mail.message import Mail
from connectors.mail.rules.absence import all_but_quotes
from retrieval.mails import Impression, Letter


class Impressions(Protocol):
    """Tells by the words of mails who wrote them, and whether they are for people."""

    def of(self, letters: Sequence[Letter]) -> list[Impression]:
        """Return the impression that each mail makes."""
        ...


def with_impression(mail: Mail, impressions: Impressions) -> Mail:
    """Return a mail with the impression that it makes."""
    (impression,) = impressions.of([letter_of(mail)])
    return replace(mail, impression=impression)


def letter_of(mail: Mail) -> Letter:
    """Return a mail as its reader sees it: what it only quotes is left out."""
    name, mailbox = (mail.sender.name, mail.sender.local_part) if mail.sender else ("", "")
    own = all_but_quotes(mail).strip()
    text = "\n\n".join(part for part in (own, mail.passed_on) if part) or mail.body
    return Letter(name, mailbox, mail.subject, text)
