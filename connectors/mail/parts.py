"""The parts of a mail: what is text to read, what is attached, what it is made of."""

import re
from dataclasses import dataclass, field
from email.message import Message

from connectors.mail.charsets import to_text
from connectors.mail.header_fields import decoded, subject_of
from connectors.mail.html_text import html_to_text
from connectors.mail.limits import LONGEST_HTML, LONGEST_TEXT
from connectors.mail.message import Attachment
from connectors.mail.transfer import from_base64, payload_bytes, payload_text

DEEPEST = 60
LONGEST_NAME = 200

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype\s+html|<html|<head|<body|<div|<p\b|<table|<span|<meta)", re.IGNORECASE
)
_NO_REAL_TEXT = re.compile(
    r"\b(?:view|read|see|display|enable|support|show)\w*\b.{0,60}\bhtml\b|\bhtml\b.{0,60}\b(?:view|mail"
    r"|message|format)",
    re.IGNORECASE | re.DOTALL,
)
_UUENCODED = re.compile(r"^begin [0-7]{3} .+\n(?:[\x20-\x60]{1,62}\n)*?`?\n?end$", re.MULTILINE)


@dataclass
class Contents:
    """What was found in a mail.

    Attributes:
        texts: The visible texts in order.
        attached: The messages that are attached.
        attachments: All else.
        parts: Where the bytes of each attachment are, in the same order.
        htmls: The source of each text that is HTML, also where the plain form was read.
        kinds: The content type of every part outside of attached messages.
        cut: Whether some text was too long to be read to its end.
    """

    texts: list[str] = field(default_factory=list)
    attached: list["Message[str, str]"] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: list["Message[str, str]"] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    cut: bool = False

    def attach(self, attachment: Attachment, part: "Message[str, str]") -> None:
        """Add an attachment and where its bytes are."""
        self.attachments.append(attachment)
        self.parts.append(part)


def read_parts(message: "Message[str, str]") -> Contents:
    """Return what a mail holds."""
    contents = Contents()
    _read(message, contents, 0)
    return contents


def children_of(part: "Message[str, str]") -> "list[Message[str, str]]":
    """Return the parts right below a part; for an attached message itself."""
    # Of a part without any, its text would be decoded, for which the name of its charset may be unfit.
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)]


def _read(part: "Message[str, str]", contents: Contents, depth: int) -> None:
    kind = _kind_of(part)
    contents.kinds.append(kind)
    if depth > DEEPEST:
        contents.cut = True
        return
    if kind == "multipart/alternative" and part.is_multipart():
        _read_alternative(children_of(part), contents, depth)
    elif kind == "multipart/signed" and part.is_multipart():
        _read_first(children_of(part), contents, depth)
    elif kind.startswith("multipart/") and part.is_multipart():
        for child in children_of(part):
            _read(child, contents, depth + 1)
    elif kind.startswith("message/"):
        _read_message(part, kind, contents)
    else:
        _read_leaf(part, kind, contents)


def _read_alternative(children: "list[Message[str, str]]", contents: Contents, depth: int) -> None:
    """Read the plain form where it says something, else the HTML form."""
    forms: list[Contents] = []
    for child in children:
        form = Contents()
        _read(child, form, depth + 1)
        forms.append(form)
        contents.kinds += form.kinds
        contents.attachments += form.attachments
        contents.parts += form.parts
        contents.htmls += form.htmls
        contents.attached += form.attached
        contents.cut |= form.cut
    spoken = [form for form in forms if any(text.strip() for text in form.texts)]
    if not spoken:
        return
    chosen = spoken[0]
    said = " ".join(chosen.texts)
    if len(spoken) > 1 and (len(said.split()) < 3 or (len(said) < 400 and _NO_REAL_TEXT.search(said))):
        chosen = spoken[-1]
    contents.texts += chosen.texts


def _read_first(children: "list[Message[str, str]]", contents: Contents, depth: int) -> None:
    """Read the first part; what follows is a signature over it."""
    for number, child in enumerate(children):
        if number == 0:
            _read(child, contents, depth + 1)
        else:
            contents.kinds.append(_kind_of(child))


def _read_message(part: "Message[str, str]", kind: str, contents: Contents) -> None:
    children = children_of(part)
    if kind in {"message/rfc822", "message/global"}:
        encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
        inside = payload_text(children[0] if children else part)
        if encoding == "base64" and inside and (not children or not children[0].keys()):
            # A message may not be encoded; some programs do it all the same.
            name = _attached_bytes(from_base64(inside.encode("utf-8", "surrogateescape")), contents)
        elif children:
            contents.attached.append(children[0])
            name = subject_of(children[0])
        else:
            name = _attached_bytes(payload_bytes(part), contents)
        contents.attach(Attachment(name[:LONGEST_NAME], kind, 0), part)
        return
    contents.attach(Attachment(_name_of(part), kind, 0), part)


def _attached_bytes(data: bytes, contents: Contents) -> str:
    from connectors.mail.parsing import parse

    message, problem = parse(data)
    if problem is None:
        contents.attached.append(message)
    return subject_of(message)


def _read_leaf(part: "Message[str, str]", kind: str, contents: Contents) -> None:
    disposition = str(part.get("content-disposition", "")).split(";", 1)[0].strip().lower()
    name = _name_of(part)
    is_text = kind in {"text/plain", "text/html", "text/enriched", "text/richtext"} or kind.startswith(
        "multipart/"
    )
    if name.lower().endswith(".eml") and not is_text:
        data = payload_bytes(part)
        _attached_bytes(data, contents)
        contents.attach(Attachment(name, kind, len(data)), part)
        return
    if (
        not is_text
        or disposition == "attachment"
        or (name and disposition != "inline" and kind == "text/html")
    ):
        size = len(payload_bytes(part))
        inline = disposition == "inline" or (kind.startswith("image/") and "content-id" in part)
        contents.attach(Attachment(name, kind, size, inline), part)
        return
    text = to_text(payload_bytes(part), _charset_of(part))
    contents.cut |= len(text) > LONGEST_TEXT and kind != "text/html"
    is_html = kind == "text/html" or bool(_LOOKS_LIKE_HTML.match(text[:200]))
    if is_html:
        contents.htmls.append(text[:LONGEST_HTML])
    contents.texts.append(_as_plain(text, kind, is_html=is_html))


def _as_plain(text: str, kind: str, *, is_html: bool) -> str:
    if is_html:
        text = html_to_text(text)
    elif kind in {"text/enriched", "text/richtext"}:
        text = re.sub(r"<param>[^<]*</param>|<[^<>]{0,40}>", "", text[:LONGEST_TEXT])
    text = _UUENCODED.sub("", text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n"))
    return _UNPRINTABLE.sub("", text).replace("\u00a0", " ")


def _kind_of(part: "Message[str, str]") -> str:
    return part.get_content_type()


def _charset_of(part: "Message[str, str]") -> str | None:
    try:
        value = part.get_param("charset")
    except (ValueError, IndexError, TypeError, UnicodeError, LookupError):
        return None
    if isinstance(value, tuple):
        value = value[2]
    return str(value) if value else None


def _name_of(part: "Message[str, str]") -> str:
    try:
        name = part.get_filename()
    except (ValueError, IndexError, TypeError, UnicodeError, LookupError):
        name = None
    return decoded(name)[:LONGEST_NAME] if name else ""
