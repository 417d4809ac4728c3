"""Bank holidays by division of the United Kingdom, and how long the list of them goes on."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

from connectors.desk.dates import long_day
from knowledge.errors import InvalidInput

SUBDIVISIONS: Mapping[str, str] = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
"""The library's names; Wales has the bank holidays of England."""

OUR_NAMES = {
    "May Day": "the early May bank holiday",
    "Spring Bank Holiday": "the spring bank holiday",
    "Late Summer Bank Holiday": "the summer bank holiday",
}
"""Bank holidays that are known by another name than the library's."""

PLAIN_NAMES = frozenset(("New Year's Day", "Good Friday", "Easter Monday", "Christmas Day", "Boxing Day"))
"""Bank holidays that are known by their name alone."""

OBSERVED = " (observed)"
"""What the library adds where a weekday stands in for a bank holiday at a weekend."""

LAST_DAY = date(holidays.country_holidays("GB").end_year, 12, 31)
"""The last day that the library's list covers."""

SOON = timedelta(days=90)


@lru_cache(maxsize=64)
def bank_holidays(year: int, division: str = "england-and-wales") -> Mapping[date, str]:
    """Return the bank holidays of a year, with their names in a sentence.

    Raises:
        InvalidInput: If there is no such division.
    """
    if division not in SUBDIVISIONS:
        raise InvalidInput(
            f"There are no bank holidays of “{division[:40]}”. There are those of {', '.join(SUBDIVISIONS)}."
        )
    # A year at a time, because the library's own growing calendar is not made for several threads.
    known = holidays.country_holidays(
        "GB", subdiv=SUBDIVISIONS[division], years=year, observed=True, language="en_GB"
    )
    return MappingProxyType({day: _in_a_sentence(name) for day, name in known.items()})


def list_ends_soon(today: date, last_day: date = LAST_DAY) -> str | None:
    """Warn within 90 days of the end of the list of bank holidays; None before."""
    if today > last_day:
        return (
            f"The list of bank holidays ended on {long_day(last_day)}: due times count them as open days now."
        )
    if last_day - today > SOON:
        return None
    return (
        f"The list of bank holidays ends on {long_day(last_day)}, in {(last_day - today).days} days. "
        "Please update the package “holidays”, or enter later ones as closures."
    )


def _in_a_sentence(name: str) -> str:
    if name.endswith(OBSERVED):
        return f"the substitute day for {_in_a_sentence(name.removesuffix(OBSERVED))}"
    if name in PLAIN_NAMES:
        return name
    # One that is given once, such as a coronation.
    return OUR_NAMES.get(name, f"a bank holiday ({name})")
