"""The FAQ as plain values, for other programs."""

from collections.abc import Iterable
from typing import Any

from knowledge.entries import FaqEntry


def to_export(entries: Iterable[FaqEntry]) -> list[dict[str, Any]]:
    """Return each entry as values that JSON can hold; days are written like ``2026-11-23``."""
    return [
        {
            "key": entry.key,
            "question": entry.title,
            "answer": entry.body,
            "category": entry.category,
            "source": entry.source,
            "reviewed_on": entry.reviewed_on.isoformat() if entry.reviewed_on else None,
            "audience": entry.audience,
            "links": [{"text": link.text, "url": link.url} for link in entry.links],
        }
        for entry in entries
    ]
