from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.desk.closures import ClosedPeriod
from connectors.desk.hours import LONDON, BusinessHours
from knowledge.errors import InvalidInput

HOURS = BusinessHours()


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def closure(first: str, last: str, reason: str = "office move") -> ClosedPeriod:
    return ClosedPeriod(date.fromisoformat(first), date.fromisoformat(last), reason)


class TestIsOpen:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            ("2026-05-05 08:59:59", False),
            ("2026-05-05 08:59:59.999999", False),
            ("2026-05-05 09:00:00", True),
            ("2026-05-05 12:30:00", True),
            ("2026-05-05 16:59:59.999999", True),
            ("2026-05-05 17:00:00", False),
            ("2026-05-05 23:59:59", False),
            ("2026-05-05 00:00:00", False),
            ("2026-05-01 16:59:59", True),  # Friday
            ("2026-05-02 12:00:00", False),  # Saturday
            ("2026-05-03 12:00:00", False),  # Sunday
            ("2026-05-04 12:00:00", False),  # the early May bank holiday
            ("2026-12-24 16:59:59", True),
            ("2026-12-25 12:00:00", False),
            ("2026-12-28 12:00:00", False),  # the substitute for Boxing Day on a Saturday
            ("2026-12-29 09:00:00", True),
            ("2026-12-31 16:59:59", True),
            ("2027-01-01 09:00:00", False),
            ("2026-04-03 12:00:00", False),  # Good Friday
            ("2026-04-06 12:00:00", False),  # Easter Monday
            ("2026-08-03 12:00:00", True),  # a bank holiday in Scotland only
            ("2026-03-17 12:00:00", True),  # a bank holiday in Northern Ireland only
        ],
    )
    def test_it_is_open_from_nine_to_five_on_working_days(self, at, expected):
        assert HOURS.is_open(london(at)) is expected

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
            ("2026-03-27 08:59:59", False),
            ("2026-03-27 09:00:00", True),
            ("2026-03-30 07:59:59", False),
            ("2026-03-30 08:00:00", True),
            ("2026-03-30 15:59:59", True),
            ("2026-03-30 16:00:00", False),
            ("2026-10-23 08:00:00", True),
            ("2026-10-23 16:00:00", False),
            ("2026-10-26 08:59:59", False),
            ("2026-10-26 09:00:00", True),
            ("2026-10-26 16:59:59", True),
            ("2026-10-26 17:00:00", False),
        ],
    )
    def test_it_follows_the_clocks_of_london_not_utc(self, at, expected):
        assert HOURS.is_open(datetime.fromisoformat(at).replace(tzinfo=UTC)) is expected

    def test_the_zone_that_the_moment_is_given_in_does_not_matter(self):
        at = datetime(2026, 5, 5, 13, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))

        assert HOURS.is_open(at) is True

    def test_a_time_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="zone"):
            HOURS.is_open(datetime(2026, 5, 5, 12))  # noqa: DTZ001 - that is the point

    def test_it_is_closed_during_a_closure_and_open_around_it(self):
        hours = BusinessHours([closure("2026-06-10", "2026-06-11")])

        days = [hours.is_open(london(f"2026-06-{day:02} 12:00")) for day in (9, 10, 11, 12)]
        assert days == [True, False, False, True]


