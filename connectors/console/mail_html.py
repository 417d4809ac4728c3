"""The HTML form of a mail, made safe when it is shown; what is kept stays as it came."""

import re
from collections import Counter
from collections.abc import Sequence

import nh3

_TAGS = {
    "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "code", "dd", "del",
    "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p",
    "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_WITH_CONTENT = {"script", "style", "template", "noscript", "title", "svg", "math", "textarea", "select"}
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

MOST_LINKS = 50

LONGEST_HTML = 400_000
"""Characters of HTML that are shown: a single element with so many attributes takes a second."""

MOST_OPEN = 5_000
"""Elements that may be open at once: the sanitiser takes four times as long for twice as many."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_CLOSED_BY_THEMSELVES = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    dd dt li p td th tr
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mail</title>'
    '<meta name="color-scheme" content="light"></head><body>{}</body></html>'
)


def safe_page(html: str) -> str:
    """Return a page with the HTML of a mail: text and links, no images, no styles, nothing that runs."""
    if is_too_deep(html):
        return _PAGE.format(
            "<p>This mail is nested too deeply to be shown as HTML. Please read it as text.</p>"
        )
    rest = "<hr><p>The rest is left out here.</p>" if len(html) > LONGEST_HTML else ""
    return _PAGE.format(_clean(html, []) + rest)


def links_of(html: str) -> Sequence[str]:
    """Return where the links of a mail lead, without repeats, as far as they may be followed."""
    found: list[str] = []
    if not is_too_deep(html):
        _clean(html, found)
    return list(dict.fromkeys(found))[:MOST_LINKS]


def is_too_deep(html: str) -> bool:
    """Tell whether so many elements are open at once that a browser's way of reading takes too long."""
    opened: Counter[str] = Counter()
    count = 0
    for tag in _TAG.finditer(html[:LONGEST_HTML]):
        name = tag[2].lower()
        if name in _CLOSED_BY_THEMSELVES or (tag[1] and not opened[name]):
            # An end without a beginning ends nothing.
            continue
        step = -1 if tag[1] else 1
        opened[name] += step
        count += step
        if count > MOST_OPEN:
            return True
    return False


def _clean(html: str, links: list[str]) -> str:
    def note(_tag: str, attribute: str, value: str) -> str | None:
        if attribute != "href":
            return value
        # An address without a scheme would lead into the console.
        if not value.strip().lower().startswith(tuple(f"{scheme}:" for scheme in _SCHEMES)):
            return None
        links.append(value.strip())
        return value

    return nh3.clean(
        html[:LONGEST_HTML],
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=note,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
