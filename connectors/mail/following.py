"""Decides on mails by the FAQ of the moment: what is published or withdrawn counts from the next mail on."""

from collections.abc import Callable

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome
from connectors.mail.triage import Decider
from connectors.services.live_faq import LiveFaq, Served


class FollowingDecider:
    """Looks whether the FAQ has changed before each mail that needs the judge; that is one small query.

    Mails are decided on one by one, so it needs no thread of its own.

    Args:
        faq: The judge that can be brought up to date.
        make: Makes what decides with one state of it.
    """

    def __init__(self, faq: LiveFaq, make: Callable[[Served], Decider]) -> None:
        self._faq = faq
        self._make = make
        self._served = faq.served
        self._decider = make(faq.served)

    def decide(self, mail: Mail) -> Outcome:
        """Decide on a mail by the FAQ as it is now."""
        self._faq.look()
        if self._faq.served is not self._served:
            self._served = self._faq.served
            self._decider = self._make(self._served)
        return self._decider.decide(mail)
