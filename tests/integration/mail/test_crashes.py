"""The worker is killed at every step of the path, and two of them work at once: each mail has one outcome.

Real processes, a real IMAP server (Dovecot), a real SMTP server, SQLite and PostgreSQL.
"""

import secrets
import subprocess
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from connectors.cli.ports import free_ports
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket
from tests.integration.mail.gated_worker import DONE, REACHED, STEPS, Job

ROOT = Path(__file__).parents[3]
LATER = 15
"""Minutes after which whoever was killed is taken for dead."""

SENT_TWICE = {"sent", "marking"}
"""Killed here, the server has the letter and we don't know: it is sent again, under its own id."""

HEAD = "From: Jane Cole <jane.cole@coleco.example>\nTo: secas@gemserv.com\nSubject: Our matter\n"


def mail(name, text, headers=""):
    return f"{HEAD}Message-ID: <{name}@coleco.example>\n{headers}\n{text}\n".replace("\n", "\r\n").encode()


QUESTION = mail("question", "How do I get the newsletter?")
MAILS = {
    "answer": QUESTION,
    "handoff": mail("people", "My director wants to know something."),
    "ignore": mail("machine", "I am away.", "Auto-Submitted: auto-replied\n"),
    "duplicate": QUESTION,
}


class Received:
    """Keeps what an SMTP server accepts."""

    def __init__(self):
        self.ids = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.fixture
def smtp():
    received = Received()
    (port,) = free_ports(1)
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    yield received, port
    controller.stop()


@pytest.fixture
def job(dovecot, smtp, database):
    """Make jobs that share a mailbox of their own, the servers and the database."""
    shared = {
        "database": database.engine.url.render_as_string(hide_password=False),
        "user": secrets.token_hex(6),
        "imap_port": dovecot.port,
        "smtp_port": smtp[1],
    }
    return lambda **others: Job(**shared, **others)


def start(job):
    return subprocess.Popen(job.command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def run_and_kill(job):
    with start(job) as process:
        said = process.stdout.readline().strip()
        process.kill()
    assert said == REACHED


def run(job):
    with start(job) as process:
        assert process.stdout.read().strip() == DONE
    assert process.returncode == 0


def all_of(database, what):
    with database.session() as session:
        return list(session.scalars(select(what)))


def assert_one_outcome_each(database, received, *, twice=0):
    mails = all_of(database, IncomingMail)
    assert {row.state for row in mails} == {"done"}
    assert sorted(row.action for row in mails) == sorted(MAILS)
    assert all_of(database, select(func.count(Ticket.id)).scalar_subquery()) == [2]
    letters = all_of(database, OutgoingMail)
    assert [letter.state for letter in letters] == ["sent", "sent"]
    sent = Counter(received.ids)
    assert set(sent) == {letter.message_id for letter in letters}
    assert sum(sent.values()) == len(letters) + twice


class TestKilled:
    @pytest.mark.parametrize("step", STEPS)
    def test_each_mail_has_exactly_one_outcome_after_a_restart(self, dovecot, smtp, database, job, step):
        for raw in MAILS.values():
            dovecot.deliver(raw, job().user)

        run_and_kill(job(stop_at=step, time=1 if step == "fetching" else 2))
        run(job(minutes=[0, LATER]))

        assert_one_outcome_each(database, smtp[0], twice=step in SENT_TWICE)


class TestTwoWorkers:
    def test_on_one_mailbox_never_act_twice(self, dovecot, smtp, database, job):
        for number in range(12):
            raw = mail(f"m{number}", f"Do you have newsletter {number}?")
            # So many, that no cap of a sender is reached.
            dovecot.deliver(raw.replace(b"jane.cole", b"jane.%d" % number), job().user)

        with start(job()) as one, start(job()) as other:
            said = [process.stdout.read().strip() for process in (one, other)]

        assert said == [DONE, DONE]
        run(job())
        assert [row.state for row in all_of(database, IncomingMail)] == ["done"] * 12
        letters = all_of(database, OutgoingMail)
        assert Counter(smtp[0].ids) == Counter(
            letter.message_id for letter in letters if letter.state == "sent"
        )
        assert {letter.state for letter in letters} == {"sent"}
