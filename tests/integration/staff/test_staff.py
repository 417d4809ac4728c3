"""Accounts, sessions, links and throttling on real databases, also where two do the same at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from connectors.services.staff import accounts
from connectors.services.staff.one_time_links import LinkOver, make_first_link, make_link, use_link
from connectors.services.staff.sessions import StaffSessions
from connectors.services.staff.throttle import TooManyTries, begin_try, note_success
from knowledge.errors import Conflict, HelpdeskError
from knowledge.staff_tables import AuditEvent, StaffAccount, StaffSession
from tests.doubles.console_parts import CHEAP, PASSWORD, staff
from tests.doubles.web_parts import FixedClock


@pytest.fixture
def clock():
    return FixedClock()


def at_once(times, work):
    """Do something in several threads at the same moment; return what came of each."""
    start, results = Barrier(times), []

    def run():
        start.wait()
        try:
            results.append(work())
        except HelpdeskError as error:
            results.append(error)

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(database, table):
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table))


class TestLinks:
    def test_one_that_two_use_at_once_makes_one_admin(self, database, clock):
        with database.session() as session:
            token = make_first_link(session, clock())

        def use():
            with database.session() as session:
                return use_link(
                    session,
                    clock(),
                    token,
                    name="Ada Byrne",
                    email="ada@example.org",
                    password=PASSWORD,
                    passwords=CHEAP,
                ).person_id

        results = at_once(4, use)

        assert len([result for result in results if isinstance(result, int)]) == 1
        assert {type(result) for result in results} == {int, LinkOver}
        assert count(database, StaffAccount) == 1

    def test_a_new_one_ends_the_one_before(self, database, clock):
        person = staff(database, clock)
        with database.session() as session:
            first = make_link(session, clock(), person, actor_id=None)
            make_link(session, clock(), person, actor_id=None)

            with pytest.raises(LinkOver):
                use_link(session, clock(), first, name="", email="", password=PASSWORD, passwords=CHEAP)


class TestThrottle:
    def test_tries_at_the_same_moment_do_not_slip_through(self, database, clock):
        def work():
            with database.session() as session:
                begin_try(session, clock(), "sam@example.org", "192.0.2.1")

        for _ in range(3):
            work()
        results = at_once(8, work)

        assert len([result for result in results if result is None]) == 2
        assert len([result for result in results if isinstance(result, TooManyTries)]) == 6

    def test_old_failures_are_cleared_away(self, database, clock):
        with database.session() as session:
            begin_try(session, clock(), "old@example.org", "192.0.2.9")
            begin_try(session, clock(), "sam@example.org", "192.0.2.1")
            note_success(session, clock(), "sam@example.org", "192.0.2.1")
        clock.forward(hours=25)

        with database.session() as session:
            begin_try(session, clock(), "new@example.org", "192.0.2.2")

        from knowledge.staff_tables import SignInTries

        assert count(database, SignInTries) == 4


class TestAccounts:
    def test_the_last_admin_stays_when_two_step_down_at_once(self, database, clock):
        people = [staff(database, clock, "Ada Byrne", "admin"), staff(database, clock, "Bo Ek", "admin")]
        chosen = iter(people)

        def step_down():
            person = next(chosen)
            with database.session() as session:
                account = accounts.get_account(session, person)
                accounts.change_role(session, clock(), account, "agent", actor_id=person)

        results = at_once(2, step_down)

        with database.session() as session:
            assert accounts.has_admin(session)
        assert [type(result) for result in results if result is not None] == [Conflict]

    def test_an_address_has_one_account(self, database, clock):
        staff(database, clock)

        with pytest.raises(HelpdeskError, match="already"):
            staff(database, clock, email="SAM@helpdesk.example.org")

    def test_nothing_is_written_where_the_caller_fails(self, database, clock):
        def fail():
            with database.session() as session:
                accounts.create_account(
                    session, clock(), name="A", email="a@example.org", role="agent", actor_id=None
                )
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert [count(database, table) for table in (StaffAccount, AuditEvent)] == [0, 0]


class TestSessions:
    def test_what_has_run_out_is_cleared_away_at_the_next_sign_in(self, database, clock):
        person = staff(database, clock)
        sessions = StaffSessions(clock, idle=timedelta(hours=1), longest=timedelta(hours=2))
        with database.session() as session:
            sessions.begin(session, person)
        clock.forward(hours=3)

        with database.session() as session:
            sessions.begin(session, person)

        assert count(database, StaffSession) == 1

    @pytest.mark.parametrize("token", ["", "x" * 43, "é" * 43, "x" * 10_000])
    def test_what_is_no_token_of_ours_finds_nobody(self, database, clock, token):
        sessions = StaffSessions(clock, idle=timedelta(hours=1), longest=timedelta(hours=2))

        with database.session() as session:
            assert sessions.find(session, token) is None
