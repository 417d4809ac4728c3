"""What the console shows of a mail: plain values, and who reads them out of its bytes.

Channels don't know each other: the mailbox's reader implements this, and the wiring passes it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class ReadableMail:
    """A mail as people read it. All of it is the sender's own choice.

    Attributes:
        sender: Display name and address of From, in one line; empty where there is none.
        recipients: The same of To and Cc.
        reply_to: The same of Reply-To.
        subject: One line.
        sent_at: The date that it carries; None where there is none.
        text: All visible text.
        html: The source of its HTML form, not sanitised; empty where it has none.
        problems: Why it can't be read in full, in words.
    """

    sender: str = ""
    recipients: Sequence[str] = ()
    reply_to: Sequence[str] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    html: str = ""
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class AttachedFile:
    """An attachment with its bytes.

    Attributes:
        name: The sender's; a label only.
        data: Decoded.
    """

    name: str
    data: bytes


class MailReader(Protocol):
    """Reads the bytes of a mail for people; pure, and never failing whatever they are."""

    def read(self, raw: bytes, cut_from: int | None = None) -> ReadableMail:
        """Return what a mail says, as far as it can be read.

        Args:
            raw: Its bytes.
            cut_from: Its size, where the bytes are only its head.
        """
        ...

    def attachment(self, raw: bytes, position: int) -> AttachedFile | None:
        """Return one attachment; None where there is none at this position."""
        ...
