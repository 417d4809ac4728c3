"""Takes mails in: the bytes are stored, with how far the mailbox is read, before anything else."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.mail.connections import note_try
from connectors.mail.mailbox import Fetched, Mailbox, Position
from knowledge.database import Database
from knowledge.errors import Unavailable
from knowledge.mail_tables import IncomingMail, MailCursor


class Intake:
    """Stores what a mailbox holds and we haven't got yet.

    Args:
        database: Where to.
        mailbox: Where from.
        clock: Tells the time.
    """

    def __init__(self, database: Database, mailbox: Mailbox, clock: Clock) -> None:
        self._database = database
        self._mailbox = mailbox
        self._clock = clock

    def take(self, since: date | None = None) -> int:
        """Store all that is new and return how many mails that were.

        Args:
            since: Look at everything from this day on, not only at what came after the last look.

        Raises:
            Unavailable: If the mailbox or the database can't be read; what was stored stays stored,
                and the next call goes on from there.
        """
        name = self._mailbox.name
        with self._database.session() as session:
            cursor = session.get(MailCursor, name)
            position = Position()
            if cursor is not None:
                position = Position(cursor.uid_validity, cursor.last_uid, cursor.read_on)
            known = session.scalars(select(IncomingMail.place).where(IncomingMail.mailbox == name))
            places = frozenset(known)
        count = 0
        try:
            for fetched in self._mailbox.fetch(position, places, since):
                count += self._store(fetched)
        except Unavailable as error:
            self._note(str(error))
            raise
        with self._database.session() as session:
            _cursor(session, name).read_on = self._clock().date()
        self._note("")
        return count

    def _store(self, fetched: Fetched) -> int:
        try:
            with self._database.session() as session:
                return self._put(session, fetched)
        except IntegrityError:
            # Another worker wrote the same row meanwhile; this time it can be seen.
            with self._database.session() as session:
                return self._put(session, fetched)

    def _put(self, session: Session, fetched: Fetched) -> int:
        name, now = self._mailbox.name, self._clock()
        cursor = _cursor(session, name)
        cursor.uid_validity, cursor.last_uid = fetched.position.uid_validity, fetched.position.last_uid
        before = session.scalar(
            select(IncomingMail.id).where(IncomingMail.mailbox == name, IncomingMail.place == fetched.place)
        )
        if before is not None:
            # Another worker was faster.
            return 0
        session.add(
            IncomingMail(
                mailbox=name,
                place=fetched.place,
                raw=fetched.raw,
                cut_from=fetched.cut_from,
                received_at=now,
            )
        )
        return 1

    def _note(self, problem: str) -> None:
        with self._database.session() as session:
            note_try(session, "in", self._clock(), problem)


def _cursor(session: Session, mailbox: str) -> MailCursor:
    cursor = session.get(MailCursor, mailbox)
    if cursor is not None:
        return cursor
    try:
        with session.begin_nested():
            session.add(MailCursor(mailbox=mailbox, uid_validity=0, last_uid=0))
    except IntegrityError:
        # Another worker was faster with the very first look.
        pass
    return session.get_one(MailCursor, mailbox)
