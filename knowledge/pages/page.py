"""The door: a page in, entries out."""

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector

from knowledge.adoption import NO_CATEGORY
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidPage
from knowledge.links import links_in
from knowledge.pages.accordions import read_details, read_expanders
from knowledge.pages.found import Found
from knowledge.pages.linked_data import merge, read_linked_data
from knowledge.pages.markdown import to_markdown
from knowledge.pages.plugin import ENTRY_PATH, PluginMarkup
from knowledge.pages.rows import read_rows
from knowledge.pages.text import attribute
from knowledge.pages.theme import read_archive, read_entry_page
from knowledge.titles import key_of_title, normalise_title, slug_of

LARGEST_PAGE = 5_000_000
"""Bytes; a page of a hundred answers is a tenth of it."""

LONGEST_ADDRESS = 500

Reader = Callable[[BeautifulSoup, str | None], list[Found]]

READERS: dict[str, Reader] = {
    "the FAQ plugin, first version": PluginMarkup("ufaq-").read,
    "the FAQ plugin, second version": PluginMarkup("ewd-ufaq-").read,
    "a table of questions and categories": read_rows,
    "the page of one entry": read_entry_page,
    "the archive of a category": read_archive,
    "details with a summary": read_details,
    "buttons with aria-expanded": read_expanders,
}
"""The generations of visible markup; the first that finds an entry reads the page."""


def read_page(html: str | bytes, address: str | None = None) -> list[FaqEntry]:
    """Read every question of a page.

    Keys come from the address or the number that the page gives an entry, else from its title;
    `knowledge.adoption` finds the keys under which we know them.

    Args:
        html: The page as it was saved.
        address: Where it comes from; if None, the page is asked.

    Raises:
        InvalidPage: If it holds no FAQ, or is too large or too deeply nested to be read.
    """
    if len(html) > LARGEST_PAGE:
        raise InvalidPage(f"The page is larger than {LARGEST_PAGE:,} bytes, which no FAQ page is.")
    try:
        soup = _parse(html)
        address = address or _address_of(soup)
        # Linked data first: readers take apart what they read.
        linked = read_linked_data(soup, address)
        shown = next((found for read in READERS.values() if (found := read(soup, address))), [])
        found = _once(merge(linked, shown))
        entries = _with_keys(found, [_entry(item, address) for item in found])
    except RecursionError as error:
        raise InvalidPage("The page is nested too deeply to be read.") from error
    if not entries:
        kinds = ", ".join(READERS)
        raise InvalidPage(f"No FAQ was found in this page. It was searched for {kinds} and linked data.")
    return entries


def _parse(html: str | bytes) -> BeautifulSoup:
    with warnings.catch_warnings():
        # Whatever is no page ends in a clear error of our own.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html if isinstance(html, str) else _decode(html), "lxml")


def _decode(html: bytes) -> str:
    html, encoding = EncodingDetector.strip_byte_order_mark(html)
    if encoding is None:
        try:
            return html.decode()
        except UnicodeDecodeError:
            # Browsers read a page that names no encoding in this way.
            encoding = EncodingDetector.find_declared_encoding(html, is_html=True) or "windows-1252"
    try:
        return html.decode(encoding, errors="replace")
    except LookupError:
        return html.decode("windows-1252", errors="replace")


def _address_of(soup: BeautifulSoup) -> str | None:
    """Return the address that the page names as its own, or the one that a browser noted on saving it."""
    link = soup.find("link", rel="canonical") or soup.find("link", rel="shortlink")
    meta = soup.find("meta", property="og:url")
    candidates = [attribute(link, "href") if link else "", attribute(meta, "content") if meta else ""]
    comments = soup.find_all(string=lambda text: isinstance(text, Comment), limit=20)
    candidates += re.findall(r"saved from url=\(\d+\)(\S+)", " ".join(comments))
    return next((text for text in candidates if urlsplit(text).scheme in ("http", "https")), None)


def _once(found: Iterable[Found]) -> list[Found]:
    """Keep an entry that stands in several groups once: the same id, address or question."""
    kept: dict[str, Found] = {}
    for item in found:
        name = item.post_id or item.permalink or normalise_title(item.question)
        first = kept.get(name)
        if first is None:
            kept[name] = item
        elif not first.categories:
            kept[name] = replace(first, categories=item.categories)
    return list(kept.values())


def _entry(item: Found, address: str | None) -> FaqEntry:
    body = to_markdown(item.answer, address)
    # Entries move from page to page of an archive as others are added; their own page stays.
    source = item.permalink if address is None or "/ufaq-category/" in address else address
    return FaqEntry(
        key="",
        category=(item.categories[0] if item.categories else NO_CATEGORY)[:120],
        title=item.question,
        body=body,
        source=_without_page(source or address or ""),
        links=links_in(body),
    )


def _without_page(address: str) -> str:
    address = re.sub(r"/page/\d+/?$", "/", address)
    return address if len(address) <= LONGEST_ADDRESS else ""


def _with_keys(found: list[Found], entries: list[FaqEntry]) -> list[FaqEntry]:
    taken: set[str] = set()
    named: list[FaqEntry] = []
    for item, entry in zip(found, entries, strict=True):
        key = base = _key_of(item)
        number = 2
        while key in taken:
            key, number = f"{base[:76].rstrip('-')}-{number}", number + 1
        taken.add(key)
        named.append(replace(entry, key=key))
    return named


def _key_of(item: Found) -> str:
    path = ENTRY_PATH.search(urlsplit(item.permalink or "").path)
    slug = slug_of(unquote(path[1])) if path else ""
    numbered = f"faq-{item.post_id}" if item.post_id else ""
    return slug or numbered or key_of_title(item.question) or "faq"
