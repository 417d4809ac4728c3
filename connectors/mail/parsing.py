"""Raw bytes to the standard library's message; whatever they are, something comes back."""

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from connectors.mail.limits import HEAD, why_too_much
from connectors.mail.transfer import payload_text

_FROM_LINE = re.compile(rb"\A>?From [^\r\n]{1,500}\r?\n")
_BLANK = re.compile(rb"\A(?:[ \t]*\r?\n)+")
_FIRST_BOUNDARY = re.compile(r"^--([^\s-][^\r\n]{0,69}?)[ \t]*$", re.MULTILINE)


def parse(raw: bytes, cut_from: int | None = None) -> "tuple[Message[str, str], str | None]":
    """Return the message, and why it isn't read in full, or None.

    The policy is the old one on purpose: it keeps header fields as they are, where the newer one
    fails on some of those that mail programs really send.
    """
    raw = _tidy(raw)
    problem = why_too_much(raw, cut_from)
    if problem is None:
        try:
            message = BytesParser(policy=compat32).parsebytes(raw)
            return _with_lost_boundary(message), None
        except (RecursionError, ValueError, LookupError, TypeError, AssertionError, AttributeError) as error:
            problem = f"its parts can't be told apart ({type(error).__name__})"
    return _head_only(raw), problem


def _tidy(raw: bytes) -> bytes:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    raw = _BLANK.sub(b"", raw, count=1)
    return _FROM_LINE.sub(b"", raw, count=1)


def _head_only(raw: bytes) -> "Message[str, str]":
    try:
        message = BytesHeaderParser(policy=compat32).parsebytes(raw[:HEAD])
    except (RecursionError, ValueError, LookupError, TypeError, AssertionError, AttributeError):
        return Message(policy=compat32)
    message.set_payload("")
    return message


def _with_lost_boundary(message: "Message[str, str]") -> "Message[str, str]":
    """Return a multipart message whose declared boundary doesn't occur, read by the one that does."""
    if message.get_content_maintype() != "multipart" or message.is_multipart():
        return message
    payload = payload_text(message)
    found = _FIRST_BOUNDARY.search(payload[:HEAD])
    if found is None:
        return message
    head = f'Content-Type: multipart/mixed; boundary="{found[1]}"\n\n'
    again = BytesParser(policy=compat32).parsebytes((head + payload).encode("utf-8", "surrogateescape"))
    if again.is_multipart():
        message.set_payload(again.get_payload())
    return message
