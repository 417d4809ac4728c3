"""Questions in a page's linked data (JSON-LD, schema.org FAQPage): complete, but without categories."""

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup

from knowledge.pages.found import Found
from knowledge.pages.text import clean_text, question_of
from knowledge.titles import normalise_title

DEEPEST = 20
"""Levels of nesting at which a search for questions ends."""


def read_linked_data(soup: BeautifulSoup, address: str | None) -> list[Found]:  # noqa: ARG001 - as all readers
    """Read the questions of every FAQPage in the page's JSON-LD; what is no JSON is passed over."""
    found: list[Found] = []
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        found += [item for page in _faq_pages(data) for item in _questions(page)]
    return found


def merge(linked: list[Found], shown: list[Found]) -> list[Found]:
    """Join what the linked data and the visible page say about the same questions.

    The linked data holds every entry, also those that the page shows only later; the visible page
    knows categories, ids and addresses. Questions that only one of them has are kept.
    """
    if not linked:
        return shown
    by_title: dict[str, list[Found]] = {}
    for item in shown:
        by_title.setdefault(normalise_title(item.question), []).append(item)
    merged: list[Found] = []
    for item in linked:
        matching = by_title.pop(normalise_title(item.question), [])
        merged += [
            replace(other, question=item.question, answer=_better(item, other)) for other in matching
        ] or [item]
    return merged + [item for items in by_title.values() for item in items]


def _better(linked: Found, shown: Found) -> str:
    """Prefer the linked data's answer, unless it is empty or has lost its links."""
    if not linked.answer.strip() or linked.answer.count("<a ") < shown.answer.count("<a "):
        return shown.answer
    return linked.answer


def _faq_pages(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _faq_pages(item, depth + 1)
    elif isinstance(data, dict):
        if "FAQPage" in _as_list(data.get("@type")):
            yield data
        else:
            for value in data.values():
                yield from _faq_pages(value, depth + 1)


def _questions(page: dict[str, Any]) -> Iterator[Found]:
    for item in _as_list(page.get("mainEntity")):
        if not isinstance(item, dict):
            continue
        answers = [answer for answer in _as_list(item.get("acceptedAnswer")) if isinstance(answer, dict)]
        question = _plain(str(item.get("name") or ""))
        text = str(answers[0].get("text") or "") if answers else ""
        if "<" not in text and "&lt;" in text:
            text = html.unescape(text)
        if question:
            yield Found(question, text)


def _plain(text: str) -> str:
    holder = BeautifulSoup(f"<p>{html.unescape(text)}</p>", "lxml")
    return question_of(holder.p) if holder.p else clean_text(text)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
