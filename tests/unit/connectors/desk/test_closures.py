from datetime import UTC, date, datetime

from connectors.desk.closures import ClosedPeriod, read_closures
from knowledge.tables import Closure

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


class TestReadClosures:
    def test_they_come_earliest_first(self, session):
        for first, last in ((12, 14), (3, 3)):
            session.add(
                Closure(
                    first_day=date(2026, 6, first),
                    last_day=date(2026, 6, last),
                    reason="staff training",
                    created_at=NOW,
                )
            )
        session.flush()

        assert read_closures(session) == (
            ClosedPeriod(date(2026, 6, 3), date(2026, 6, 3), "staff training"),
            ClosedPeriod(date(2026, 6, 12), date(2026, 6, 14), "staff training"),
        )

    def test_there_may_be_none(self, session):
        assert read_closures(session) == ()
