import pytest

from connectors.cli.large_mails import LARGE_MAILS, SIZE
from connectors.cli.mail_bench import MOST_MEMORY, SLOWEST_READING, Reading, measure_reading, misses


class TestLargeMails:
    @pytest.mark.parametrize("kind", LARGE_MAILS)
    def test_are_of_the_size_that_they_are_said_to_be(self, kind):
        assert 0.98 * SIZE < len(LARGE_MAILS[kind]()) <= SIZE

    @pytest.mark.parametrize("kind", LARGE_MAILS)
    def test_are_read_in_time_and_memory(self, kind):
        reading = measure_reading(kind)

        assert reading.seconds <= SLOWEST_READING
        assert 20_000_000 < reading.memory <= MOST_MEMORY


class TestMisses:
    def test_names_nothing_where_all_is_well(self):
        assert misses(10.0, [Reading("text", 2.0, 200_000_000)]) == []

    def test_names_what_is_slow_and_what_needs_too_much(self):
        said = misses(9.9, [Reading("text", 2.1, 100), Reading("HTML", 1.0, 201_000_000)])

        assert said == [
            "Fewer than 10 mails a second: 9.9.",
            "10 MB of text take 2.1 s, not 2.",
            "10 MB of HTML need 201 MB, not 200.",
        ]
