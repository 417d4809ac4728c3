"""The table of rules, in the order in which they look at a mail."""

from connectors.mail.rules import people, wording
from connectors.mail.rules.absence import AutomaticWording
from connectors.mail.rules.bounces import Bounce
from connectors.mail.rules.duplicates import Duplicate
from connectors.mail.rules.lookalikes import Lookalikes
from connectors.mail.rules.machines import (
    AutomaticReplyMarks,
    AutomaticSubmission,
    BulkPrecedence,
    EmptyReturnPath,
    Invitation,
    MailingList,
    OurOwnMail,
    Report,
    RobotSender,
)
from connectors.mail.rules.rule import Rule
from connectors.mail.rules.spam import MarkedAsSpam, SoundsLikeSpam
from connectors.mail.rules.threads import Thread

RULES: tuple[Rule, ...] = (
    Duplicate(),
    OurOwnMail(),
    Bounce(),
    MarkedAsSpam(),
    Report(),
    AutomaticSubmission(),
    AutomaticReplyMarks(),
    EmptyReturnPath(),
    Invitation(),
    RobotSender(),
    BulkPrecedence(),
    MailingList(),
    AutomaticWording(),
    Thread(),
    SoundsLikeSpam(),
    people.UnknownSender(),
    people.FailedAuthentication(),
    people.NotReadable(),
    Lookalikes(),
    people.ForeignLanguage(),
    wording.PERSONAL_DATA,
    wording.INCIDENT,
    wording.LEGAL,
    wording.COMPLAINT,
    wording.PERSON_WANTED,
    wording.OPINION,
    wording.ACCOUNT_TROUBLE,
    wording.OWN_CASE,
    people.RefersToAttachment(),
    people.ThanksOnly(),
)
"""What none of them matches is decided on by its questions."""
