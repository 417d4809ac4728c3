"""What is known of one mail after reading: plain values, without the library that read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from retrieval.mails import Impression


@dataclass(frozen=True)
class Address:
    """One mailbox of a header.

    Attributes:
        name: The display name, decoded; may be empty.
        email: The address in lower case.
    """

    name: str
    email: str

    @property
    def local_part(self) -> str:
        """What stands before the at sign."""
        return self.email.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """What stands after the at sign."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True)
class Attachment:
    """A part that isn't shown as text.

    Attributes:
        name: Its label, in one line; may be empty.
        kind: The content type that the sender gave, such as ``application/pdf``.
        size: Bytes after decoding.
        inline: Whether it belongs to the look of the mail, such as a logo.
    """

    name: str
    kind: str
    size: int
    inline: bool = False


@dataclass(frozen=True)
class Headers:
    """Header fields by lower-case name, each with its values in order; values are decoded."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def all(self, name: str) -> Sequence[str]:
        """Return every value of a field, the topmost first."""
        return self.fields.get(name.lower(), ())

    def get(self, name: str) -> str:
        """Return the topmost value of a field, or nothing."""
        values = self.all(name)
        return values[0] if values else ""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self.fields


@dataclass(frozen=True)
class Returned:
    """What a mail system says of a mail that it gives back, or goes on trying to deliver.

    Attributes:
        ids: The message ids of that mail, as far as they are named.
        failed: Whether it is not tried any more.
        for_good: Whether the address takes no mails at all.
        words: Why, in one line of the mail system's own; may be empty.
    """

    ids: tuple[str, ...]
    failed: bool
    for_good: bool = False
    words: str = ""


@dataclass(frozen=True)
class Mail:
    """One mail.

    Attributes:
        headers: Its header fields.
        sender: The first address of From, or of Sender; None where there is none.
        senders: How many addresses From holds.
        reply_to: The addresses of Reply-To.
        recipients: The addresses of To and Cc.
        subject: One line, decoded.
        sent_at: The date that it carries, aware; None where there is none that can be read.
        message_id: With its angle brackets; empty where there is none.
        references: The message ids of In-Reply-To and References.
        body: All visible text.
        text: The sender's own words: without quotes, signature and disclaimer.
        passed_on: Where the own words only point there: the text that was forwarded, quoted or attached.
        attachments: What isn't text.
        kinds: The content types of all parts, those inside of attached messages left out.
        problems: Why it can't be understood in full, in words; empty for nearly every mail.
        returned: What it says of another mail, where a mail system wrote it; None for nearly every mail.
        impression: What its words say of who wrote it and for whom it is.
    """

    headers: Headers = Headers()
    sender: Address | None = None
    senders: int = 0
    reply_to: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    body: str = ""
    text: str = ""
    passed_on: str = ""
    attachments: tuple[Attachment, ...] = ()
    kinds: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    returned: Returned | None = None
    impression: Impression = field(default_factory=Impression)
