"""Closures that staff enter, and what becomes due later for them; on every database."""

from threading import Barrier, Thread

import pytest

from connectors.desk.closing import Rules, add_closure, refresh_due_times, remove_closure
from connectors.desk.closures import read_closures
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.hours import BusinessHours
from connectors.desk.live_hours import REFRESHED_AFTER, LiveHours
from connectors.desk.week import NINE_TO_FIVE
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.tables import NOTHING_DUE, Ticket
from tests.doubles.desk_parts import add_staff, add_ticket
from tests.doubles.web_parts import FixedClock
from tests.unit.connectors.desk.moments import closure, london

RULES = Rules(NINE_TO_FIVE, "england-and-wales", DEFAULT_TARGETS)
TRAINING = closure("2026-05-06 13:00", "2026-05-07 11:00", "staff training")


def add(database, period):
    with database.session() as session:
        return add_closure(session, london("2026-05-05 10:00"), period, RULES).id


def remove(database, number):
    with database.session() as session:
        return remove_closure(session, number, RULES)


def kept(database):
    with database.session() as session:
        return read_closures(session)


class TestAdd:
    def test_it_is_kept_with_its_times_and_its_reason(self, database):
        add(database, TRAINING)

        assert kept(database) == (TRAINING,)

    @pytest.mark.parametrize(
        "other",
        [
            closure("2026-05-07", "2026-05-07"),
            closure("2026-05-06 12:00", "2026-05-06 13:01"),
            closure("2026-05-01", "2026-05-31"),
        ],
    )
    def test_one_that_overlaps_another_is_refused_by_its_name(self, database, other):
        add(database, TRAINING)

        with pytest.raises(Conflict, match=r"6 May 2026, 13:00 to 7 May 2026, 11:00 \(staff training\)"):
            add(database, other)
        assert kept(database) == (TRAINING,)

    def test_one_that_begins_where_another_ends_is_fine(self, database):
        add(database, TRAINING)
        add(database, closure("2026-05-07 11:00", "2026-05-07"))

        assert len(kept(database)) == 2

    def test_one_that_never_ends_is_refused(self, database):
        with pytest.raises(InvalidInput, match="more than a year"):
            add(database, closure("2026-05-06", "2027-12-31"))

        assert kept(database) == ()

    def test_of_two_people_who_enter_the_same_one_at_once_one_is_refused(self, database):
        start, outcomes = Barrier(2), []

        def enter():
            start.wait()
            try:
                add(database, TRAINING)
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
    def test_it_is_gone_and_said_what_it_was(self, database):
        number = add(database, TRAINING)

        assert remove(database, number) == TRAINING

        assert kept(database) == ()

    @pytest.mark.parametrize("number", [0, -1, 404, 2**40])
    def test_an_unknown_one_is_not_found(self, database, number):
        with pytest.raises(NotFound):
            remove(database, number)


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

    def test_they_move_behind_a_closure_and_back(self, database, ticket):
        assert ticket().due_at == london("2026-05-06 13:30")
        number = add(database, TRAINING)
        assert ticket().due_at == london("2026-05-07 11:30")
        remove(database, number)

        assert ticket().due_at == london("2026-05-06 13:30")

    def test_that_is_no_change_by_anybody(self, database, ticket):
        before = ticket()
        add(database, TRAINING)

        assert (ticket().version, ticket().updated_at) == (before.version, before.updated_at)

    def test_what_waits_for_the_customer_stays_without_a_due_time(self, database, desk, ticket):
        with database.session() as session:
            desk.reply(session, ticket().id, add_staff(session, "Sam Okoro"), None, text="Which year?")
        add(database, TRAINING)

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
    def test_they_follow_the_closures_within_seconds(self, database):
        clock = FixedClock(london("2026-05-05 10:00"))
        hours = LiveHours(database, clock, week=NINE_TO_FIVE, division="england-and-wales")
        assert hours.is_open(london("2026-05-06 14:00"))
        add(database, TRAINING)
        clock.forward(seconds=REFRESHED_AFTER.total_seconds())

        assert not hours.is_open(london("2026-05-06 14:00"))
        assert "staff training" in hours.sentence(london("2026-05-06 14:00"))

    def test_while_the_database_is_down_the_last_known_ones_count(self, tmp_path):
        from knowledge.database import Database

        database = Database(f"sqlite:///{tmp_path / 'live.db'}")
        database.upgrade()
        add(database, TRAINING)
        clock = FixedClock()
        hours = LiveHours(database, clock, week=NINE_TO_FIVE, division="england-and-wales")
        database.close()
        (tmp_path / "live.db").write_text("I am a text. " * 100)
        clock.forward(minutes=1)

        assert not hours.is_open(london("2026-05-06 14:00"))
