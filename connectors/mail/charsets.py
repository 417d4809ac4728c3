"""Bytes to text, whatever the mail says about them."""

import codecs
import re

_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "8bit": "utf-8",
    "default": "utf-8",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
_NO_CHARSETS = re.compile(
    r"escape|idna|punycode|undefined|base64|hex|quopri|rot.?13|uu|zlib|zip|bz2|mbcs|oem"
)
"""Python knows these names too, but they are no charsets of a mail, and some are slow."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def to_text(data: bytes, charset: str | None = None) -> str:
    """Return bytes as text; never fails.

    What is valid UTF-8 beyond ASCII is UTF-8 whatever its label says, because text in another
    charset hardly ever is. ISO-8859-1 stands for Windows-1252, as browsers read it.

    Args:
        data: The bytes.
        charset: The label, if there is one.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff")
    name = codec_of(charset)
    if name.startswith(("utf-16", "utf-32", "utf-7", "iso2022", "hz")):
        text = _strictly(data, name)
        # Mislabelled ASCII gives Chinese as UTF-16; real text of that kind holds NUL bytes.
        if text is not None and (not name.startswith(("utf-16", "utf-32")) or b"\0" in data):
            return text
    if name == "utf-8" and data[:4000].count(b"\0") > len(data[:4000]) // 4:
        wide = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        return data.decode(wide, "replace")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text
    if name != "utf-8":
        return _strictly(data, name) or data.decode("cp1252", "replace")
    return _broken_utf8(data)


def codec_of(charset: str | None) -> str:
    """Return Python's name for a charset label; UTF-8 for labels that mean nothing."""
    label = (charset or "").strip().strip("'\"").lower()
    label = re.split(r"[^\w.:-]", label, maxsplit=1)[0][:40]
    label = _ALIASES.get(label, label)
    if not label or _NO_CHARSETS.search(label):
        return "utf-8"
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return "cp1252" if re.match(r"(?:x-)?(?:cp|win)", label) else "utf-8"
    if not getattr(found, "_is_text_encoding", True):
        return "utf-8"
    return _ALIASES.get(found.name, found.name)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _broken_utf8(data: bytes) -> str:
    """Return text that claims to be UTF-8 and isn't: with gaps where most of it is, else as Windows-1252."""
    text = data.decode("utf-8", "replace")
    good = sum(c > "\x7f" and c != "\ufffd" for c in text)
    return text if good > text.count("\ufffd") else data.decode("cp1252", "replace")
