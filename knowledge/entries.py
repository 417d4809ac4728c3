"""The values of the FAQ: plain, immutable, and free of the database, so every layer may use them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Audience = Literal["everyone", "sec-parties"]


@dataclass(frozen=True)
class Link:
    """An address that an answer points to.

    Attributes:
        text: What a person reads, for example "Becoming a SEC Party".
        url: An absolute http(s), mailto or tel address.
    """

    text: str
    url: str


@dataclass(frozen=True)
class FaqEntry:
    """One published question with its approved answer.

    Attributes:
        key: The name of the entry everywhere: lower-case words joined by hyphens.
        category: The heading that the entry stands under.
        title: The question, as a person would ask it.
        body: The approved answer, in Markdown.
        source: The address of the page that the answer was published on.
        reviewed_on: The day on which a person last compared the answer with its source; None
            where nobody has yet, as for a page that was just imported.
        audience: Who may use what the answer describes.
        links: The addresses that the answer points to, in the order of the text.
    """

    key: str
    category: str
    title: str
    body: str
    source: str
    reviewed_on: date | None = None
    audience: Audience = "everyone"
    links: tuple[Link, ...] = field(default=())
