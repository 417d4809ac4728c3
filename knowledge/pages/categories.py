"""Where an entry's category stands when the entry itself does not say it."""

from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag

from knowledge.pages.text import HEADINGS, is_category, text_of


@dataclass(frozen=True)
class Columns:
    """The numbers of a table's columns, from 0; question and answer may share one."""

    question: int
    answer: int
    category: int


def table_columns(table: Tag) -> Columns | None:
    """Return the columns of an FAQ table; None for any other table."""
    row = table.find("tr")
    names = [text_of(cell).casefold() for cell in row.find_all(["th", "td"])] if row else []
    category = next((number for number, name in enumerate(names) if name in ("category", "categories")), None)
    question = next(
        (number for number, name in enumerate(names) if "question" in name or "faq" in name), None
    )
    if category is None or question is None:
        return None
    answer = next((number for number, name in enumerate(names) if "answer" in name), question)
    return Columns(question, answer, category)


def row_category(tag: Tag) -> tuple[str, ...]:
    """Return the category that stands in the same row of an FAQ table."""
    row = tag.find_parent("tr")
    table = row.find_parent("table") if row else None
    columns = table_columns(table) if table else None
    if row is None or columns is None or row is (table and table.find("tr")):
        return ()
    cells = row.find_all(["td", "th"], recursive=False)
    name = text_of(cells[columns.category]) if len(cells) > columns.category else ""
    return (name,) if name else ()


def heading_category(tag: Tag, belongs_to_entry: Callable[[Tag], bool]) -> tuple[str, ...]:
    """Return the heading that an entry stands under, if it names a category.

    Args:
        tag: The entry.
        belongs_to_entry: Tells whether a heading is part of this or another entry.
    """
    headings = tag.find_all_previous(HEADINGS[1:])
    name = next((text_of(heading) for heading in headings if not belongs_to_entry(heading)), "")
    return (name,) if is_category(name) else ()
