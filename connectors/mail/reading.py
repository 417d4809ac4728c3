"""Raw bytes to a mail: pure, without clock, network or database, and never failing."""

import re
from email.message import Message

from connectors.mail import header_fields
from connectors.mail.closings import own_words
from connectors.mail.language import SMALL_WORDS
from connectors.mail.limits import LONGEST_TEXT
from connectors.mail.message import Mail
from connectors.mail.parsing import parse
from connectors.mail.parts import Contents, read_parts
from connectors.mail.quotes import split_quotes
from connectors.mail.returned import read_returned

MOST_MESSAGES = 3
"""Attached messages within attached messages that are looked into."""

_POINTING = frozenset(
    """
    see below beneath underneath above help helps advise fyi forward forwarded forwarding fwd attached
    attachment enclosed email e-mail emails mail message query question questions enquiry request one
    customer client colleague colleagues assist answer respond reply sort look looking deal pick pass
    passing passed passes following came come received got get support handle over team kind regards
    note info information reference attn many again ask asks asked asking find out check let best via
    trail chain thread originally raised let's dealing point right direction person able hi hello dear
    secas helpdesk sirs everyone morning afternoon good don't can't we've i've there's here's me's us
    someone anyone something anything bitte siehe unten anbei voir dessous
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
"""Words of whoever only passes a mail on."""

MOST_OTHER_WORDS = 2

_FORWARDS = re.compile(r"\s*(?:fwd?|wg|tr|rv|i)\s*:", re.IGNORECASE)
MOST_POINTING_WORDS = 30
_POINTS = re.compile(
    r"\b(?:below|beneath|underneath|attached|forward(?:ed|ing)?|fwd|fyi|following)\b", re.IGNORECASE
)


def read_mail(raw: bytes, cut_from: int | None = None) -> Mail:
    """Return what is known of a mail; what can't be read is named in ``problems``.

    Args:
        raw: Its bytes.
        cut_from: Its size, where the bytes are only its head.
    """
    return read_with_parts(raw, cut_from)[0]


def read_with_parts(raw: bytes, cut_from: int | None = None) -> tuple[Mail, Contents]:
    """Return what is known of a mail, and what it is made of; the arguments are those of `read_mail`."""
    message, problem = parse(raw, cut_from)
    problems = [] if problem is None else [f"This mail can't be read in full: {problem}."]
    contents = read_parts(message)
    if cut_from is not None:
        problems.append("Only its head is kept here; the whole mail is in the mailbox.")
    if contents.cut:
        problems.append(f"Only the first {LONGEST_TEXT:,} characters of its text were read.")
    body = "\n\n".join(text.strip("\n") for text in contents.texts if text.strip())[:LONGEST_TEXT]
    subject = header_fields.subject_of(message)
    text, passed_on = _words(body, subject, contents)
    senders = header_fields.addresses(message, "from")
    sender = (senders or header_fields.addresses(message, "sender") or (None,))[0]
    ids = header_fields.message_ids(message, "message-id")
    mail = Mail(
        headers=header_fields.read_headers(message),
        sender=sender,
        senders=len(senders),
        reply_to=header_fields.addresses(message, "reply-to"),
        recipients=header_fields.addresses(message, "to", "cc"),
        subject=subject,
        sent_at=header_fields.date_of(message),
        message_id=ids[0] if ids else "",
        references=header_fields.message_ids(message, "in-reply-to", "references"),
        body=body,
        text=text,
        passed_on=passed_on,
        attachments=tuple(contents.attachments),
        kinds=tuple(dict.fromkeys(contents.kinds)),
        problems=tuple(problems),
        returned=read_returned(message, sender, body),
    )
    return mail, contents


def _words(body: str, subject: str, contents: Contents) -> tuple[str, str]:
    """Return the sender's own words, and what they pass on where the own words only point to it."""
    split = split_quotes(body)
    own = own_words(split.own)
    if own and not _only_points(own, forwards=bool(_FORWARDS.match(subject)) or bool(contents.attached)):
        return own, ""
    inner = _inner_words(split.quoted, 0)
    if not inner:
        inner = next(filter(None, (_attached_words(message, 0) for message in contents.attached[:5])), "")
    return own, inner


def _only_points(own: str, *, forwards: bool) -> bool:
    """Tell whether own words ask nothing themselves, like "Please see below, can you help?"."""
    words = [word.strip(".,:;!?()\"'").lower().replace("’", "'") for word in own.split()]
    if len(words) > MOST_POINTING_WORDS:
        return False
    others = [word for word in words if word and word not in _POINTING and word not in SMALL_WORDS]
    return len(others) <= MOST_OTHER_WORDS and (forwards or bool(_POINTS.search(own)))


def _inner_words(quoted: str, depth: int) -> str:
    """Return the own words of a quoted mail; of one that only passes on another, those of that one."""
    if not quoted.strip():
        return ""
    split = split_quotes(quoted)
    own = own_words(split.own)
    if depth < MOST_MESSAGES and (not own or _only_points(own, forwards=True)):
        return _inner_words(split.quoted, depth + 1) or own
    return own


def _attached_words(message: "Message[str, str]", depth: int) -> str:
    contents = read_parts(message)
    body = "\n\n".join(text for text in contents.texts if text.strip())[:LONGEST_TEXT]
    split = split_quotes(body)
    own = own_words(split.own)
    if own and not _only_points(own, forwards=True):
        return own
    if depth < MOST_MESSAGES and contents.attached:
        return _attached_words(contents.attached[0], depth + 1) or own
    subject = header_fields.subject_of(message)
    return _inner_words(split.quoted, 0) or own or subject
