"""Tables with a column of questions and a column of categories: the newest form of the page."""

from bs4 import BeautifulSoup, Tag

from knowledge.pages.accordions import accordions_in
from knowledge.pages.categories import row_category, table_columns
from knowledge.pages.found import Found
from knowledge.pages.text import HEADINGS, inner_html, question_of, text_of

_TITLES = ", ".join(
    (*HEADINGS, "button", "[class*=title]", "[class*=question]", "[class*=toggle]", "[class*=header]", "a",
     "strong", "b", "p")
)  # fmt: skip


def read_rows(soup: BeautifulSoup, address: str | None) -> list[Found]:  # noqa: ARG001 - as all readers
    """Read the rows of every table that has a column "Category"."""
    found: list[Found] = []
    for table in soup.find_all("table"):
        columns = table_columns(table)
        if columns is None:
            continue
        for row in table.find_all("tr")[1:]:
            cells = row.find_all(["td", "th"], recursive=False)
            if row.find_parent("table") is table and len(cells) > max(columns.question, columns.answer):
                found += _read_row(cells[columns.question], cells[columns.answer])
    return found


def _read_row(question: Tag, answer: Tag) -> list[Found]:
    category = row_category(question)
    if question.name == "th" and category == ():
        return []
    if question is not answer:
        title = question_of(question)
        return [Found(title, inner_html(answer), category)] if title else []
    if accordions := accordions_in(question):
        return [Found(item.question, item.answer, category) for item in accordions]
    title_tag = question.select_one(_TITLES)
    if title_tag is None or text_of(title_tag) == text_of(question):
        return []
    title = question_of(title_tag)
    title_tag.extract()
    return [Found(title, inner_html(question), category)] if title else []
