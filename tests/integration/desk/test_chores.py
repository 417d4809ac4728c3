"""What the service does by itself: when it is due, in one process, whatever goes wrong."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from connectors.services.chores import Chores, Job, desk_jobs
from knowledge.tables import Ticket
from tests.doubles.desk_parts import DUE, NOW, add_ticket

HOUR = timedelta(hours=1)


class Counted:
    """A chore that counts how often a part of it was done."""

    def __init__(self, parts=1):
        self.done = 0
        self.parts = parts

    def __call__(self, _session, _now):
        self.done += 1
        return self.done % self.parts != 0


@pytest.fixture
def counted():
    return Counted()


@pytest.fixture
def chores(database, clock, counted):
    return Chores(database, clock, [Job("counted", HOUR, counted)])


class TestChores:
    def test_are_done_when_they_are_due_and_not_before(self, chores, clock, counted):
        assert chores.look() == ["counted"]
        assert chores.look() == []
        clock.forward(minutes=59, seconds=59)
        assert chores.look() == []
        clock.forward(seconds=1)
        assert chores.look() == ["counted"]
        assert counted.done == 2

    def test_go_on_while_there_is_more(self, database, clock):
        job = Counted(parts=3)
        Chores(database, clock, [Job("long", HOUR, job)]).look()

        assert job.done == 3

    def test_are_done_by_one_of_many_processes(self, database, clock, counted):
        others = [Chores(database, clock, [Job("counted", HOUR, counted)]) for _ in range(6)]
        begin = threading.Barrier(len(others))
        done = []

        def look(one):
            begin.wait()
            done.extend(one.look())

        for _ in range(2):  # Once where the chore is new, once where it is known.
            threads = [threading.Thread(target=look, args=(one,)) for one in others]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            clock.forward(hours=2)

        assert done == ["counted", "counted"]
        assert counted.done == 2

    def test_that_fail_keep_no_other_from_being_done(self, database, clock, counted):
        def stumble(_session, _now):
            raise RuntimeError("a customer's words")

        with capture_logs() as logs:
            done = Chores(database, clock, [Job("bad", HOUR, stumble), Job("good", HOUR, counted)]).look()

        assert done == ["good"]
        assert "customer" not in str(logs)

    def test_end_with_the_process(self, chores, counted):
        with chores.running():
            pass

        assert "chores" not in {thread.name for thread in threading.enumerate()}
        assert counted.done <= 1


class TestDeskJobs:
    def test_close_what_stayed_resolved_for_two_weeks(self, database, desk, team, clock, ticket_id):
        with database.session() as session:
            desk.resolve(session, ticket_id, team.sam, 1)
        clock.forward(days=14)

        assert Chores(database, clock, desk_jobs(DUE)).look() == ["tidy", "count_first_responses"]

        with database.session() as session:
            assert session.get_one(Ticket, ticket_id).status == "closed"

    def test_count_the_first_replies_of_before(self, database, clock):
        with database.session() as session:
            for number in range(3):
                ticket = add_ticket(session, f"key-{number}")
                ticket.first_responded_at = NOW + timedelta(hours=number) if number else None

        with database.session() as session:
            versions = session.scalars(select(Ticket.version).order_by(Ticket.id)).all()

        Chores(database, clock, desk_jobs(DUE)).look()

        with database.session() as session:
            tickets = session.scalars(select(Ticket).order_by(Ticket.id)).all()
        assert [ticket.first_response_seconds for ticket in tickets] == [None, 3600.0, 7200.0]
        assert [ticket.version for ticket in tickets] == versions
