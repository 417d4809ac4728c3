"""Open time: added, counted, and always the same both ways."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.desk.hours import LONGEST_DURATION, BusinessHours
from connectors.desk.week import read_week
from tests.unit.connectors.desk.moments import closure, london, span

HOURS = BusinessHours()
WITH_BREAK = BusinessHours(week=read_week("Mon-Fri 9:00-12:30 13:30-17:00; Sat 10:00-12:00"))
TRAINING = BusinessHours([closure("2026-06-10 13:00", "2026-06-11 11:00", "staff training")])

ADDED = [
    # Each boundary, with seconds.
    ("2026-05-05 09:00:00", "0:00:01", "2026-05-05 09:00:01"),
    ("2026-05-05 08:59:59", "0:00:01", "2026-05-05 09:00:01"),
    ("2026-05-05 09:00:00", "7:59:59", "2026-05-05 16:59:59"),
    ("2026-05-05 09:00:00", "8:00:00", "2026-05-05 17:00:00"),
    ("2026-05-05 09:00:00", "8:00:01", "2026-05-06 09:00:01"),
    ("2026-05-05 16:59:59", "0:00:01", "2026-05-05 17:00:00"),
    ("2026-05-05 16:59:59", "0:00:02", "2026-05-06 09:00:01"),
    ("2026-05-05 17:00:00", "0:00:01", "2026-05-06 09:00:01"),
    ("2026-05-05 17:00:01", "8:00:00", "2026-05-06 17:00:00"),
    ("2026-05-05 00:00:00", "1:00:00", "2026-05-05 10:00:00"),
    ("2026-05-05 23:59:59", "1:00:00", "2026-05-06 10:00:00"),
    # A weekend, and the early May bank holiday behind it.
    ("2026-05-08 16:00:00", "2:00:00", "2026-05-11 10:00:00"),
    ("2026-05-01 16:59:59", "0:00:02", "2026-05-05 09:00:01"),
    ("2026-05-02 12:00:00", "0:30:00", "2026-05-05 09:30:00"),
    # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
    ("2026-03-27 16:00:00", "8:00:00", "2026-03-30 16:00:00"),
    ("2026-03-29 00:59:59", "1:00:00", "2026-03-30 10:00:00"),
    ("2026-03-29 02:00:00", "1:00:00", "2026-03-30 10:00:00"),
    ("2026-10-23 16:00:00", "8:00:00", "2026-10-26 16:00:00"),
    ("2026-10-25 01:30:00", "1:00:00", "2026-10-26 10:00:00"),
    # Christmas to New Year: Friday to Monday are closed, Tuesday to Thursday are open.
    ("2026-12-24 16:59:59", "0:00:02", "2026-12-29 09:00:01"),
    ("2026-12-24 17:00:00", "24:00:00", "2026-12-31 17:00:00"),
    ("2026-12-24 17:00:00", "24:00:01", "2027-01-04 09:00:01"),
    ("2026-12-31 16:00:00", "2:00:00", "2027-01-04 10:00:00"),
    # Good Friday to Easter Monday.
    ("2026-04-02 16:59:59", "0:00:01", "2026-04-02 17:00:00"),
    ("2026-04-02 16:59:59", "0:00:02", "2026-04-07 09:00:01"),
    ("2026-04-03 12:00:00", "8:00:00", "2026-04-07 17:00:00"),
]


class TestAdd:
    @pytest.mark.parametrize(("at", "duration", "expected"), ADDED)
    def test_only_open_time_passes(self, at, duration, expected):
        assert HOURS.add(london(at), span(duration)) == london(expected)

    @pytest.mark.parametrize(
        ("at", "duration", "expected"),
        [
            ("2026-05-05 12:29:59", "0:00:01", "2026-05-05 12:30:00"),
            ("2026-05-05 12:29:59", "0:00:02", "2026-05-05 13:30:01"),
            ("2026-05-05 12:30:00", "0:00:01", "2026-05-05 13:30:01"),
            ("2026-05-05 13:29:59", "0:00:01", "2026-05-05 13:30:01"),
            ("2026-05-05 09:00:00", "7:00:00", "2026-05-05 17:00:00"),
            ("2026-05-08 17:00:00", "2:00:00", "2026-05-09 12:00:00"),
            ("2026-05-08 17:00:00", "2:00:01", "2026-05-11 09:00:01"),
        ],
    )
    def test_several_intervals_a_day_are_counted_without_the_break(self, at, duration, expected):
        assert WITH_BREAK.add(london(at), span(duration)) == london(expected)

    @pytest.mark.parametrize(
        ("at", "duration", "expected"),
        [
            ("2026-06-10 12:59:59", "0:00:01", "2026-06-10 13:00:00"),
            ("2026-06-10 12:59:59", "0:00:02", "2026-06-11 11:00:01"),
            ("2026-06-10 13:00:00", "0:00:01", "2026-06-11 11:00:01"),
            ("2026-06-11 10:59:59", "0:00:01", "2026-06-11 11:00:01"),
            ("2026-06-10 09:00:00", "10:00:00", "2026-06-11 17:00:00"),
        ],
    )
    def test_a_closure_may_begin_and_end_in_the_middle_of_a_day(self, at, duration, expected):
        assert TRAINING.add(london(at), span(duration)) == london(expected)

    def test_a_closure_over_noon_leaves_both_ends_of_the_day(self):
        hours = BusinessHours([closure("2026-06-10 12:00", "2026-06-10 14:00")])

        assert hours.add(london("2026-06-10 09:00"), span("6:00")) == london("2026-06-10 17:00")

    def test_no_time_at_all_stays_where_it_is_also_out_of_hours(self):
        assert HOURS.add(london("2026-05-09 12:00"), timedelta(0)) == london("2026-05-09 12:00")

    def test_it_is_in_utc(self):
        assert HOURS.add(london("2026-05-05 09:00"), span("1:00")).utcoffset() == timedelta(0)

    def test_the_hour_that_comes_twice_counts_twice_where_people_work_in_it(self):
        hours = BusinessHours(week=read_week("Sun 0:30-3:00; Mon 9:00-17:00"))

        assert hours.add(london("2026-10-25 00:30"), span("3:30")) == london("2026-10-25 03:00")
        assert hours.between(london("2026-03-29 00:00"), london("2026-03-29 12:00")) == span("1:30")

    @pytest.mark.parametrize("duration", [timedelta(seconds=-1), LONGEST_DURATION + timedelta(seconds=1)])
    def test_a_duration_that_cannot_be_meant_is_refused(self, duration):
        with pytest.raises(ValueError, match="Open time is counted from 0"):
            HOURS.add(london("2026-05-05 09:00"), duration)

    def test_a_time_without_a_zone_is_refused(self):
        naive = datetime(2026, 5, 5, 12)  # noqa: DTZ001 - that is the point

        for refused in (lambda: HOURS.add(naive, span("1:00")), lambda: HOURS.between(naive, naive)):
            with pytest.raises(ValueError, match="zone"):
                refused()


class TestBetween:
    @pytest.mark.parametrize(("at", "duration", "until"), ADDED)
    def test_it_is_the_inverse_of_add(self, at, duration, until):
        assert HOURS.between(london(at), london(until)) == span(duration)

    def test_the_other_way_round_it_is_nothing(self):
        assert HOURS.between(london("2026-05-06 12:00"), london("2026-05-05 12:00")) == timedelta(0)

    def test_a_week_has_forty_hours(self):
        assert HOURS.between(london("2026-05-11 00:00"), london("2026-05-18 00:00")) == span("40:00")

    def test_a_year_has_its_working_days(self):
        days = HOURS.between(london("2026-01-01 00:00"), london("2027-01-01 00:00")) / span("8:00")

        # 261 weekdays, less eight bank holidays.
        assert days == 253

    def test_other_divisions_have_other_holidays(self):
        begin, end = london("2026-08-03 00:00"), london("2026-08-04 00:00")

        assert BusinessHours(division="scotland").between(begin, end) == timedelta(0)
        assert BusinessHours(division="northern-ireland").between(begin, end) == span("8:00")
        assert HOURS.between(begin, end) == span("8:00")


MOMENTS = st.integers(1_700_000_000_000, 1_900_000_000_000).map(
    lambda milliseconds: datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
)
DURATIONS = st.integers(0, 400 * 3_600_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds))
ANY_HOURS = st.sampled_from(
    [
        HOURS,
        WITH_BREAK,
        TRAINING,
        BusinessHours(week=read_week("Sun 0:00-3:00 22:30-23:59; Tue 9:00-9:01"), division="scotland"),
        BusinessHours([closure("2024-12-20 12:00", "2025-01-06 09:30"), closure("2026-05-06", "2026-05-06")]),
    ]
)

CALMLY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no error of the hours."""


