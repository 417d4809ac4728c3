"""Where nothing is sent automatically although a person may have written: a machine could be behind it.

Some machines carry no mark and say nothing that gives them away; but they don't ask, and they answer
what we sent them. People read such a mail as any other; only the receipt, or the answer, is left out.
"""

import re
from dataclasses import replace

from connectors.mail.language import is_english
from connectors.mail.message import Mail
from connectors.mail.rules.absence import all_but_quotes, asks_a_person, own_subject
from connectors.mail.rules.robot_words import GIVES_AWAY, REPLY_ABOVE, SENT_TO_MANY
from connectors.mail.rules.rule import Outcome
from connectors.mail.rules.spam import in_its_favour, spam_points
from connectors.services.post.letters import AUTOMATIC_SUBJECTS

DOUBTFUL = 2
"""Points of spam from which on nothing is sent."""

DOUBTFUL_AT_ALL = 3
"""The same where words of our subject don't count in its favour."""

_PROGRAMS = (
    "x-php-originating-script",
    "x-php-script",
    "x-servicenow-generated",
    "x-salesforce-notification",
    "x-jenkins-job",
    "x-nagios-notification-type",
    "x-sg-eid",
    "x-mandrill-user",
    "x-mailgun-sid",
    "x-ses-outgoing",
    "x-notification-type",
)
"""What programs that send for other programs leave in the head."""

_PROGRAM_IDS = re.compile(r"@bounces?\.|<bounces?[+=-]|\.JavaMail\.", re.IGNORECASE)
"""What they leave in the return path and in the message id."""

_PROGRAM_NAMES = re.compile(
    r"^(?:jira|approvals?|voice-?mail|fax|scann?er|gateway|permits?|remittances?|updates?|messages|receipts?"
    r"|reminders?|surveys?|scheduler|monitor(?:ing)?|backups?|nagios|jenkins|builds?|account|e-?sign\w*"
    r"|invitations?)(?:[._+-]|\d|$)",
    re.IGNORECASE,
)
"""What they call themselves before the at sign. People share such mailboxes too, so unlike the senders of
`rules.machines` it only costs the receipt."""

_ANSWERS_OURS = re.compile(
    rf"\[SECAS-\d+\]\s*(?:{'|'.join(map(re.escape, AUTOMATIC_SUBJECTS))})", re.IGNORECASE
)
_WANTS = re.compile(
    r"\b(?:i|we)(?:['’]m| am| are|['’]re|['’]d| would| wish to| want to| hereby| must| have to)* ?(?:also )?"
    r"(?:ask|asking|request|requesting|report|reporting|disput(?:e|ing)|complain(?:ing)?|object|demand"
    r"|insist)\b"
    r"|\b(?:wants?|needs?|wishes) to know\b|please help\b|please (?:take|remove|add|unsubscribe|correct"
    r"|change|update|move|cancel|register|sign)"
    r" (?:me|us|my|our|this|it|her|him|them|the)?\b"
    r"|\b(?:can|could|would) you (?:please |kindly )?(?:look|check|help|do|send|confirm|chase|tell|let|say)\b"
    r"|\b(?:where|were|how|what|when|who|why) (?:do|does|did|can|could|should) (?:i|we|you|it|the)\b",
    re.IGNORECASE,
)
_WANTS_ABROAD = re.compile(
    r"[?;;？]\s*(?:$|\s)|か。|\b(?:je (?:voudrais|souhaite\w*)|nous (?:voudrions|souhait\w+)"
    r"|pou(?:vez|rriez)-vous"
    r"|(?:ich|wir) (?:möchten?|hätten?|brauchen?|suchen?)|(?:können|könnten) sie|quisi(?:era|éramos|eramos)"
    r"|querría\w*|podrían?|vorrei|vorremmo|(?:ik|wij|we) (?:wil|willen|zou|zouden)|kunt u"
    r"|chciał(?:bym|abym|ybyśmy|ibyśmy)|gostaria\w*|(?:jag|vi|jeg) (?:vill|vil|undrar)|hoffwn|hoffem)\b",
    re.IGNORECASE,
)


def why_quiet(mail: Mail) -> str:
    """Say why no machine of ours answers a mail that people get; empty where it may."""
    if _ANSWERS_OURS.search(mail.subject):
        return "it answers an automatic letter of ours"
    if not wants_something(mail):
        return "it asks nothing, as mails of machines do"
    if _is_given_away(mail):
        return "part of it is what machines write"
    points, _ = spam_points(mail)
    is_doubtful = points >= DOUBTFUL_AT_ALL or points - in_its_favour(mail) >= DOUBTFUL
    return "it sounds a little like spam" if is_doubtful else ""


def _is_given_away(mail: Mail) -> bool:
    # What we wrote ourselves may be quoted; a line below the signature counts.
    said = f"{own_subject(mail.subject)}\n{all_but_quotes(mail)}"
    if GIVES_AWAY.search(said) or SENT_TO_MANY.search(said) or REPLY_ABOVE.match(mail.body):
        return True
    # "Jane Cole via SignRoute": a program writes in her name.
    if mail.sender and (_PROGRAM_NAMES.search(mail.sender.local_part) or " via " in mail.sender.name):
        return True
    ids = [*mail.headers.all("return-path"), *mail.headers.all("message-id")]
    return any(name in mail.headers for name in _PROGRAMS) or any(map(_PROGRAM_IDS.search, ids))


def wants_something(mail: Mail) -> bool:
    """Tell whether a mail asks or wants something that machines don't."""
    said = f"{mail.text}\n\n{mail.passed_on}"[:20_000]
    texts = (said, own_subject(mail.subject))
    if any(asks_a_person(text) or _WANTS.search(text) for text in texts):
        return True
    return not is_english(said) and bool(_WANTS_ABROAD.search(said))


def be_careful(mail: Mail, outcome: Outcome) -> Outcome:
    """Return an outcome after which nothing is sent where a machine could be behind a mail."""
    if outcome.action not in {"answer", "handoff"} or not (why := why_quiet(mail)):
        return outcome
    if outcome.action == "handoff":
        return replace(outcome, quiet=why)
    reason = "The FAQ may answer it, but it may come from a machine. People answer it."
    return replace(outcome, action="handoff", reason=reason, quiet=why)
