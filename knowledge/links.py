"""The links that stand in a Markdown answer."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.entries import Link

_markdown = MarkdownIt("commonmark").enable("table")


def links_in(body: str) -> tuple[Link, ...]:
    """Return the links of an answer in the order of the text, each address once."""
    found: dict[str, Link] = {}
    for block in _markdown.parse(body):
        for link in _inline_links(block.children or []):
            found.setdefault(link.url, link)
    return tuple(found.values())


def _inline_links(tokens: list[Token]) -> list[Link]:
    links: list[Link] = []
    url: str | None = None
    text = ""
    for token in tokens:
        if token.type == "link_open":
            url, text = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close" and url is not None:
            links.append(Link(text.strip(), url))
            url = None
        elif url is not None:
            text += " " if token.type in ("softbreak", "hardbreak") else token.content
    return links
