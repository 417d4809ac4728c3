"""How days are written wherever people read them."""

from datetime import date


def long_day(day: date) -> str:
    """Return a day as ``24 November 2026``."""
    return f"{day.day} {day:%B %Y}"
