"""What the service does by itself from time to time: in one process at a time, however many there are."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.desk.changing import Step
from connectors.desk.clock import Clock
from connectors.desk.due import DueTimes
from connectors.desk.tidying import AT_ONCE, count_first_responses, tidy
from connectors.logs import place_of
from knowledge.database import Database
from knowledge.tables import Chore

log = structlog.get_logger()

LOOKS_EVERY = timedelta(minutes=1)
"""How often each process looks whether something is to be done."""


@dataclass(frozen=True)
class Job:
    """One chore.

    Attributes:
        name: Its row among the chores.
        every: How long after one beginning it begins again.
        step: Does a part of it in one transaction; returns whether there may be more.
    """

    name: str
    every: timedelta
    step: Callable[[Session, datetime], bool]


def desk_jobs(due: DueTimes) -> tuple[Job, ...]:
    """Return the chores of the ticket queue."""

    def close_old(session: Session, now: datetime) -> bool:
        return tidy(session, Step(now), due) == AT_ONCE

    def count(session: Session, _now: datetime) -> bool:
        return count_first_responses(session, due.hours) == AT_ONCE

    return (
        Job("tidy", timedelta(hours=1), close_old),
        Job("count_first_responses", timedelta(days=1), count),
    )


class Chores:
    """Does what is due, in a thread of its own.

    Args:
        database: What the chores work on; it also says which process does what.
        clock: Tells what is due.
        jobs: The chores.
    """

    def __init__(self, database: Database, clock: Clock, jobs: Sequence[Job]) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._ended = threading.Event()

    def look(self) -> list[str]:
        """Do what is due and no other process has taken; return the names of what was done.

        A chore that fails is written to the log, and tried again when it is due next.
        """
        return [job.name for job in self._jobs if self._try(job)]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look again and again, in a thread, until the end."""
        thread = threading.Thread(target=self._run, name="chores", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(LOOKS_EVERY.total_seconds())

    def _try(self, job: Job) -> bool:
        try:
            with self._database.session() as session:
                taken = _take(session, job, self._clock())
            while taken and not self._ended.is_set():
                with self._database.session() as session:
                    if not job.step(session, self._clock()):
                        break
        except Exception as error:  # noqa: BLE001 - the thread must live on, whatever a chore meets
            log.error("chore_failed", chore=job.name, error=place_of(error))  # noqa: TRY400 - no words of others
            return False
        return taken


def _take(session: Session, job: Job, now: datetime) -> bool:
    """Note that a chore begins; False where it isn't due, or another process has just begun it."""
    known = session.get(Chore, job.name)
    if known is None:
        try:
            with session.begin_nested():
                session.add(Chore(name=job.name, begun_at=now))
        except IntegrityError:
            return False
        return True
    taken = session.scalar(
        update(Chore)
        .where(Chore.name == job.name, Chore.begun_at <= now - job.every)
        .values(begun_at=now)
        .returning(Chore.name)
        .execution_options(synchronize_session=False)
    )
    return taken is not None
