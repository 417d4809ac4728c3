from datetime import date, time

import pytest

from connectors.desk.closures import ClosedPeriod
from connectors.desk.hours import BusinessHours
from knowledge.errors import InvalidInput
from tests.unit.connectors.desk.moments import closure, london

TRAINING = BusinessHours([closure("2026-06-10 13:00", "2026-06-11 11:00", "staff training")])


class TestIsOpen:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            ("2026-06-10 12:59:59", True),
            ("2026-06-10 13:00:00", False),
            ("2026-06-11 10:59:59", False),
            ("2026-06-11 11:00:00", True),
        ],
    )
    def test_it_closes_and_opens_to_the_second(self, at, expected):
        assert TRAINING.is_open(london(at)) is expected


class TestSentence:
    @pytest.mark.parametrize(
        ("at", "sentence"),
        [
            ("2026-06-10 12:00", "The Helpdesk is open now, until 13:00 today."),
            (
                "2026-06-10 14:00",
                "We're closed now (staff training). The Helpdesk opens again on Thursday 11 June at 11:00.",
            ),
            ("2026-06-11 10:00", "We're closed now (staff training). The Helpdesk opens today at 11:00."),
            ("2026-06-11 11:00", "The Helpdesk is open now, until 17:00 today."),
        ],
    )
    def test_it_names_the_closure_and_the_hour_it_ends(self, at, sentence):
        assert TRAINING.sentence(london(at)) == sentence

    def test_a_later_opening_of_the_next_day_is_explained(self):
        hours = BusinessHours([closure("2026-06-11", "2026-06-11 11:00", "staff training")])

        assert hours.sentence(london("2026-06-10 17:00")) == (
            "We're closed now. The Helpdesk opens again on Thursday 11 June at 11:00: until 11:00 on "
            "Thursday we're closed (staff training)."
        )

    def test_a_closure_over_days_that_ends_in_the_middle_of_one_is_told_as_one(self):
        hours = BusinessHours([closure("2026-06-09", "2026-06-11 11:00", "office move")])

        assert hours.sentence(london("2026-06-08 17:00")) == (
            "We're closed now. The Helpdesk opens again on Thursday 11 June at 11:00: from Tuesday to "
            "Thursday at 11:00 we're closed (office move)."
        )

    def test_a_closure_of_all_opening_times_closes_the_day(self):
        hours = BusinessHours([closure("2026-06-10 08:00", "2026-06-10 18:00", "office move")])

        assert hours.sentence(london("2026-06-09 17:00")) == (
            "We're closed now. The Helpdesk opens again on Thursday 11 June at 9:00: on Wednesday we're "
            "closed (office move)."
        )


class TestClosedPeriod:
    def test_one_that_ends_before_it_begins_on_the_same_day_is_refused(self):
        with pytest.raises(InvalidInput, match="it is to begin at 13:00 and to end at 11:00"):
            closure("2026-06-10 13:00", "2026-06-10 11:00")

    def test_one_without_any_length_is_refused(self):
        with pytest.raises(InvalidInput, match="can't end before it begins"):
            closure("2026-06-10 13:00", "2026-06-10 13:00")

    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            (("2026-06-11 11:00", "2026-06-11"), False),
            (("2026-06-11 10:59", "2026-06-11"), True),
            (("2026-06-10", "2026-06-10 13:00"), False),
            (("2026-06-10", "2026-06-10"), True),
            (("2026-06-01", "2026-06-30"), True),
        ],
    )
    def test_two_overlap_where_they_have_a_moment_in_common(self, other, expected):
        training = closure("2026-06-10 13:00", "2026-06-11 11:00")

        assert training.overlaps(closure(*other)) is expected
        assert closure(*other).overlaps(training) is expected

    def test_it_is_written_with_its_times(self):
        period = ClosedPeriod(date(2026, 6, 10), date(2026, 6, 11), "training", time(13), None)

        assert str(period) == "10 June 2026, 13:00 to 11 June 2026 (training)"
