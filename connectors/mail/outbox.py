"""Sends what waits in the outbox: claimed, tried, tried again later, or given up for all to see."""

from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy import and_, or_, select, update

from connectors.desk.changing import Step
from connectors.desk.clock import Clock
from connectors.desk.due import DueTimes
from connectors.mail.connections import note_try
from connectors.services.post.undelivered import note_undelivered, short_reason
from knowledge.database import Database
from knowledge.errors import HelpdeskError, Unavailable
from knowledge.mail_tables import OutgoingMail

log = structlog.get_logger()

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after each failed try; after the last one a mail is given up."""

LONGEST_SENDING = timedelta(minutes=10)
"""After this long, whoever sends a mail is taken for dead, and it is sent again under the same id."""


class Refused(HelpdeskError):
    """The mail server will never take this mail."""


class NobodyThere(Refused):
    """The mail server knows that nobody has this address."""


class Sender(Protocol):
    """Sends finished mails."""

    def send(self, recipient: str, raw: bytes) -> None:
        """Send one mail.

        Raises:
            Unavailable: If it may work later.
            Refused: If it never will.
            NobodyThere: If no mail to this address ever will.
        """
        ...


class Outbox:
    """The mails that wait to be sent.

    Args:
        database: Where they lie.
        sender: Sends them.
        clock: Tells the time.
        due: Keeps the due times of tickets that come back to people, where a letter is given up.
    """

    def __init__(self, database: Database, sender: Sender, clock: Clock, due: DueTimes) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._due = due

    def send(self) -> int:
        """Try all mails whose time has come once, and return how many were sent."""
        count = 0
        while (claimed := self._claim()) is not None:
            name, recipient, raw, attempts = claimed
            away = ""
            try:
                self._sender.send(recipient, raw)
            except Refused as error:
                self._give_up(name, str(error), for_good=isinstance(error, NobodyThere))
            except Unavailable as error:
                away = str(error)
                if attempts > len(PAUSES):
                    self._give_up(name, str(error), for_good=False)
                else:
                    self._note(name, "waiting", str(error), PAUSES[attempts - 1])
            else:
                self._note(name, "sent")
                count += 1
            # A server that refuses a mail is there all the same.
            with self._database.session() as session:
                note_try(session, "out", self._clock(), away)
        return count

    def _claim(self) -> tuple[str, str, bytes, int] | None:
        now = self._clock()
        due = or_(
            and_(OutgoingMail.state == "waiting", OutgoingMail.next_try_at <= now),
            and_(OutgoingMail.state == "sending", OutgoingMail.next_try_at <= now - LONGEST_SENDING),
        )
        with self._database.session() as session:
            name = session.scalar(
                select(OutgoingMail.id).where(due).order_by(OutgoingMail.created_at).limit(1)
            )
            if name is None:
                return None
            won = session.execute(
                update(OutgoingMail)
                .where(OutgoingMail.id == name, due)
                .values(state="sending", next_try_at=now, attempts=OutgoingMail.attempts + 1)
                .returning(OutgoingMail.recipient, OutgoingMail.raw, OutgoingMail.attempts)
            ).first()
        # Where another worker was faster, the next look finds what is left.
        return (name, *won) if won else self._claim()

    def _note(self, name: str, state: str, problem: str = "", pause: timedelta | None = None) -> None:
        now = self._clock()
        values: dict[str, object] = {"state": state, "problem": short_reason(problem)}
        values |= {"sent_at": now} if state == "sent" else {}
        values |= {"next_try_at": now + pause} if pause else {}
        with self._database.session() as session:
            session.execute(
                update(OutgoingMail)
                .where(OutgoingMail.id == name, OutgoingMail.state == "sending")
                .values(**values)
            )
        log.info("mail_tried", mail=name, state=state)

    def _give_up(self, name: str, problem: str, *, for_good: bool) -> None:
        with self._database.session() as session:
            # Locked first: whoever took the letter over meanwhile has the word.
            won = session.scalar(
                update(OutgoingMail)
                .where(OutgoingMail.id == name, OutgoingMail.state == "sending")
                .values(state="sending")
                .returning(OutgoingMail.id)
            )
            if won is not None:
                letter = session.get_one(OutgoingMail, name)
                step = Step(self._clock())
                note_undelivered(session, letter, step, self._due, reason=problem, for_good=for_good)
        log.info("mail_tried", mail=name, state="given_up")
