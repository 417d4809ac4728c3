"""Words out of markup: without toggles, icon letters and invisible characters."""

import copy
import re

from bs4 import BeautifulSoup, Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACES = re.compile(r"\s+")  # also the non-breaking space
_TOGGLE_NAMES = re.compile(r"symbol|\bicon\b|caret|chevron")
_TOGGLES = frozenset(("+", "-", "–", "−", "×", "›", "»", "▸", "▾", "►", "▼", "▶", "⌄"))
_SIGN_IN_FRONT = re.compile(r"^[+−–▸▾►▼▶]\s*|^-\s+")
_SIGN_BEHIND = re.compile(r"\s+[+−–▸▾►▼▶]$")
_FAQ = re.compile(r"\bfaqs?\b|frequently asked", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Return a text in one line, with plain spaces only."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def text_of(tag: Tag | None) -> str:
    """Return the text of an element in one line; empty for None."""
    return clean_text(tag.get_text(" " if tag.find("br") else "")) if tag else ""


def question_of(tag: Tag) -> str:
    """Return the question that an element holds, without the sign that opens its answer."""
    tag = copy.copy(tag)
    for part in tag.find_all(["span", "i", "em", "b", "div", "a", "svg", "script", "style"]):
        if part.decomposed:
            continue
        if _is_toggle(part):
            part.decompose()
    return _SIGN_BEHIND.sub("", _SIGN_IN_FRONT.sub("", text_of(tag)))


def _is_toggle(part: Tag) -> bool:
    if part.name in ("svg", "script", "style") or attribute(part, "aria-hidden") == "true":
        return True
    text = clean_text(part.get_text())
    # The plugin's icon font shows the letters "a" and "A" as triangles: only the name tells.
    named = _TOGGLE_NAMES.search(f"{classes_of(part)} {attribute(part, 'id')}")
    return text in _TOGGLES or (named is not None and len(text) <= 1)


def classes_of(tag: Tag) -> str:
    """Return the classes of an element, separated by spaces."""
    return attribute(tag, "class")


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute's value; empty where it is missing."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "")


def inner_html(tag: Tag) -> str:
    """Return what an element holds, as HTML."""
    return tag.decode_contents()


def category_names(text: str) -> tuple[str, ...]:
    """Return the categories in a line like "Categories: Meetings, SEC Change"."""
    names = re.sub(r"^categor(?:y|ies)\s*:\s*", "", clean_text(text), flags=re.IGNORECASE)
    return tuple(name for part in names.split(",") if (name := part.strip()))


def is_category(text: str) -> bool:
    """Tell whether a heading names a category and not merely the FAQ itself."""
    return bool(text) and not _FAQ.search(text)


def is_chrome(tag: Tag) -> bool:
    """Tell whether an element belongs to the frame of the site: menus, header, footer."""
    return tag.find_parent(["nav", "footer", "aside"]) is not None or any(
        parent.name == "header" and parent.find_parent(["article", "main"]) is None for parent in tag.parents
    )


def body_of(soup: BeautifulSoup) -> Tag:
    """Return the main part of a page."""
    return soup.select_one("main, [role=main], #content, #main") or soup.body or soup
