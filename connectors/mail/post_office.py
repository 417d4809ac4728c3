"""One round of the mailbox: take in, work off, send out; each part goes on where the other one fails."""

import time
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.mail.intake import Intake
from connectors.mail.mailbox import Mailbox
from connectors.mail.outbox import Outbox
from connectors.mail.working import Worker
from knowledge.errors import Unavailable
from knowledge.mail_tables import IncomingMail, MailCursor, OutgoingMail


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


def state_of(session: Session, mailbox: str) -> str:
    """Say in words how a mailbox is.

    Raises:
        Unavailable: If the last look into it went wrong.
    """
    cursor = session.get(MailCursor, mailbox)
    if cursor is None:
        return f"{mailbox} was not read yet"
    if cursor.problem:
        raise Unavailable(cursor.problem)
    counts = select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)
    waiting = dict(session.execute(counts).all())
    undone = session.scalar(select(func.count(IncomingMail.id)).where(IncomingMail.state == "received"))
    return (
        f"last read at {cursor.succeeded_at:%Y-%m-%d %H:%M} UTC; {undone} to work off, "
        f"{waiting.get('waiting', 0)} to send, {waiting.get('draft', 0)} drafts, "
        f"{waiting.get('given_up', 0)} given up"
    )
