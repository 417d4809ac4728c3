"""What every generation of markup yields: a question and its answer as they stand on the page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One question on a page.

    Attributes:
        question: Its text, without toggles.
        answer: Its answer as HTML.
        categories: The headings that it stands under, the page's first one first.
        post_id: Its number in the site's database, where the page tells it.
        permalink: The address of the entry's own page, where the page tells it.
    """

    question: str
    answer: str
    categories: tuple[str, ...] = ()
    post_id: str | None = None
    permalink: str | None = None
