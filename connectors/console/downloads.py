"""Files that strangers sent, handed out so that no browser opens them: always a download.

The type comes from our own list by the ending of the name, never from the mail.
"""

import unicodedata
from io import BytesIO

from flask import Response, send_file

LONGEST_LABEL = 120

TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The types that are named; what isn't here (SVG, HTML, programs) is only bytes."""

UNKNOWN = "application/octet-stream"
_NEVER_IN_NAMES = frozenset('/\\:*?"<>|')


def download(data: bytes, name: str) -> Response:
    """Return bytes as a file to be saved."""
    label = label_of(name)
    kind = TYPES.get(label.rpartition(".")[2].lower(), UNKNOWN)
    return send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=label, etag=False)


def label_of(name: str) -> str:
    """Return a name under which a file can be saved anywhere: no path, no tricks, not hidden.

    Control characters, and those that nobody sees or that turn the writing round, are left out.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    label = "".join("_" if c in _NEVER_IN_NAMES else c for c in seen).strip(" .")
    if len(label) > LONGEST_LABEL:
        stem, dot, ending = label.rpartition(".")
        ending = dot + ending if dot and len(ending) <= 10 else ""
        label = (stem or label)[: LONGEST_LABEL - len(ending)] + ending
    return label or "attachment"