class TestProperties:
    @CALMLY
    @given(ANY_HOURS, MOMENTS, DURATIONS)
    def test_what_was_added_is_what_lies_between(self, hours, at, duration):
        assert hours.between(at, hours.add(at, duration)) == duration

    @CALMLY
    @given(ANY_HOURS, MOMENTS, DURATIONS)
    def test_what_lies_between_leads_to_the_last_open_moment(self, hours, at, duration):
        until = hours.add(at, duration)
        later = until + timedelta(days=1)

        again = hours.add(at, hours.between(at, later))
        assert hours.between(again, later) == timedelta(0)
        assert until <= again or not duration

    @CALMLY
    @given(ANY_HOURS, MOMENTS, DURATIONS)
    def test_it_is_never_negative_and_never_earlier(self, hours, at, duration):
        assert hours.add(at, duration) >= at + duration
        assert hours.between(at, at + duration) >= timedelta(0)
        assert hours.between(at, at + duration) <= duration
        assert hours.between(at + duration, at) == timedelta(0)

    @CALMLY
    @given(ANY_HOURS, MOMENTS, MOMENTS, DURATIONS, DURATIONS)
    def test_it_is_monotone(self, hours, one, other, short, long):
        (one, other), (short, long) = sorted((one, other)), sorted((short, long))

        assert hours.add(one, short) <= hours.add(one, long)
        if short:
            assert hours.add(one, short) <= hours.add(other, short)

    @CALMLY
    @given(ANY_HOURS, MOMENTS, DURATIONS, DURATIONS)
    def test_two_steps_are_one_long_one(self, hours, at, first, second):
        assert hours.add(hours.add(at, first), second) == hours.add(at, first + second) or not second

    @CALMLY
    @given(ANY_HOURS, MOMENTS, MOMENTS, MOMENTS)
    def test_it_adds_up(self, hours, one, two, three):
        first, middle, last = sorted((one, two, three))

        whole = hours.between(first, last)
        assert hours.between(first, middle) + hours.between(middle, last) == whole

    @CALMLY
    @given(ANY_HOURS, MOMENTS, DURATIONS)
    def test_what_is_counted_is_open_and_in_order(self, hours, at, duration):
        counted = list(hours.counted(at, at + duration))

        assert all(hours.is_open(start) and start < end for start, end in counted)
        assert [moment for pair in counted for moment in pair] == sorted(m for pair in counted for m in pair)
