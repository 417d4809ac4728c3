"""What a mail system says of a mail that it gives back: reports by RFC 3464, and plain ones for people.

Only letters of ours are looked for here, each of which went to one address and has an id that nobody
can guess. So nothing hangs on whom the report names: the id says which letter it is, and the rest says
whether it failed and why.
"""

import re
from collections.abc import Iterator
from email.message import Message

from connectors.mail.header_fields import decoded, message_ids, one_line, subject_of
from connectors.mail.message import Address, Returned
from connectors.mail.parsing import parse
from connectors.mail.parts import children_of
from connectors.mail.transfer import payload_bytes

LONGEST_TEXT = 50_000
LONGEST_WORDS = 300
MOST_RECIPIENTS = 20
DEEPEST = 5

_STATUS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_MESSAGES = frozenset(("message/rfc822", "message/global"))
_HEADERS = frozenset(("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"))
_SYSTEM = re.compile(
    r"(?:mailer[._-]?daemon|postmaster|mdaemon|mail[._-]?(?:delivery|system|daemon)\w*|mailer|bounces?)\b",
    re.IGNORECASE,
)
_ID_LINE = re.compile(r"^[>\t ]{0,20}message-id:[\t ]{0,20}(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
_LATE = re.compile(
    r"\bdelay(?:ed)?\b|not yet been delivered|\b(?:will|to) (?:keep|continue|retry)|\bwarning\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|returned mail|failure|\bfailed\b|rejected|unknown|no (?:such )?(?:user|mailbox)"
    r"|(?:could|can) ?n[o'’]t be delivered|(?:was|were)(?: not|n['’]t) (?:able to|delivered)"
    r"|unable to deliver",
    re.IGNORECASE,
)
_NOBODY_THERE = re.compile(
    r"\b5\.1\.[0-36]\b|user unknown|unknown user|no such (?:user|mailbox|address|recipient)|no mailbox"
    r"|(?:user|mailbox|address|recipient|account)[\w ]{0,40} (?:does ?n[o'’]t exist|not found|unknown)",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(r"\b5\.\d\.\d{1,3}\b|\b55[0-4]\b")


def nobody_there(words: str) -> bool:
    """Tell whether a mail system says that nobody has an address."""
    return bool(_NOBODY_THERE.search(words[:LONGEST_TEXT]))


def read_returned(message: "Message[str, str]", sender: Address | None, body: str) -> Returned | None:
    """Return what a mail says of another one that it gives back; None where no mail system wrote it.

    Args:
        message: The mail.
        sender: Of the mail.
        body: Its visible text.
    """
    parts = list(_parts(message, 0))
    statuses = [part for part in parts if part.get_content_type() in _STATUS]
    from_system = sender is not None and bool(_SYSTEM.match(sender.local_part))
    if not (statuses or from_system or _takes_no_replies(message)):
        return None
    ids = _ids(parts, body)
    if statuses or from_system:
        # Some name what they give back here only; but so does everybody who is out of office.
        ids = tuple(dict.fromkeys((*ids, *message_ids(message, "in-reply-to", "references"))))
    if not ids:
        return None
    return _by_status(statuses, ids) or _by_words(subject_of(message), body, ids)


def _takes_no_replies(message: "Message[str, str]") -> bool:
    return any(str(value).strip() in {"<>", "< >"} for value in message.get_all("return-path", []))


def _parts(message: "Message[str, str]", depth: int) -> "Iterator[Message[str, str]]":
    """Yield the parts of a mail, and of an attached message only itself."""
    yield message
    if message.get_content_maintype() == "multipart" and depth < DEEPEST:
        for part in children_of(message):
            yield from _parts(part, depth + 1)


def _ids(parts: "list[Message[str, str]]", body: str) -> tuple[str, ...]:
    """Return the ids of what is given back, as a part or quoted in the text."""
    found: dict[str, None] = {}
    for part in parts:
        kind, inside = part.get_content_type(), children_of(part)
        if kind in _MESSAGES | _HEADERS:
            given_back = inside[0] if inside else parse(payload_bytes(part)[:LONGEST_TEXT])[0]
            found |= dict.fromkeys(message_ids(given_back, "message-id"))
    found |= dict.fromkeys(_ID_LINE.findall(body[:LONGEST_TEXT]))
    return tuple(found)


def _by_status(statuses: "list[Message[str, str]]", ids: tuple[str, ...]) -> Returned | None:
    """Read the fields of a report, of which every recipient has a block."""
    blocks = [block for status in statuses for block in children_of(status)][:MOST_RECIPIENTS]
    told = [block for block in blocks if block.get("action")]
    if not told:
        return None
    failed = [block for block in told if _field(block, "action").lower().split(" ")[0] == "failed"]
    if not failed:
        return Returned(ids, failed=False)
    code = _field(failed[0], "status")
    words = _field(failed[0], "diagnostic-code").partition(";")[2].strip() or code
    return Returned(ids, failed=True, for_good=code.startswith("5."), words=words[:LONGEST_WORDS])


def _by_words(subject: str, body: str, ids: tuple[str, ...]) -> Returned:
    """Read what is meant for people; what is given back below may say anything."""
    said = f"{subject}\n{_ID_LINE.split(body[:LONGEST_TEXT], maxsplit=1)[0]}"
    if _LATE.search(said) or not _FAILED.search(said):
        return Returned(ids, failed=False)
    lines = [one_line(line) for line in said.splitlines()]
    why = next((line for line in lines if nobody_there(line) or _FOR_GOOD.search(line)), None)
    words = why or next((line for line in lines[1:] if _FAILED.search(line)), lines[0])
    return Returned(ids, failed=True, for_good=why is not None, words=words[:LONGEST_WORDS])


def _field(block: "Message[str, str]", name: str) -> str:
    return decoded(str(block.get(name, "")))
