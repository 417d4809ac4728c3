"""Closures that staff enter, and what becomes due later for them; on every database."""

from threading import Barrier, Thread

import pytest

from connectors.desk.closing import Rules, refresh_due_times
from connectors.desk.closures import read_closures
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.hours import BusinessHours
from connectors.desk.live_hours import REFRESHED_AFTER, LiveHours
from connectors.desk.week import NINE_TO_FIVE
from connectors.services.opening_times import OpeningTimes
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.tables import NOTHING_DUE, Closure, Ticket
from tests.doubles.desk_parts import add_staff, add_ticket
from tests.doubles.web_parts import FixedClock
from tests.unit.connectors.desk.moments import closure, london

RULES = Rules(NINE_TO_FIVE, "england-and-wales", DEFAULT_TARGETS)
TRAINING = closure("2026-05-06 13:00", "2026-05-07 11:00", "staff training")


@pytest.fixture
def times():
    return OpeningTimes(FixedClock(london("2026-05-05 10:00")), RULES)


def add(database, times, period):
    with database.session() as session:
        return times.add(session, period).id


def kept(database):
    with database.session() as session:
        return read_closures(session)


class TestAdd:
    def test_it_is_kept_with_its_times_and_its_reason(self, database, times):
        add(database, times, TRAINING)

        assert kept(database) == (TRAINING,)

    @pytest.mark.parametrize(
        "other",
        [
            closure("2026-05-07", "2026-05-07"),
            closure("2026-05-06 12:00", "2026-05-06 13:01"),
            closure("2026-05-01", "2026-05-31"),
        ],
    )
    def test_one_that_overlaps_another_is_refused_by_its_name(self, database, times, other):
        add(database, times, TRAINING)

        with pytest.raises(Conflict, match=r"2026-05-06 13:00 to 2026-05-07 11:00 \(staff training\)"):
            add(database, times, other)
        assert kept(database) == (TRAINING,)

    def test_one_that_begins_where_another_ends_is_fine(self, database, times):
        add(database, times, TRAINING)
        add(database, times, closure("2026-05-07 11:00", "2026-05-07"))

        assert len(kept(database)) == 2

    def test_one_that_never_ends_is_refused(self, database, times):
        with pytest.raises(InvalidInput, match="more than a year"):
            add(database, times, closure("2026-05-06", "2027-12-31"))

        assert kept(database) == ()

    def test_of_two_people_who_enter_the_same_one_at_once_one_is_refused(self, database, times):
        start, outcomes = Barrier(2), []

        def enter():
            start.wait()
            try:
                add(database, times, TRAINING)
                outcomes.append("kept")
            except Conflict:
                outcomes.append("refused")

        threads = [Thread(target=enter) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["kept", "refused"]
        assert kept(database) == (TRAINING,)


class TestRemove:
    def test_it_is_gone_and_said_what_it_was(self, database, times):
        number = add(database, times, TRAINING)
        with database.session() as session:
            assert times.remove(session, number) == TRAINING

        assert kept(database) == ()

    @pytest.mark.parametrize("number", [0, -1, 404, 2**40])
    def test_an_unknown_one_is_not_found(self, database, times, number):
        with pytest.raises(NotFound), database.session() as session:
            times.remove(session, number)


class TestDueTimes:
    @pytest.fixture
    def ticket(self, database):
        """An urgent ticket from Wednesday 12:30, due at 13:30."""
        due = DueTimes(BusinessHours(), DEFAULT_TARGETS)
        with database.session() as session:
            number = add_ticket(session, now=london("2026-05-06 12:30")).id
            row = session.get_one(Ticket, number)
            row.priority = 1
            due.update(row)

        def read():
            with database.session() as session:
                return session.get_one(Ticket, number)

        return read

    def test_they_move_behind_a_closure_and_back(self, database, times, ticket):
        assert ticket().due_at == london("2026-05-06 13:30")
        number = add(database, times, TRAINING)
        assert ticket().due_at == london("2026-05-07 11:30")
        with database.session() as session:
            times.remove(session, number)

        assert ticket().due_at == london("2026-05-06 13:30")

    def test_that_is_no_change_by_anybody(self, database, times, ticket):
        before = ticket()
        add(database, times, TRAINING)

        assert (ticket().version, ticket().updated_at) == (before.version, before.updated_at)

    def test_what_waits_for_the_customer_stays_without_a_due_time(self, database, desk, times, ticket):
        with database.session() as session:
            desk.reply(session, ticket().id, add_staff(session, "Sam Okoro"), None, text="Which year?")
        add(database, times, TRAINING)

        assert ticket().queue_at == NOTHING_DUE

    def test_a_ticket_that_changed_meanwhile_keeps_what_was_set(self, database, desk, ticket):
        due = DueTimes(RULES.hours([TRAINING]), DEFAULT_TARGETS)
        with database.session() as session:
            session.get_one(Ticket, ticket().id)
            with database.session() as other:
                desk.close(other, ticket().id, add_staff(other, "Sam Okoro"), None)
            # This session still has the ticket as it was.
            refresh_due_times(session, due)

        assert ticket().queue_at == NOTHING_DUE


class TestLiveHours:
    def test_they_follow_the_closures_within_seconds(self, database, times):
        clock = FixedClock(london("2026-05-05 10:00"))
        hours = LiveHours(database, clock, week=NINE_TO_FIVE, division="england-and-wales")
        assert hours.is_open(london("2026-05-06 14:00"))
        add(database, times, TRAINING)
        clock.forward(seconds=REFRESHED_AFTER.total_seconds())

        assert not hours.is_open(london("2026-05-06 14:00"))
        assert "staff training" in hours.sentence(london("2026-05-06 14:00"))

    def test_while_the_database_is_down_the_last_known_ones_count(self, tmp_path, times):
        from knowledge.database import Database

        database = Database(f"sqlite:///{tmp_path / 'live.db'}")
        database.upgrade()
        add(database, times, TRAINING)
        clock = FixedClock()
        hours = LiveHours(database, clock, week=NINE_TO_FIVE, division="england-and-wales")
        database.close()
        (tmp_path / "live.db").write_text("I am a text. " * 100)
        clock.forward(minutes=1)

        assert not hours.is_open(london("2026-05-06 14:00"))


class TestOpeningTimes:
    def test_closures_that_have_ended_are_not_listed(self, database, times):
        for period in (closure("2026-05-01", "2026-05-04"), closure("2026-05-05", "2026-05-05"), TRAINING):
            add(database, times, period)

        with database.session() as session:
            rows = times.closures(session)
            assert [row.first_day.day for row in rows] == [5, 6]
            assert all(isinstance(row, Closure) for row in rows)

    def test_the_coming_bank_holidays_are_listed_by_name(self, times):
        coming = times.bank_holidays()

        assert coming[0][1] == "the spring bank holiday"
        assert len(coming) == 9
        assert times.warning() is None
