from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from connectors.services.reports.period import MOST_DAYS, Period, last_days, read_period
from knowledge.errors import InvalidInput

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday


class TestWeeks:
    def test_begin_on_monday_and_may_be_parts(self):
        weeks = Period(date(2026, 11, 12), date(2026, 11, 24)).weeks

        assert [(week.first, week.last, week.is_whole) for week in weeks] == [
            (date(2026, 11, 12), date(2026, 11, 15), False),
            (date(2026, 11, 16), date(2026, 11, 22), True),
            (date(2026, 11, 23), date(2026, 11, 24), False),
        ]
        assert [week.monday.day for week in weeks] == [9, 16, 23]

    def test_touch_each_other_without_a_gap(self):
        weeks = Period(date(2026, 1, 1), date(2026, 12, 31)).weeks

        assert all(one.ends == other.begins for one, other in pairwise(weeks))

    @pytest.mark.parametrize(
        ("day", "hours"),
        [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)],
        ids=["the hour that is skipped", "the hour that is repeated", "summer"],
    )
    def test_end_at_midnight_in_london(self, day, hours):
        (week,) = Period(day, day).weeks

        assert week.ends - week.begins == timedelta(hours=hours)

    def test_in_summer_a_day_begins_an_hour_before_it_does_in_utc(self):
        (week,) = Period(date(2026, 7, 1), date(2026, 7, 1)).weeks

        assert week.begins == datetime(2026, 6, 30, 23, tzinfo=UTC)


class TestPeriod:
    def test_ends_today_in_london(self):
        late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

        assert last_days(late, 7) == Period(date(2026, 6, 25), date(2026, 7, 1))

    def test_is_four_weeks_where_nothing_is_asked_for(self):
        assert read_period("", " ", NOW) == Period(date(2026, 10, 28), date(2026, 11, 24))

    def test_is_what_is_asked_for(self):
        assert read_period("2026-01-05", "2026-01-05", NOW).days == 1

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2026-02-30", "2026-03-01", "“2026-02-30” is none"),
            ("2026-02-03", "", "the last day, such as 2026-11-24; there is none"),
            ("2026-02-03", "2026-02-02", "ends on 2026-02-02, before it begins"),
            ("1999-12-31", "2000-01-02", "from 2000-01-01"),
            ("2020-01-01", "2026-01-01", f"up to {MOST_DAYS} days; these are 2,193"),
            ("0001-01-01", "9999-12-31", "from 2000-01-01"),
        ],
    )
    def test_that_cannot_be_is_refused_with_the_reason(self, first, last, words):
        with pytest.raises(InvalidInput, match=words):
            read_period(first, last, NOW)
