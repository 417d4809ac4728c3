"""What we write by mail: the words, and the header fields that tell machines not to answer."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import nh3
from markdown_it import MarkdownIt

from connectors.desk.contact import Contact
from connectors.mail.reply_address import reply_address
from connectors.mail.rules.rule import Desk
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput

LONGEST_ID = 250
MOST_REFERENCES = 10

_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>")
_BREAKS = re.compile(r"[\r\n\0]")
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class ReplyTo:
    """The mail that a letter replies to.

    Attributes:
        recipient: Where the letter goes.
        message_id: Of that mail; empty where it has none that can be repeated.
        references: Of that mail.
    """

    recipient: str
    message_id: str = ""
    references: Sequence[str] = ()


@dataclass(frozen=True)
class Letter:
    """A finished mail.

    Attributes:
        message_id: Ours.
        recipient: Where it goes.
        raw: Its bytes, as they are sent.
    """

    message_id: str
    recipient: str
    raw: bytes


class Letters:
    """Writes automatic mails; none of them repeats anything that a sender chose.

    Args:
        desk: What is ours.
        contact: How else to reach people.
    """

    def __init__(self, desk: Desk, contact: Contact) -> None:
        self._desk = desk
        self._contact = contact

    def answer(
        self, to: ReplyTo, ticket_id: int, reference: str, entries: Sequence[FaqEntry], now: datetime
    ) -> Letter:
        """Return an answer in the words of FAQ entries."""
        plain = "\n\n\n".join(_entry_words(entry) for entry in entries)
        text = (
            "This is an automatic answer from the SECAS Helpdesk's assistant, in the words of our FAQ.\n\n"
            f"{plain}\n\n\n"
            f"Didn't that answer it? Just reply to this mail and a person will read it, or ring "
            f"{self._contact.phone}. Your reference is {reference}.\n"
        )
        return self._letter(to, ticket_id, f"[{reference}] The answer to your question", text, now)

    def acknowledgement(
        self, to: ReplyTo, ticket_id: int, reference: str, opening: str, now: datetime
    ) -> Letter:
        """Return a receipt with the reference and the opening hours."""
        text = (
            "This is an automatic receipt from the SECAS Helpdesk. Your message is with our people.\n\n"
            f"Your reference is {reference}. {opening}\n\n"
            f"To add something, just reply to this mail. You can also ring {self._contact.phone} "
            "while we are open.\n"
        )
        return self._letter(to, ticket_id, f"[{reference}] We have your message", text, now)

    def _letter(self, to: ReplyTo, ticket_id: int, subject: str, text: str, now: datetime) -> Letter:
        sender = self._desk.addresses[0]
        message_id = f"<helpdesk.{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"
        message = EmailMessage(policy=SMTP)
        message["From"] = _address(sender, "SECAS Helpdesk")
        message["To"] = _address(to.recipient)
        message["Reply-To"] = _address(reply_address(self._desk.secret, sender, ticket_id))
        message["Subject"] = subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = message_id
        if _ID.fullmatch(to.message_id):
            references = [name for name in to.references if _ID.fullmatch(name) and name != to.message_id]
            message["In-Reply-To"] = to.message_id
            message["References"] = " ".join([*references[-MOST_REFERENCES:], to.message_id])
        message["Auto-Submitted"] = "auto-replied"
        message["Precedence"] = "auto_reply"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(text)
        message.add_alternative(_html(text), subtype="html")
        return Letter(message_id, to.recipient, message.as_bytes())


def _address(email: str, name: str = "") -> HeaderAddress:
    """Return an address as the library checks and writes it.

    Raises:
        InvalidInput: If it holds a line break, or can't be an address.
    """
    if _BREAKS.search(email):
        raise InvalidInput("An e-mail address can't hold a line break.")
    try:
        return HeaderAddress(name, addr_spec=email)
    except (ValueError, IndexError) as error:
        raise InvalidInput(f"{email!r} can't be written to.") from error


def _entry_words(entry: FaqEntry) -> str:
    reviewed = f", last reviewed on {entry.reviewed_on:%-d %B %Y}" if entry.reviewed_on else ""
    return f"**{entry.title}**\n\n{entry.body.strip()}\n\nSource: <{entry.source}>{reviewed}"


def _html(text: str) -> str:
    return nh3.clean(_markdown.render(text), url_schemes={"http", "https", "mailto", "tel"})
