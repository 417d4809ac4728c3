"""Mails of 10 MB, for the bench; as a program it reads one of them and says what that cost."""

import json
import sys
import time
from pathlib import Path

SIZE = 10_000_000

_HEAD = b"From: a@b.example\nTo: c@d.example\nSubject: A large one\n"
_MIXED = _HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n'
_FILE = (
    b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
    b'Content-Disposition: attachment; filename="a.pdf"\n\n'
)
_LINE = b"How do we join the Code? It is a long story about meters, and it goes on.\n"


def _filled(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    return head + unit * ((SIZE - len(head) - len(tail)) // len(unit)) + tail


LARGE_MAILS = {
    "one attachment": lambda: _filled(_MIXED + _FILE, b"QUJD" * 19 + b"\n", b"--b--\n"),
    "many attachments": lambda: _filled(_MIXED, _FILE + (b"QUJD" * 19 + b"\n") * 150, b"--b--\n"),
    "text": lambda: _filled(_HEAD + b"Content-Type: text/plain; charset=utf-8\n\n", _LINE),
    "short lines": lambda: _filled(_HEAD + b"Content-Type: text/plain; charset=utf-8\n\n", b"> a\n"),
    "quoted-printable": lambda: _filled(
        _HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n", b"How do we join=3F It goes on =\nhere.\n"
    ),
    "HTML": lambda: _filled(_HEAD + b"Content-Type: text/html\n\n", b"<p>How do we <b>join</b>?</p>\n"),
    "an attached mail": lambda: _filled(
        _MIXED + b"--b\nContent-Type: message/rfc822\n\nSubject: x\n\n", _LINE, b"--b--\n"
    ),
}
"""Makes a mail of each kind."""


def main() -> None:
    """Read the mail that the argument names; write the seconds and the memory as JSON."""
    from connectors.mail.reading import read_mail

    raw = LARGE_MAILS[sys.argv[1]]()
    began = time.process_time()
    read_mail(raw)
    seconds = time.process_time() - began
    # Not by getrusage: that begins with what the process held that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = 1024 * int(status.partition("VmHWM:")[2].split()[0])
    json.dump({"seconds": seconds, "memory": memory}, sys.stdout)


if __name__ == "__main__":
    main()
