"""A past for the demo: a clock that is put to what happened, and moments counted back from now."""

from datetime import datetime, time, timedelta

from connectors.desk.hours import LONDON, BusinessHours

ONE_DAY = timedelta(days=1)


class Past:
    """A clock that shows the moment which it was put to, never one to come.

    Args:
        now: The present.
        hours: Tell working days, and count open time.
    """

    def __init__(self, now: datetime, hours: BusinessHours) -> None:
        self._now = now
        self._hours = hours
        self._at = now

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self._at

    @property
    def present(self) -> datetime:
        """The real present, that everything is counted back from."""
        return self._now

    def put(self, at: datetime) -> None:
        """Show a moment; one to come is taken for now."""
        self._at = min(at, self._now)

    def put_back(self, minutes: float) -> None:
        """Show what it was so many minutes ago."""
        self.put(self._now - timedelta(minutes=minutes))

    def put_to(self, days_ago: int, at: time) -> None:
        """Show a time of day in London, so many working days ago."""
        day = self._now.astimezone(LONDON).date()
        while days_ago:
            day -= ONE_DAY
            days_ago -= bool(self._hours.days.spans(day))
        self.put(datetime.combine(day, at, LONDON))

    def forward(self, minutes: float) -> None:
        """Let so much open time pass."""
        self.put(self._hours.add(self._at, timedelta(minutes=minutes)))
