"""Accordions of any site: ``details`` with a ``summary``, and buttons that say ``aria-expanded``."""

import copy

from bs4 import BeautifulSoup, Tag

from knowledge.pages.categories import heading_category, row_category
from knowledge.pages.found import Found
from knowledge.pages.text import HEADINGS, attribute, inner_html, is_chrome, question_of, text_of


def read_details(soup: BeautifulSoup, address: str | None) -> list[Found]:  # noqa: ARG001 - as all readers
    """Read native accordions; one within an answer is part of that answer."""
    return _details_in(soup)


def read_expanders(soup: BeautifulSoup, address: str | None) -> list[Found]:  # noqa: ARG001 - as all readers
    """Read buttons that show and hide a panel; menus have such buttons too and are left out."""
    return _expanders_in(soup)


def accordions_in(tag: Tag) -> list[Found]:
    """Read the accordions of either kind within an element."""
    return _details_in(tag) or _expanders_in(tag)


def _details_in(root: Tag) -> list[Found]:
    found: list[Found] = []
    for details in root.find_all("details"):
        summary = details.find("summary")
        if summary is None or details.find_parent("details") or is_chrome(details):
            continue
        category = row_category(details) or heading_category(details, _is_in_details)
        body = copy.copy(details)
        if copied := body.find("summary"):
            copied.decompose()
        if title := question_of(summary):
            found.append(Found(title, inner_html(body), category))
    return found


def _is_in_details(heading: Tag) -> bool:
    return heading.find_parent("details") is not None


def _expanders_in(root: Tag) -> list[Found]:
    found: list[Found] = []
    buttons = root.select("[aria-expanded]")
    # Headings within these belong to an entry and name no category.
    parts = {id(parent) for button in buttons for parent in button.parents if parent.name in HEADINGS}
    panels: set[int] = set()

    def belongs_to_entry(heading: Tag) -> bool:
        around = (heading, *heading.parents)
        return any(id(tag) in parts or id(tag) in panels or tag.has_attr("aria-expanded") for tag in around)

    for button in buttons:
        panel = _panel_of(button)
        if panel is None or is_chrome(button) or _is_menu(panel):
            continue
        if any(id(parent) in panels for parent in button.parents):
            # A button within an answer belongs to the answer.
            continue
        category = row_category(button) or heading_category(button, belongs_to_entry)
        if (title := question_of(button)) and text_of(panel):
            found.append(Found(title, inner_html(panel), category))
            panels.add(id(panel))
    return found


def _panel_of(button: Tag) -> Tag | None:
    for name in (attribute(button, "aria-controls"), attribute(button, "href").removeprefix("#")):
        # A panel nearly always follows its button, and soon.
        panel = (button.find_next(id=name) or button.find_previous(id=name)) if name else None
        if isinstance(panel, Tag) and all(panel is not tag for tag in (button, *button.parents)):
            return panel
    # Without a name the panel follows the button or the heading around it.
    place: Tag | None = button
    while place is not None and place.name not in ("body", "[document]"):
        sibling = place.find_next_sibling()
        if sibling is not None:
            return sibling
        place = place.parent if place.parent and text_of(place.parent) == text_of(button) else None
    return None


def _is_menu(panel: Tag) -> bool:
    return (
        panel.name == "nav"
        or attribute(panel, "role") in ("menu", "menubar")
        or panel.find("nav") is not None
    )
