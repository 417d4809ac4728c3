from datetime import timedelta

import pytest

from connectors.desk.priorities import Priority, read_priority
from connectors.desk.targets import make_targets, read_durations
from knowledge.errors import InvalidInput


class TestReadDurations:
    def test_it_reads_hours_and_minutes_for_every_priority(self):
        durations = read_durations("urgent 45m, high 1h30m, normal 8h, low 40h")

        assert durations == {
            Priority.URGENT: timedelta(minutes=45),
            Priority.HIGH: timedelta(hours=1, minutes=30),
            Priority.NORMAL: timedelta(hours=8),
            Priority.LOW: timedelta(hours=40),
        }

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("urgent 1h", "no duration for high, normal, low"),
            ("urgent 1h, urgent 2h, high 1h, normal 1h, low 1h", "“urgent” has two durations"),
            ("hot 1h", "There is no priority “hot”"),
            ("urgent 1, high 1h, normal 1h, low 1h", "“1” is no duration"),
            ("urgent, high 1h, normal 1h, low 1h", "“” is no duration"),
            ("urgent 0h, high 1h, normal 1h, low 1h", "“0h” is no duration"),
            ("urgent 2001h, high 1h, normal 1h, low 1h", "at most 2000h"),
            ("urgent -1h, high 1h, normal 1h, low 1h", "“-1h” is no duration"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, text, words):
        with pytest.raises(InvalidInput, match=words):
            read_durations(text)

    def test_three_of_them_are_the_targets(self):
        durations = read_durations("urgent 1h, high 2h, normal 3h, low 4h")

        targets = make_targets(durations, durations, durations)

        assert targets[Priority.LOW].resolution == timedelta(hours=4)


class TestReadPriority:
    def test_names_are_read_whatever_their_case(self):
        assert read_priority(" Urgent ") is Priority.URGENT

    def test_an_unknown_one_is_refused_with_the_known_ones(self):
        with pytest.raises(InvalidInput, match="There are: urgent, high, normal, low"):
            read_priority("1")
