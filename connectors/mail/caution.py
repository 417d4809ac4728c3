"""Where nothing is sent automatically although no rule has set a mail aside: a machine could be behind it.

Some machines carry no mark and say nothing that a rule could know them by. People read such a mail as any
other; only the receipt, or the answer, is left out.
"""

import re
from dataclasses import replace

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome
from connectors.services.post.letters import AUTOMATIC_SUBJECTS

DOUBTFUL = 0.25
"""From this probability of a machine or an advertisement on nothing is sent; measured in docs/adr/0014."""

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

_PROGRAM_IDS = re.compile(r"@bounces?\.|<bounces?[+=-]|\.JavaMail\.(?!zimbra@)", re.IGNORECASE)
"""What they leave in the return path and in the message id; people write through Zimbra."""

_ANSWERS_OURS = re.compile(
    rf"\[SECAS-\d+\]\s*(?:{'|'.join(map(re.escape, AUTOMATIC_SUBJECTS))})", re.IGNORECASE
)


def be_careful(mail: Mail, outcome: Outcome) -> Outcome:
    """Return an outcome after which nothing is sent where a machine could be behind a mail."""
    if outcome.action not in {"answer", "handoff"} or not (why := why_quiet(mail)):
        return outcome
    if outcome.action == "handoff":
        return replace(outcome, quiet=why)
    reason = "The FAQ may answer it, but it may come from a machine. People answer it."
    return replace(outcome, action="handoff", reason=reason, quiet=why)


def why_quiet(mail: Mail) -> str:
    """Say why no machine of ours answers a mail that people get; empty where it may."""
    if _ANSWERS_OURS.search(mail.subject):
        return "it answers an automatic letter of ours"
    ids = [*mail.headers.all("return-path"), *mail.headers.all("message-id")]
    if any(name in mail.headers for name in _PROGRAMS) or any(map(_PROGRAM_IDS.search, ids)):
        return "a program sent it"
    return "it reads like a machine or an advertisement" if mail.impression.machine >= DOUBTFUL else ""
