"""A letter from its words to its bytes: the standard library checks and writes every header field."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from markupsafe import escape

from connectors.services.markdown import render_markdown
from connectors.services.post.reply_address import reply_address
from knowledge.errors import InvalidInput

MOST_REFERENCES = 10
NAME = "SECAS Helpdesk"

Automatic = Literal["auto-replied", "auto-generated"]
"""What RFC 3834 calls a letter that no person wrote: the answer to one mail, or another one."""

_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>")
_BREAKS = re.compile(r"[\r\n\0\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Letterhead:
    """What every letter of ours carries.

    Attributes:
        sender: Our address.
        secret: Signs the address that replies go to; never empty.
    """

    sender: str
    secret: str


@dataclass(frozen=True)
class ReplyTo:
    """The mail that a letter replies to.

    Attributes:
        recipient: Where the letter goes.
        message_id: Of that mail; empty where there is none that can be repeated.
        references: The message ids of what was written before it.
    """

    recipient: str
    message_id: str = ""
    references: Sequence[str] = ()


@dataclass(frozen=True)
class Body:
    """The words of a letter, twice: as plain text and as HTML without anything that could run."""

    plain: str
    html: str

    @classmethod
    def of_markdown(cls, text: str, *, breaks: bool = False) -> "Body":
        """Return Markdown as it is and as sanitised HTML."""
        return cls(text, render_markdown(text, breaks=breaks))

    @classmethod
    def of_plain(cls, text: str) -> "Body":
        """Return text that means nothing but itself, however it looks."""
        paragraphs = (str(escape(part)).replace("\n", "<br>\n") for part in text.split("\n\n"))
        return cls(text, "\n".join(f"<p>{part}</p>" for part in paragraphs))

    def __add__(self, other: "Body") -> "Body":
        return Body(f"{self.plain}\n\n{other.plain}", f"{self.html}\n{other.html}")


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


def write_letter(
    head: Letterhead,
    to: ReplyTo,
    ticket_id: int,
    subject: str,
    body: Body,
    now: datetime,
    *,
    automatic: Automatic | None,
) -> Letter:
    """Write a letter on a ticket.

    Args:
        head: What is ours.
        to: Where it goes, and in reply to what.
        ticket_id: Replies to it join this ticket.
        subject: One line.
        body: Its words.
        now: Its date.
        automatic: How it is marked for machines; None where a person wrote it.

    Raises:
        InvalidInput: If the subject or the address holds a line break or a NUL, or nobody can be
            written to at this address.
    """
    message_id = f"<helpdesk.{secrets.token_hex(16)}@{head.sender.rpartition('@')[2]}>"
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(head.sender, NAME)
    message["To"] = _address(to.recipient)
    message["Reply-To"] = _address(reply_address(head.secret, head.sender, ticket_id))
    message["Subject"] = _one_line("subject", subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    references = [name for name in to.references if _ID.fullmatch(name) and name != to.message_id]
    if _ID.fullmatch(to.message_id):
        message["In-Reply-To"] = to.message_id
        references.append(to.message_id)
    if references:
        message["References"] = " ".join(references[-MOST_REFERENCES:])
    if automatic:
        message["Auto-Submitted"] = automatic
        message["Precedence"] = "auto_reply"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(f"{body.plain}\n")
    page = f'<!DOCTYPE html>\n<html lang="en">\n<body>\n{body.html}\n</body>\n</html>\n'
    message.add_alternative(page, subtype="html")
    return Letter(message_id, to.recipient, message.as_bytes())


def _address(email: str, name: str = "") -> Address:
    """Return an address as the library checks and writes it.

    Raises:
        InvalidInput: If it holds a line break or a NUL, or can't be an address.
    """
    _one_line("e-mail address", email)
    if not email.isascii():
        raise InvalidInput(f"{email!r} can't be written to: mail servers need plain Latin letters.")
    try:
        return Address(name, addr_spec=email)
    except (ValueError, IndexError, MessageError) as error:
        raise InvalidInput(f"{email!r} can't be written to.") from error


def _one_line(what: str, text: str) -> str:
    if _BREAKS.search(text):
        raise InvalidInput(f"The {what} of a letter can't hold a line break or a NUL.")
    return text
