"""Opening hours that follow the closures in the database while a process runs."""

from datetime import datetime, timedelta

from connectors.desk.clock import Clock
from connectors.desk.closures import read_closures
from connectors.desk.hours import BusinessHours
from connectors.desk.open_days import OpenDays
from connectors.desk.week import Week
from knowledge.database import Database
from knowledge.errors import Unavailable

REFRESHED_AFTER = timedelta(seconds=15)
"""After this time the closures are read again."""


class LiveHours(BusinessHours):
    """The same as `BusinessHours`, with the closures that are kept in the database just now.

    Args:
        database: Where the closures are kept.
        clock: Tells when to look again.
        week: The usual opening times.
        division: Whose bank holidays count.

    Raises:
        Unavailable: If they can't be read at the start. Later the last known ones are used.
    """

    def __init__(self, database: Database, clock: Clock, *, week: Week, division: str) -> None:
        self._database = database
        self._clock = clock
        self._week = week
        self._division = division
        self._current = self._read()
        self._read_at: datetime = clock()

    @property
    def days(self) -> OpenDays:
        now = self._clock()
        if now - self._read_at >= REFRESHED_AFTER:
            self._read_at = now
            try:
                self._current = self._read()
            except Unavailable:
                # What is asked for needs an answer more than the newest closure.
                return self._current.days
        return self._current.days

    def _read(self) -> BusinessHours:
        with self._database.session() as session:
            return BusinessHours(read_closures(session), week=self._week, division=self._division)
