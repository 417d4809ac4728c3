from datetime import timedelta

from connectors.desk.clock import system_clock


class TestSystemClock:
    def test_it_is_aware_and_in_utc(self):
        assert system_clock().utcoffset() == timedelta(0)
