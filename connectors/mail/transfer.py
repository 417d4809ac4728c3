"""Transfer encodings: base64, quoted-printable and what is left of them when they are broken."""

import binascii
import quopri
import re
from email.message import Message

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_QUOTED = re.compile(rb"=(?:\r?\n|[0-9A-F]{2})")


def payload_text(part: "Message[str, str]") -> str:
    """Return the text of a part as it came, still encoded; empty where it holds further parts."""
    try:
        payload = part.get_payload()
    except (ValueError, TypeError):
        # Asked for text the library looks for the charset, whose name may be none that can be looked for.
        return part.as_bytes().partition(b"\n\n")[2].decode("ascii", "surrogateescape")
    return payload if isinstance(payload, str) else ""


def payload_bytes(part: "Message[str, str]") -> bytes:
    """Return the decoded bytes of a part that holds no further parts; never fails."""
    encoding = str(part.get("content-transfer-encoding", "")).strip().strip('"').lower()
    if encoding == "base64":
        # The library gives all of it back where a single letter is wrong.
        return from_base64(payload_text(part).encode("utf-8", "surrogateescape"))
    # Asked for bytes, the library leaves their charset alone; asked for text it replaces what it can't read.
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    if encoding not in {"", "7bit", "8bit", "binary"}:
        return data
    # Some programs forget to say that they encoded: two marks that no text has by chance.
    if (
        data.count(b"=\n") + data.count(b"=\r\n") + data.count(b"=20\n") > 1
        and len(_QUOTED.findall(data)) > 2
    ):
        return quopri.decodestring(data)
    return data


def from_base64(data: bytes) -> bytes:
    """Return decoded base64; noise is passed over, and what isn't base64 at all stays as it is."""
    lines = [line for line in map(bytes.strip, data.splitlines()) if line]
    # A sentence is no base64, even where all of its letters could be.
    if not lines or b" " in lines[0]:
        return data
    # A list's footer may follow, and pieces with an end of their own may follow each other.
    letters = b"".join(line for line in lines if b" " not in line)
    return b"".join(_decoded_piece(piece) for piece in re.split(rb"=+", letters)) or data


def _decoded_piece(piece: bytes) -> bytes:
    piece = _NOT_BASE64.sub(b"", piece)
    piece = piece[:-1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))
