"""One round of the mailbox: take in, work off, send out; each part goes on where the other one fails."""

import time
from dataclasses import dataclass
from datetime import date

from connectors.mail.intake import Intake
from connectors.mail.mailbox import Mailbox
from connectors.mail.outbox import Outbox
from connectors.mail.working import Worker
from knowledge.errors import Unavailable


@dataclass(frozen=True)
class Round:
    """What one round did.

    Attributes:
        taken: Mails that were stored.
        done: Mails that were worked off.
        sent: Mails that were sent.
        problem: Why the mailbox could not be read; empty where it could.
    """

    taken: int
    done: int
    sent: int
    problem: str = ""


class PostOffice:
    """Reads the mailbox and sends what waits.

    Args:
        mailbox: Where mails come from; None, with the next two, where only what waits is sent.
        intake: Takes them in.
        worker: Works them off.
        outbox: Sends; None where there is no server to send through, and mails wait.
    """

    def __init__(
        self, mailbox: Mailbox | None, intake: Intake | None, worker: Worker | None, outbox: Outbox | None
    ) -> None:
        self._mailbox = mailbox
        self._intake = intake
        self._worker = worker
        self._outbox = outbox

    def round(self, since: date | None = None) -> Round:
        """Do everything once.

        Raises:
            Unavailable: If the database can't be read.
        """
        taken, problem = 0, ""
        try:
            taken = self._intake.take(since) if self._intake else 0
        except Unavailable as error:
            problem = str(error)
        done = self._worker.work() if self._worker else 0
        return Round(taken, done, self._outbox.send() if self._outbox else 0, problem)

    def wait(self, seconds: float) -> None:
        """Return when something new may have come, at the latest after some seconds.

        Raises:
            Unavailable: If the mailbox can't be reached.
        """
        if self._mailbox is not None:
            self._mailbox.wait(seconds)
        else:
            time.sleep(seconds)
