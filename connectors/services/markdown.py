"""Markdown to HTML that is safe to show: no raw HTML in, only a short list of elements out."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])


_with_breaks = MarkdownIt("commonmark", {"html": False, "typographer": True, "breaks": True}).enable(
    ["table", "smartquotes"]
)


# The same few answers are shown again and again.
@lru_cache(maxsize=256)
def render_markdown(text: str, *, breaks: bool = False) -> str:
    """Return Markdown as sanitised HTML.

    Links may be http, https, mailto and tel; they open in a new tab that learns nothing of this one.

    Args:
        text: Markdown.
        breaks: Whether each line stays a line of its own, as in a message that somebody typed.
    """
    return nh3.clean(
        (_with_breaks if breaks else _markdown).render(text),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    ).strip()
