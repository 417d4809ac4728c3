"""What is promised for each priority, as it is written in the settings: "urgent 1h, high 4h, …"."""

import re
from collections.abc import Mapping
from datetime import timedelta

from connectors.desk.due import Target, Targets
from connectors.desk.priorities import Priority, read_priority
from knowledge.errors import InvalidInput

_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,4})m)?", re.ASCII)
LONGEST = timedelta(hours=2000)
"""About a year of working days of eight hours."""


def read_durations(text: str) -> dict[Priority, timedelta]:
    """Read a duration of open time for every priority.

    Args:
        text: For example "urgent 1h, high 4h, normal 8h, low 16h"; also "1h30m" and "45m".

    Raises:
        InvalidInput: If a priority is missing, unknown or given twice, or a duration can't be read.
    """
    out: dict[Priority, timedelta] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, duration = part.partition(" ")
        priority = read_priority(name)
        if priority in out:
            raise InvalidInput(f"The priority “{priority.words}” has two durations in “{text[:80]}”.")
        out[priority] = _duration(duration.strip())
    if missing := [priority.words for priority in Priority if priority not in out]:
        raise InvalidInput(f"“{text[:80]}” has no duration for {', '.join(missing)}.")
    return out


def make_targets(
    first_response: Mapping[Priority, timedelta],
    next_response: Mapping[Priority, timedelta],
    resolution: Mapping[Priority, timedelta],
) -> Targets:
    """Return the targets of every priority."""
    return {
        priority: Target(first_response[priority], next_response[priority], resolution[priority])
        for priority in Priority
    }


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0)
    duration = timedelta(hours=hours, minutes=minutes)
    if not timedelta(0) < duration <= LONGEST:
        raise InvalidInput(
            f"“{text[:30]}” is no duration of open time: it looks like 8h, 1h30m or 45m and is at most "
            f"{LONGEST // timedelta(hours=1)}h."
        )
    return duration
