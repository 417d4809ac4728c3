"""The FAQ plugin's markup in its generations; they differ in the prefix of the classes.

Early pages and those of the late first version ("ufaq-…") name the question by a link or a heading
and may hold microdata, a header list that repeats every question, ratings, authors and dates. From
the second version on every class begins with "ewd-ufaq-…", and the link of a title leads nowhere.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from knowledge.pages.categories import row_category
from knowledge.pages.found import Found
from knowledge.pages.text import (
    HEADINGS,
    attribute,
    category_names,
    classes_of,
    inner_html,
    question_of,
    text_of,
)

_ID_ATTRIBUTES = ("data-postid", "data-post_id", "data-post-id")
_NOISE = re.compile(
    r"\b(?:ewd-)?ufaq-\S*(?:categor|tags?\b|rating|author|date|social|permalink|comment|back-to-top|navigation)"
)
ENTRY_PATH = re.compile(r"/ufaqs/([^/]+)/?$")


@dataclass(frozen=True)
class PluginMarkup:
    """One generation of the plugin's markup.

    Args:
        prefix: What the classes begin with.
    """

    prefix: str

    def read(self, soup: BeautifulSoup, address: str | None) -> list[Found]:
        """Read every entry."""
        for link in soup.select(f".{self.prefix}faq-header-link"):
            link.decompose()
        divs = soup.select(f".{self.prefix}faq-div")
        groups = [self._group(div) for div in divs]
        found: list[Found] = []
        # Misnested tags put an entry into the one before it. From the last to the first, each is
        # taken out when it was read, so that none is read as a part of another.
        for div, group in zip(reversed(divs), reversed(groups), strict=True):
            if item := self._read_entry(div, group, address):
                found.append(item)
            div.extract()
        return found[::-1]

    def _group(self, div: Tag) -> tuple[str, ...]:
        group = div.find_parent(class_=f"{self.prefix}faq-category")
        title = group.select_one(f".{self.prefix}faq-category-title") if group else None
        name = question_of(title) if title else ""
        return (name,) if name else row_category(div)

    def _read_entry(self, div: Tag, group: tuple[str, ...], address: str | None) -> Found | None:
        title = self._title(div)
        question = question_of(title) if title else ""
        if not question:
            return None
        categories = self._categories(div) or group
        permalink = self._permalink(div, address)
        return Found(question, self._answer(div), categories, _post_id(div), permalink)

    def _title(self, div: Tag) -> Tag | None:
        text = div.select_one(f".{self.prefix}faq-title-text")
        if text:
            return text.find(HEADINGS) or text
        title = div.select_one(f".{self.prefix}faq-title")
        if title is None:
            return None
        return title.select_one("a.ewd-ufaq-post-margin") or title.find(HEADINGS) or title

    def _answer(self, div: Tag) -> str:
        body = div.select_one(f".{self.prefix}faq-body")
        for name in (f".{self.prefix}faq-post", "[itemprop=text]", f".{self.prefix}faq-body"):
            tag = (body or div).select_one(name) or div.select_one(name)
            if tag is None:
                continue
            for part in tag.find_all(class_=True):
                if not part.decomposed and _NOISE.search(classes_of(part)):
                    part.decompose()
            if text_of(tag):
                return inner_html(tag)
        return ""

    def _categories(self, div: Tag) -> tuple[str, ...]:
        tag = div.select_one(f".{self.prefix}faq-categories")
        if tag is None:
            return ()
        links = tuple(name for link in tag.find_all("a") if (name := text_of(link)))
        return links or category_names(text_of(tag))

    def _permalink(self, div: Tag, address: str | None) -> str | None:
        links = div.select(
            f".{self.prefix}permalink a, .{self.prefix}faq-permalink a, .{self.prefix}faq-title a"
        )
        for link in links:
            whole = urljoin(address or "", attribute(link, "href").strip())
            if ENTRY_PATH.search(urlsplit(whole).path):
                return whole
        return None


def _post_id(div: Tag) -> str | None:
    for tag in (div, *div.find_all(True)):
        for name in _ID_ATTRIBUTES:
            # Behind the number may stand a random part that changes on every load.
            if number := re.match(r"\d+", attribute(tag, name)):
                return number.group()
    return None
