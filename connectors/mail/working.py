"""Works off the mails that were taken in: each gets exactly one outcome, whoever is killed meanwhile."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.logs import place_of
from connectors.mail.acting import Acting
from connectors.mail.attachments import keep_attachments
from connectors.mail.message import Mail
from connectors.mail.rules.duplicates import Identity, identity_of
from connectors.mail.rules.rule import SETS_ASIDE, Outcome
from connectors.mail.triage import Triage
from knowledge.database import Database
from knowledge.errors import Unavailable
from knowledge.locking import lock_post
from knowledge.mail_tables import IncomingMail

log = structlog.get_logger()

LONGEST_WORK = timedelta(minutes=5)
"""After this long, whoever claimed a mail is taken for dead."""


@dataclass(frozen=True)
class Claimed:
    """One mail for one worker.

    Attributes:
        name: The id of the mail.
        claim: The right to write its outcome; empty where another worker was faster.
        raw: Its bytes.
        cut_from: Its size, where the bytes are only its head.
        put_back: Whether people put it back after it was set aside.
    """

    name: str
    claim: str = ""
    raw: bytes = b""
    cut_from: int | None = None
    put_back: bool = False


class Worker:
    """Decides on stored mails and writes what follows.

    Args:
        database: Where they lie.
        triage: Decides.
        acting: Writes what follows.
        clock: Tells the time.
    """

    def __init__(self, database: Database, triage: Triage, acting: Acting, clock: Clock) -> None:
        self._database = database
        self._triage = triage
        self._acting = acting
        self._clock = clock

    def work(self) -> int:
        """Work off all that lies there, the oldest first, and return how many mails that were."""
        count = 0
        while (claimed := self._claim()) is not None:
            count += self._finish(claimed)
        return count

    def _claim(self) -> Claimed | None:
        """Claim one mail; None where there is none."""
        now, claim = self._clock(), secrets.token_hex(16)
        free = or_(IncomingMail.claim.is_(None), IncomingMail.claimed_at < now - LONGEST_WORK)
        with self._database.session() as session:
            # In the order of arrival: a duplicate is the later one.
            order = (IncomingMail.received_at, IncomingMail.place)
            name = session.scalar(
                select(IncomingMail.id)
                .where(IncomingMail.state == "received", free)
                .order_by(*order)
                .limit(1)
            )
            if name is None:
                return None
            won = session.execute(
                update(IncomingMail)
                .where(IncomingMail.id == name, IncomingMail.state == "received", free)
                .values(claim=claim, claimed_at=now)
                .returning(IncomingMail.raw, IncomingMail.cut_from, IncomingMail.put_back_at)
            ).first()
        if won is None:
            return Claimed(name)
        return Claimed(name, claim, won.raw, won.cut_from, won.put_back_at is not None)

    def _finish(self, claimed: Claimed) -> int:
        if not claimed.claim:
            return 0
        name, claim = claimed.name, claimed.claim
        mail, outcome = self._triage.look(claimed.raw, cut_from=claimed.cut_from, put_back=claimed.put_back)
        try:
            return self._write(name, claim, mail, outcome)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a mail that can't be acted on still reaches people
            log.warning("mail_set_aside", mail=name, error=place_of(error))
            plain = Mail(subject=mail.subject, problems=("It could not be acted on.",))
            why = f"It could not be acted on ({type(error).__name__}). People read it."
            return self._write(name, claim, plain, Outcome("handoff", why, "set_aside"), identity_of(mail))

    def _write(
        self, name: str, claim: str, mail: Mail, outcome: Outcome, identity: Identity | None = None
    ) -> int:
        now, key = self._clock(), (identity or identity_of(mail)).key
        with self._database.session() as session:
            # First of all the mark: of two who have the same mail, one waits here and then finds it done.
            won = session.execute(
                update(IncomingMail)
                .where(IncomingMail.id == name, IncomingMail.claim == claim, IncomingMail.state == "received")
                .values(state="done", done_at=now)
                .returning(IncomingMail.id)
            ).first()
            if won is None:
                return 0
            # The next of two who have copies of one mail sees here what the first one did.
            lock_post(session)
            row = session.get_one(IncomingMail, name)
            row.message_id = mail.message_id[:1000] or None
            row.identity = key or None
            outcome = _unless_done(session, row, outcome)
            row.sender = mail.sender.email[:400] if mail.sender else ""
            row.subject = mail.subject
            keep_attachments(session, row.id, mail)
            self._acting.act(session, row, mail, outcome, now)
        log.info("mail_done", mail=name, action=outcome.action, rule=outcome.rule)
        return 1


def _unless_done(session: Session, row: IncomingMail, outcome: Outcome) -> Outcome:
    """Return the outcome, or a duplicate where another worker finished the same mail; under `lock_post`."""
    if row.identity is None:
        return outcome
    same = select(IncomingMail.id).where(
        IncomingMail.identity == row.identity, IncomingMail.state == "done", IncomingMail.id != row.id
    )
    before = session.scalar(same.limit(1))
    if before is None or outcome.action in SETS_ASIDE or row.put_back_at:
        return outcome
    return Outcome("duplicate", f"The same mail was dealt with before: {before}.", "duplicate")
