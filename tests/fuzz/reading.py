"""What must hold of any bytes that arrive: read, understood, and able to be kept and answered, in time."""

import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from connectors import wiring
from connectors.mail.acting import _name_of, _question_of, _usable
from connectors.mail.message import Mail
from connectors.mail.questions import asked_in
from connectors.mail.rules.duplicates import identity_of
from connectors.mail.rules.rule import Outcome
from connectors.mail.triage import Triage
from connectors.services.post.letter import ReplyTo
from knowledge.errors import InvalidInput
from tests.doubles.mails import around
from tests.doubles.post import LETTERS

LONGEST = 2.0
"""Seconds of one core that a mail may take."""

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
SURROUNDINGS = around()


class AskingDecider:
    """Looks for the questions of a mail, as the real one does, and hands it over."""

    def decide(self, mail: Mail) -> Outcome:
        asked = asked_in(mail)
        return Outcome("handoff", "Nobody decided.", "decided", questions=asked.questions)


TRIAGE = Triage(SURROUNDINGS, AskingDecider(), wiring.mail_impressions())


def check_reading(raw: bytes) -> None:
    """Read a mail as the worker does.

    Raises:
        AssertionError: If it would be lost, or takes too long.
    """
    began = time.process_time()
    mail, outcome = TRIAGE.look(raw)
    assert outcome.rule != "set_aside", outcome.reason
    assert outcome.reason
    for text in texts_of(mail, outcome):
        # PostgreSQL refuses NUL, and no database takes halves of characters.
        assert "\0" not in text
        text.encode()
    _check_letter(mail)
    took = time.process_time() - began
    assert took < LONGEST, f"It took {took:.1f} s."


def texts_of(mail: Mail, outcome: Outcome) -> list[str]:
    """Return everything of a mail that the worker writes into the database."""
    email = _usable(mail)
    sender = mail.sender.email if mail.sender else ""
    kept = [mail.message_id, identity_of(mail).key, sender, mail.subject, email]
    return [*kept, _name_of(mail, email), _question_of(mail), outcome.reason, *outcome.questions]


def _check_letter(mail: Mail) -> None:
    to = ReplyTo(_usable(mail), mail.message_id, mail.references)
    try:
        letter = LETTERS.acknowledgement(to, 1, "SECAS-000001", "We are open.", NOW)
    except InvalidInput:
        # Said on the ticket: such an address can't be written to.
        return
    written = message_from_bytes(letter.raw, policy=default)
    assert [address.addr_spec for address in written["To"].addresses] == [to.recipient], written["To"]
    assert not {"bcc", "cc"} & {name.lower() for name in written}
