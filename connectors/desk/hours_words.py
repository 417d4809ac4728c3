"""How opening hours are said: the day by name, the date, and why it is not earlier."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby

from connectors.desk.closed_days import Reason
from connectors.desk.week import said

NEAR = 7
"""Days within which a weekday needs no date beside it."""

FAR = 180
"""Days after which a date needs its year."""


def open_until(closes: time) -> str:
    """Say that the Helpdesk is open."""
    return f"The Helpdesk is open now, until {said(closes)} today."


def closed_until(today: date, opens: datetime, reasons: Sequence[Reason]) -> str:
    """Say that the Helpdesk is closed, when it opens, and why the days before that are closed.

    Args:
        today: The day in London.
        opens: When it opens, in London's time.
        reasons: Why days from today on are closed, in order.
    """
    why_today = reasons[0] if reasons and reasons[0].first_day == today else None
    head = _closed_now(why_today)
    if opens.date() == today:
        return f"{head} The Helpdesk opens today at {said(opens.time())}."
    later = [reason for reason in reasons if reason is not why_today and reason.expected]
    # A second colon right after the first would read badly.
    link = ", because " if ":" in head else ": "
    because = link + in_a_row(list(_clauses(today, later))) if later else ""
    year = f" {opens.year}" if (opens.date() - today).days > FAR else ""
    day = f"{opens:%A} {opens.day} {opens:%B}{year}"
    return f"{head} The Helpdesk opens again on {day} at {said(opens.time())}{because}."


def in_a_row(parts: Sequence[str]) -> str:
    """Return parts joined by commas and a last "and"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _closed_now(why: Reason | None) -> str:
    if why is None:
        return "We're closed now."
    if why.kind == "closure":
        return f"We're closed now ({why.words})."
    return f"We're closed now: today is {why.words}."


def _clauses(today: date, reasons: Sequence[Reason]) -> Iterator[str]:
    for names_its_day, group in groupby(reasons, key=_names_its_day):
        if names_its_day:
            # "Monday is Easter Monday" tells nobody anything.
            names = [reason.words for reason in group]
            yield f"{in_a_row(names)} {'is a bank holiday' if len(names) == 1 else 'are bank holidays'}"
        else:
            yield from (_clause(today, reason) for reason in group)


def _names_its_day(reason: Reason) -> bool:
    return reason.kind == "bank_holiday" and f"{reason.first_day:%A}" in reason.words


def _clause(today: date, reason: Reason) -> str:
    first, last = _day(today, reason.first_day), _day(today, reason.last_day)
    if reason.kind != "closure":
        return f"{first} is {reason.words}"
    return f"{_when(first, last, reason)} we're closed ({reason.words})"


def _when(first: str, last: str, reason: Reason) -> str:
    if reason.first_day != reason.last_day:
        return f"from {first} to {last}" + (f" at {said(reason.until)}" if reason.until else "")
    return f"until {said(reason.until)} on {first}" if reason.until else f"on {first}"


def _day(today: date, day: date) -> str:
    return f"{day:%A}" if (day - today).days < NEAR else f"{day:%A} {day.day} {day:%B}"
