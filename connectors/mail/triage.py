"""One mail from its bytes to what happens to it; whatever goes wrong on the way becomes a ticket."""

from typing import Protocol

import structlog

from connectors.logs import place_of
from connectors.mail.caution import be_careful
from connectors.mail.first_look import Impressions, with_impression
from connectors.mail.message import Mail
from connectors.mail.reading import read_mail
from connectors.mail.rules.rule import Outcome, Surroundings, first_match
from connectors.mail.rules.table import RULES

log = structlog.get_logger()


class Decider(Protocol):
    """Decides on a mail that no rule has settled."""

    def decide(self, mail: Mail) -> Outcome:
        """Return an answer, or what goes to people."""
        ...


class Triage:
    """Reads a mail, looks at it by the rules, and decides what they leave.

    Args:
        around: What is ours, and what was before.
        decider: Decides on questions.
        impressions: Tells by its words who wrote a mail and whether it is for people.
    """

    def __init__(self, around: Surroundings, decider: Decider, impressions: Impressions) -> None:
        self._around = around
        self._decider = decider
        self._impressions = impressions

    def look(
        self, raw: bytes, *, cut_from: int | None = None, put_back: bool = False
    ) -> tuple[Mail, Outcome]:
        """Return the mail as far as it can be read, and what happens to it; never fails.

        Args:
            raw: Its bytes.
            cut_from: Its size, where the bytes are only its head.
            put_back: Whether people put it back after it was set aside.
        """
        mail = Mail(problems=("It could not be read.",))
        try:
            mail = read_mail(raw, cut_from)
            mail = with_impression(mail, self._impressions)
            matched = first_match(RULES, mail, self._around, put_back=put_back)
            outcome = matched or self._decider.decide(mail)
            if not put_back:
                outcome = be_careful(mail, outcome)
        except Exception as error:  # noqa: BLE001 - no mail may be lost, whatever is wrong with it
            log.warning("mail_set_aside", error=place_of(error))
            outcome = Outcome(
                "handoff",
                f"It could not be understood ({type(error).__name__}). People read it.",
                "set_aside",
            )
        return mail, outcome