class TestNextOpening:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            ("2026-05-05 08:59:59", "2026-05-05 09:00"),
            ("2026-05-05 09:00:00", "2026-05-06 09:00"),
            ("2026-05-05 12:00:00", "2026-05-06 09:00"),
            ("2026-05-05 17:00:00", "2026-05-06 09:00"),
            ("2026-05-08 17:00:00", "2026-05-11 09:00"),
            ("2026-05-01 17:00:00", "2026-05-05 09:00"),
            ("2026-05-04 00:00:00", "2026-05-05 09:00"),
            ("2026-04-02 17:00:00", "2026-04-07 09:00"),
            ("2026-12-24 17:00:00", "2026-12-29 09:00"),
            ("2026-12-31 17:00:00", "2027-01-04 09:00"),
            ("2027-12-31 17:00:00", "2028-01-04 09:00"),
            ("2026-03-27 17:00:00", "2026-03-30 09:00"),
            ("2026-10-23 17:00:00", "2026-10-26 09:00"),
            ("2026-10-25 01:30:00", "2026-10-26 09:00"),
        ],
    )
    def test_it_is_nine_on_the_next_working_day(self, at, expected):
        assert HOURS.next_opening(london(at)).at == london(expected)

    def test_it_is_in_utc(self):
        opening = HOURS.next_opening(london("2026-05-05 17:00"))

        assert opening.at == datetime(2026, 5, 6, 8, tzinfo=UTC)
        assert opening.at.utcoffset() == timedelta(0)

    def test_it_names_a_reason_for_every_day_that_is_skipped(self):
        opening = HOURS.next_opening(london("2026-12-24 17:00"))

        assert [(reason.first_day.day, reason.kind, reason.words) for reason in opening.reasons] == [
            (25, "bank_holiday", "Christmas Day"),
            (26, "bank_holiday", "Boxing Day"),
            (27, "weekend", "Sunday"),
            (28, "bank_holiday", "the substitute day for Boxing Day"),
        ]

    def test_it_needs_no_reason_where_the_next_day_is_a_working_day(self):
        assert HOURS.next_opening(london("2026-05-05 17:00")).reasons == ()

    @given(st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
    def test_it_is_the_first_moment_of_an_open_time(self, at):
        opening = HOURS.next_opening(at).at

        assert opening > at
        assert HOURS.is_open(opening)
        assert not HOURS.is_open(opening - timedelta(microseconds=1))
        assert opening.astimezone(LONDON).time() == time(9)


class TestSentence:
    @pytest.mark.parametrize("at", ["2026-05-05 09:00:00", "2026-05-05 16:59:59"])
    def test_open_it_says_until_when(self, at):
        assert HOURS.sentence(london(at)) == "The Helpdesk is open now, until 17:00 today."

    @pytest.mark.parametrize("at", ["2026-05-05 00:00:00", "2026-05-05 08:59:59"])
    def test_before_nine_on_a_working_day_it_opens_today(self, at):
        assert HOURS.sentence(london(at)) == "We're closed now. The Helpdesk opens today at 9:00."

    @pytest.mark.parametrize(
        ("at", "now", "opens"),
        [
            ("2026-05-05 17:00:00", ".", "Wednesday 6 May at 9:00."),
            ("2026-05-08 18:00:00", ".", "Monday 11 May at 9:00."),
            ("2026-05-09 18:00:00", ": today is Saturday.", "Monday 11 May at 9:00."),
            (
                "2026-05-01 18:00:00",
                ".",
                "Tuesday 5 May at 9:00: Monday is the early May bank holiday.",
            ),
            (
                "2026-05-02 10:00:00",
                ": today is Saturday.",
                "Tuesday 5 May at 9:00, because Monday is the early May bank holiday.",
            ),
            (
                "2026-05-04 10:00:00",
                ": today is the early May bank holiday.",
                "Tuesday 5 May at 9:00.",
            ),
            (
                "2026-04-02 17:30:00",
                ".",
                "Tuesday 7 April at 9:00: Good Friday and Easter Monday are bank holidays.",
            ),
            (
                "2026-04-03 10:00:00",
                ": today is Good Friday.",
                "Tuesday 7 April at 9:00, because Easter Monday is a bank holiday.",
            ),
            (
                "2026-08-28 17:00:00",
                ".",
                "Tuesday 1 September at 9:00: Monday is the summer bank holiday.",
            ),
            (
                "2026-05-24 12:00:00",
                ": today is Sunday.",
                "Tuesday 26 May at 9:00, because Monday is the spring bank holiday.",
            ),
            (
                "2026-12-26 12:00:00",
                ": today is Boxing Day.",
                "Tuesday 29 December at 9:00, because Monday is the substitute day for Boxing Day.",
            ),
            (
                "2026-12-31 17:00:00",
                ".",
                "Monday 4 January at 9:00: Friday is New Year's Day.",
            ),
        ],
    )
    def test_closed_it_says_when_it_opens_and_why_not_earlier(self, at, now, opens):
        assert HOURS.sentence(london(at)) == f"We're closed now{now} The Helpdesk opens again on {opens}"

    def test_two_days_of_christmas_are_joined(self):
        assert HOURS.sentence(london("2026-12-24 17:00")) == (
            "We're closed now. The Helpdesk opens again on Tuesday 29 December at 9:00: Friday is "
            "Christmas Day and Monday is the substitute day for Boxing Day."
        )

    def test_a_bank_holiday_that_is_given_once_has_its_name_in_brackets(self):
        assert HOURS.sentence(london("2022-09-18 10:00")) == (
            "We're closed now: today is Sunday. The Helpdesk opens again on Tuesday 20 September at "
            "9:00, because Monday is a bank holiday (State Funeral of Queen Elizabeth II)."
        )

    def test_a_closure_between_the_years_is_told_as_one_with_the_holidays_around_it(self):
        hours = BusinessHours([closure("2026-12-29", "2026-12-31", "Christmas break")])

        assert hours.sentence(london("2026-12-24 17:00")) == (
            "We're closed now. The Helpdesk opens again on Monday 4 January at 9:00: Friday is Christmas "
            "Day, Monday is the substitute day for Boxing Day, from Tuesday to Thursday 31 December we're "
            "closed (Christmas break) and Friday 1 January is New Year's Day."
        )

    def test_a_closure_swallows_the_bank_holidays_in_it(self):
        hours = BusinessHours([closure("2026-12-24", "2027-01-03", "Christmas break")])

        assert hours.sentence(london("2026-12-23 17:00")) == (
            "We're closed now. The Helpdesk opens again on Monday 4 January at 9:00: from Thursday to "
            "Sunday 3 January we're closed (Christmas break)."
        )
        assert hours.sentence(london("2026-12-28 12:00")) == (
            "We're closed now (Christmas break). The Helpdesk opens again on Monday 4 January at 9:00."
        )

    def test_a_closure_of_one_day_is_told_with_its_reason(self):
        hours = BusinessHours([closure("2026-06-10", "2026-06-10", "staff training")])

        assert hours.sentence(london("2026-06-09 17:00")) == (
            "We're closed now. The Helpdesk opens again on Thursday 11 June at 9:00: on Wednesday we're "
            "closed (staff training)."
        )

    def test_a_closure_at_a_weekend_is_not_worth_a_word(self):
        hours = BusinessHours([closure("2026-05-09", "2026-05-10")])

        assert hours.sentence(london("2026-05-08 17:00")) == (
            "We're closed now. The Helpdesk opens again on Monday 11 May at 9:00."
        )

    def test_an_opening_far_away_has_its_year(self):
        hours = BusinessHours([closure("2026-02-02", "2026-12-31")])

        assert "on Monday 4 January 2027 at 9:00" in hours.sentence(london("2026-02-01 12:00"))


class TestClosures:
    def test_a_chain_of_closures_longer_than_a_year_is_refused(self):
        chain = [closure("2026-01-05", "2026-06-30"), closure("2026-07-01", "2027-01-31")]

        with pytest.raises(InvalidInput, match="more than a year from 2026-01-05"):
            BusinessHours(chain)

    def test_the_same_closures_with_an_open_day_between_them_are_fine(self):
        hours = BusinessHours([closure("2026-01-05", "2026-06-30"), closure("2026-07-02", "2027-01-31")])

        assert hours.next_opening(london("2026-02-01 12:00")).at == london("2026-07-01 09:00")

    def test_a_closure_that_ends_before_it_begins_is_refused(self):
        with pytest.raises(InvalidInput, match="can't end before it begins"):
            closure("2026-06-11", "2026-06-10")

    @pytest.mark.parametrize("reason", ["", "   ", "two\nlines", "x" * 201])
    def test_a_reason_that_cannot_be_read_aloud_is_refused(self, reason):
        with pytest.raises(InvalidInput, match="needs a reason"):
            closure("2026-06-10", "2026-06-10", reason)
