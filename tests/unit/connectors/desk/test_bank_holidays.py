from datetime import date, timedelta

import pytest

from connectors.desk.bank_holidays import LAST_DAY, bank_holidays, list_ends_soon
from connectors.desk.hours import BusinessHours
from knowledge.errors import InvalidInput
from tests.unit.connectors.desk.moments import london


class TestDivisions:
    def test_england_and_wales_is_the_default(self):
        assert bank_holidays(2026) == bank_holidays(2026, "england-and-wales")
        assert len([day for day in bank_holidays(2026) if day.weekday() < 5]) == 8

    @pytest.mark.parametrize(
        ("division", "day"),
        [("scotland", date(2026, 11, 30)), ("northern-ireland", date(2026, 7, 13))],
    )
    def test_others_have_days_of_their_own(self, division, day):
        assert day in bank_holidays(2026, division)
        assert day not in bank_holidays(2026)

    def test_an_unknown_one_is_refused_with_the_known_ones(self):
        with pytest.raises(InvalidInput, match=r"“atlantis”.+england-and-wales, scotland, northern-ireland"):
            BusinessHours(division="atlantis").is_open(london("2026-05-05 12:00"))


class TestListEndsSoon:
    LAST = date(2027, 12, 31)

    @pytest.mark.parametrize("days", [91, 1000])
    def test_it_is_silent_until_ninety_days_before(self, days):
        assert list_ends_soon(self.LAST - timedelta(days=days), self.LAST) is None

    @pytest.mark.parametrize("days", [90, 1, 0])
    def test_it_warns_from_then_on_and_says_what_to_do(self, days):
        warning = list_ends_soon(self.LAST - timedelta(days=days), self.LAST)

        assert f"ends on 31 December 2027, in {days} days" in warning
        assert "holidays" in warning

    def test_afterwards_it_says_what_that_means(self):
        assert "due times count them as open days" in list_ends_soon(date(2028, 1, 1), self.LAST)

    def test_the_list_that_is_installed_really_ends_there(self):
        assert bank_holidays(LAST_DAY.year)
        assert not bank_holidays(LAST_DAY.year + 1)
