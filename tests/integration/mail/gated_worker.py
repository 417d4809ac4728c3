"""The mail worker as a process of its own that stops at a step, so that a test can kill it right there.

Only the parts that are passed in are wrapped; the worker itself is the one that runs in service. It stops
for good as soon as it has said ``REACHED``; without a step it works until nothing is left, and says ``DONE``.
"""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy.orm import Session

from connectors.logs import configure_logging
from connectors.mail.imap_mailbox import ImapMailbox
from connectors.mail.intake import Intake
from connectors.mail.outbox import Outbox
from connectors.mail.post_office import PostOffice
from connectors.mail.server import Server
from connectors.mail.smtp_sender import SmtpSender
from connectors.mail.working import Worker
from knowledge.database import Database
from tests.doubles.mails import OURS
from tests.doubles.post import Post
from tests.integration.mail.dovecot import PASSWORD

REACHED, DONE = "reached", "done"

STEPS = (
    "fetching",
    "fetched",
    "storing",
    "stored",
    "claiming",
    "claimed",
    "deciding",
    "decided",
    "writing",
    "written",
    "claiming a letter",
    "claimed a letter",
    "sending",
    "sent",
    "marking",
    "marked",
)
"""In their order; those in "-ing" within a transaction that isn't committed, or before a server is asked."""


@dataclass(frozen=True)
class Job:
    """What a process is to do.

    Attributes:
        database: Its address.
        user: Whose INBOX is read.
        imap_port: Of the server.
        smtp_port: Of the server.
        stop_at: A step; empty for none.
        time: At the how many-th time it is reached.
        minutes: One round for each: how far the clock is ahead.
    """

    database: str
    user: str
    imap_port: int
    smtp_port: int
    stop_at: str = ""
    time: int = 1
    minutes: tuple[float, ...] = (0,)

    @property
    def command(self) -> list[str]:
        """What starts the process, from the project's folder."""
        return [sys.executable, "-m", "tests.integration.mail.gated_worker", json.dumps(asdict(self))]


class Gate:
    """Stops the process at one step.

    Args:
        step: Which.
        time: At the how many-th time.
    """

    def __init__(self, step: str, time: int) -> None:
        self._step, self._left = step, time

    def reach(self, step: str) -> None:
        """Stop for good where it is the step."""
        if not step or step != self._step:
            return
        self._left -= 1
        if self._left == 0:
            click.echo(REACHED)
            while True:
                signal.pause()


class GatedDatabase(Database):
    """Stops before and after commits; its sessions are told apart by their order.

    Args:
        url: Its address.
        gate: Stops.
        steps: Of each session the step before its commit and the one after it; the last pair counts for
            all that follow, or with ``around`` the pairs begin anew.
        around: Whether they do.
    """

    def __init__(self, url: str, gate: Gate, steps: list[tuple[str, str]], *, around: bool) -> None:
        super().__init__(url)
        self._gate, self._steps, self._around, self._number = gate, steps, around, 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        last = len(self._steps) - 1
        place = self._number % (last + 1) if self._around else min(self._number, last)
        self._number += 1
        before, after = self._steps[place]
        with super().session() as session:
            yield session
            session.flush()
            self._gate.reach(before)
        self._gate.reach(after)


class GatedMailbox:
    def __init__(self, mailbox, gate) -> None:
        self._mailbox, self._gate, self.name, self.wait = mailbox, gate, mailbox.name, mailbox.wait

    def fetch(self, *args, **named):
        self._gate.reach("fetching")
        for fetched in self._mailbox.fetch(*args, **named):
            self._gate.reach("fetched")
            yield fetched


class GatedTriage:
    def __init__(self, triage, gate) -> None:
        self._triage, self._gate = triage, gate

    def look(self, *args, **named):
        self._gate.reach("deciding")
        decided = self._triage.look(*args, **named)
        self._gate.reach("decided")
        return decided


class GatedSender:
    def __init__(self, sender, gate) -> None:
        self._sender, self._gate = sender, gate

    def send(self, recipient, raw) -> None:
        self._gate.reach("sending")
        self._sender.send(recipient, raw)
        self._gate.reach("sent")


def office(job: Job, clock) -> PostOffice:
    """Put the worker together as it is in service, around parts that may stop."""
    gate = Gate(job.stop_at, job.time)
    # Its decider needs no model; of its other parts, only what decides and what acts is taken.
    post = Post(Database(job.database), Path("no folder"))
    worker = post.worker
    mailbox = ImapMailbox(Server("imap", job.user, "127.0.0.1", job.imap_port), PASSWORD, clock)
    sender = SmtpSender(Server("smtp", "", "127.0.0.1", job.smtp_port), "", OURS)

    def gated(*sessions, around=True):
        return GatedDatabase(job.database, gate, list(sessions), around=around)

    gated_mailbox = GatedMailbox(mailbox, gate)
    return PostOffice(
        gated_mailbox,
        Intake(gated(("", ""), ("storing", "stored"), around=False), gated_mailbox, clock),
        Worker(
            gated(("claiming", "claimed"), ("writing", "written")),
            GatedTriage(worker._triage, gate),
            worker._acting,
            clock,
        ),
        Outbox(
            # Claim, mark, and note how the server was.
            gated(("claiming a letter", "claimed a letter"), ("marking", "marked"), ("", "")),
            GatedSender(sender, gate),
            clock,
            post.outbox._due,
        ),
    )


def main() -> None:
    """Do one job."""
    configure_logging("text", "error")
    job = Job(**json.loads(sys.argv[1]))
    ahead = timedelta()
    post_office = office(job, lambda: datetime.now(UTC) + ahead)
    for minutes in job.minutes:
        ahead = timedelta(minutes=minutes)
        if problem := post_office.round().problem:
            sys.exit(problem)
    click.echo(DONE)


if __name__ == "__main__":
    main()
