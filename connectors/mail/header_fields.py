"""Header fields as they come: encoded words, raw bytes, folded lines, several addresses, odd dates."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from connectors.mail.charsets import to_text
from connectors.mail.message import Address, Headers

LONGEST_FIELD = 8_000
MOST_FIELDS = 1_000
MOST_ADDRESSES = 200
MOST_IDS = 100

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,64}@[^\s<>@,;:\"()]{1,255}")
_BARE_ADDRESS = re.compile(rf"(?<![^\s<>,;:\"()'])(?:{_ADDRESS.pattern})(?![^\s<>,;:\"()'])")
"""An address with nothing of itself before and after it: of ``a@b@c`` nobody knows which part is meant."""
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")


def read_headers(message: "Message[str, str]") -> Headers:
    """Return the header fields, decoded; a field past the caps is cut or left out."""
    fields: dict[str, list[str]] = {}
    for name, value in _raw_items(message):
        if sum(map(len, fields.values())) >= MOST_FIELDS:
            break
        fields.setdefault(str(name).lower().strip(), []).append(decoded(str(value)))
    return Headers(fields)


def decoded(value: str) -> str:
    """Return a raw field as one line of text."""
    value = _FOLD.sub(" ", _plain(value[:LONGEST_FIELD]))
    if _ENCODED_WORD.search(value):
        try:
            words = decode_header(value)
            value = "".join(
                to_text(part, charset) if isinstance(part, bytes) else part for part, charset in words
            )
        except (HeaderParseError, ValueError, LookupError, IndexError):
            pass
    return one_line(value)


def one_line(text: str) -> str:
    """Return text without control characters, with single spaces."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cs", "Cf"}).split())


def subject_of(message: "Message[str, str]") -> str:
    """Return the subject, decoded; empty where there is none."""
    return next((decoded(value) for value in _values(message, ["subject"])), "")


def addresses(message: "Message[str, str]", *names: str) -> tuple[Address, ...]:
    """Return the addresses of some fields in order.

    They are read before encoded words are decoded, so that an at sign within a display name makes
    no address.
    """
    found: list[Address] = []
    for value in _values(message, names):
        raw = _FOLD.sub(" ", _plain(value[:LONGEST_FIELD]))
        # What nobody sees goes before an address is looked for: cut there, it would be another one.
        found += _addresses_of(one_line(_CONTROL.sub("", raw)))
    return tuple(found[:MOST_ADDRESSES])


def date_of(message: "Message[str, str]") -> datetime | None:
    """Return the moment of the Date field in UTC; a date without a zone counts as UTC."""
    for value in _values(message, ["date"]):
        try:
            date = parsedate_to_datetime(decoded(value))
            return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except (TypeError, ValueError, IndexError, OverflowError):
            continue
    return None


def message_ids(message: "Message[str, str]", *names: str) -> tuple[str, ...]:
    """Return the message ids of some fields, without repeats."""
    found: dict[str, None] = {}
    for value in _values(message, names):
        line = _CONTROL.sub("", _plain(value[: LONGEST_FIELD * 4]))
        ids = _MESSAGE_ID.findall(line)
        bare = line.strip()
        if not ids and re.fullmatch(r"[^\s<>]{1,990}", bare):
            ids = [f"<{bare}>"]
        found |= dict.fromkeys(ids)
    kept = list(found)
    # The first names the thread, the last ones the mail that is answered.
    return tuple(kept if len(kept) <= MOST_IDS else [kept[0], *kept[1 - MOST_IDS :]])


def _values(message: "Message[str, str]", names: Iterable[str]) -> Iterator[str]:
    # One name after the other: the first one counts most.
    for name in names:
        yield from (value for found, value in _raw_items(message) if found.lower() == name)


def _raw_items(message: "Message[str, str]") -> Iterator[tuple[str, str]]:
    """Yield the fields as they came; the library's own ways to them replace raw bytes by question marks."""
    for name, value in message.raw_items():
        yield str(name).strip(), str(value)


def _addresses_of(raw: str) -> list[Address]:
    pairs = getaddresses([raw])
    found = [Address(decoded(name), email.strip().lower()) for name, email in pairs if _is_address(email)]
    if found:
        return found
    # What the library refuses may still hold an address that a person would see.
    bare = _BARE_ADDRESS.findall(raw.replace("=?", " "))
    return [Address("", email.lower().strip(".'")) for email in bare[:1]]


def _is_address(email: str) -> bool:
    return bool(_ADDRESS.fullmatch(email.strip()))


def _plain(value: str) -> str:
    """Give raw bytes of a field, which the parser keeps as surrogates, their characters."""
    if value.isascii():
        return value
    return to_text(value.encode("utf-8", "surrogateescape"))
