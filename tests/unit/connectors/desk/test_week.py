from datetime import date, time

import pytest

from connectors.desk.hours import BusinessHours
from connectors.desk.week import Interval, read_week
from knowledge.errors import InvalidInput
from tests.unit.connectors.desk.moments import london

MONDAY, SATURDAY, SUNDAY = date(2026, 5, 11), date(2026, 5, 16), date(2026, 5, 17)


class TestReadWeek:
    def test_it_reads_days_and_their_intervals(self):
        week = read_week("Mon-Fri 9:00-12:30 13:30-17:00; Sat 10:00-12:00")

        assert week.of(MONDAY) == (Interval(time(9), time(12, 30)), Interval(time(13, 30), time(17)))
        assert week.of(SATURDAY) == (Interval(time(10), time(12)),)
        assert week.of(SUNDAY) == ()

    def test_days_can_be_listed_and_written_out(self):
        week = read_week("monday,WED-thu 09:00-17:00;")

        assert [bool(intervals) for intervals in week.days] == [True, False, True, True] + [False] * 3

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "at least one day"),
            ("Mon-Fri", "“Mon-Fri” has no opening times"),
            ("Mon-Fri 17:00-9:00", "from 17:00 to 9:00 end before they begin"),
            ("Mon 9:00-9:00", "from 9:00 to 9:00 end before they begin"),
            ("Mon 9:00-12:30 12:00-17:00", "on Mon overlap"),
            ("Mon 13:00-17:00 9:00-12:00", "wrong order"),
            ("Mon-Fri 9:00-17:00; Wed 9:00-12:00", "Wed has its opening times twice"),
            ("Mox 9:00-17:00", "“Mox” is no day of the week"),
            ("Fri-Mon 9:00-17:00", "wrong way round"),
            ("Mon 9-17", "“9-17” is no opening time"),
            ("Mon 9:00-25:00", "“9:00-25:00” is no opening time"),
            ("Mon 9:00-17:60", "is no opening time"),
            ("9:00-17:00", "has no opening times"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, text, words):
        with pytest.raises(InvalidInput, match=words):
            read_week(text)


class TestSentenceWithABreak:
    HOURS = BusinessHours(week=read_week("Mon-Fri 9:00-12:30 13:30-17:00; Sat 10:00-12:00"))

    @pytest.mark.parametrize(
        ("at", "sentence"),
        [
            ("2026-05-12 12:29:59", "The Helpdesk is open now, until 12:30 today."),
            ("2026-05-12 12:30:00", "We're closed now. The Helpdesk opens today at 13:30."),
            ("2026-05-12 13:30:00", "The Helpdesk is open now, until 17:00 today."),
            (
                "2026-05-15 17:00:00",
                "We're closed now. The Helpdesk opens again on Saturday 16 May at 10:00.",
            ),
            (
                "2026-05-17 12:00:00",
                "We're closed now: today is Sunday. The Helpdesk opens again on Monday 18 May at 9:00.",
            ),
        ],
    )
    def test_it_says_the_next_change(self, at, sentence):
        assert self.HOURS.sentence(london(at)) == sentence
