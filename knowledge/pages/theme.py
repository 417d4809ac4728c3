"""Pages of the site's theme: the page of one entry, and the archive of a category."""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from knowledge.pages.found import Found
from knowledge.pages.plugin import ENTRY_PATH
from knowledge.pages.text import HEADINGS, attribute, body_of, classes_of, is_chrome, question_of, text_of

_ARCHIVE_PATH = re.compile(r"/ufaq-category/([^/]+)(/page/\d+)?/?$")
_CONTENT = ".entry-content, .post-content, .article-content, [itemprop=articleBody]"
_NOISE = (
    "nav, footer, aside, form, script, style, button, .pagination, .nav-links, .navigation, "
    ".post-navigation, .entry-meta, .entry-footer, .sharedaddy, #comments"
)
_NO_QUESTIONS = frozenset(
    ("feedback", "close slider", "leave a reply", "search", "menu", "categories", "contact us")
)


def read_entry_page(soup: BeautifulSoup, address: str | None) -> list[Found]:
    """Read ``/ufaqs/<slug>/``: the heading is the question, the rest its answer."""
    if not (ENTRY_PATH.search(_path(address)) or re.search(r"\bsingle-ufaq\b", _body_classes(soup))):
        return []
    main = body_of(soup)
    heading = main.select_one(".entry-title") or main.find("h1") or soup.find("h1")
    question = question_of(heading) if heading else ""
    if heading is None or not question:
        return []
    categories = _linked_categories(main)
    content = main.select_one(_CONTENT)
    answer = _cleaned(str(content)) if content else _after(heading, [heading])
    return [Found(question, answer, categories, _post_id(soup), address)]


def read_archive(soup: BeautifulSoup, address: str | None) -> list[Found]:
    """Read ``/ufaq-category/<slug>/``: headings, each followed by its whole answer."""
    if not (_ARCHIVE_PATH.search(_path(address)) or re.search(r"\btax-ufaq-category\b", _body_classes(soup))):
        return []
    main = body_of(soup)
    category = _archive_category(soup, main, address)
    headings = _entry_headings(main)
    found: list[Found] = []
    for heading in headings:
        link = heading.find("a", href=True) or heading.find_parent("a", href=True)
        permalink = urljoin(address or "", attribute(link, "href")) if link else ""
        is_entry = ENTRY_PATH.search(_path(permalink)) is not None
        question = question_of(heading)
        if question:
            answer = _after(heading, headings)
            found.append(Found(question, answer, category, None, permalink if is_entry else None))
    return found


def _entry_headings(main: Tag) -> list[Tag]:
    """Return the headings that are questions: those with a link to an entry, else the most common level."""
    headings = [
        heading
        for heading in main.find_all(HEADINGS)
        if text_of(heading) and text_of(heading).casefold() not in _NO_QUESTIONS and not is_chrome(heading)
    ]
    linked = [heading for heading in headings if _leads_to_entry(heading)]
    if linked:
        return linked
    articles = [article for article in main.find_all("article") if article.find(HEADINGS)]
    if len(articles) > 1:
        return [heading for article in articles if (heading := article.find(HEADINGS)) in headings]
    by_level = {level: [h for h in headings if h.name == level] for level in HEADINGS[1:]}
    return max(by_level.values(), key=len)


def _leads_to_entry(heading: Tag) -> bool:
    link = heading.find("a", href=True) or heading.find_parent("a", href=True)
    return link is not None and ENTRY_PATH.search(_path(attribute(link, "href"))) is not None


def _after(heading: Tag, headings: list[Tag]) -> str:
    """Return what follows a heading, up to the next one."""
    place = heading
    # The heading may be wrapped; its answer then follows the wrapper.
    while (
        place.parent
        and place.parent.name not in ("body", "main")
        and text_of(place.parent) == text_of(heading)
    ):
        place = place.parent
    parts: list[str] = []
    for sibling in place.next_siblings:
        if isinstance(sibling, Tag):
            within = [sibling, *sibling.find_all(HEADINGS)]
            if any(tag is other for tag in within for other in headings):
                break
        parts.append(str(sibling))
    return _cleaned("".join(parts))


def _cleaned(html: str) -> str:
    soup = BeautifulSoup(f"<div>{html}</div>", "lxml")
    for tag in soup.select(_NOISE):
        if not tag.decomposed:
            tag.decompose()
    return soup.body.decode_contents() if soup.body else ""


def _archive_category(soup: BeautifulSoup, main: Tag, address: str | None) -> tuple[str, ...]:
    heading = main.find("h1") or soup.find("h1")
    name = re.sub(r"^(?:faq\s+)?(?:category|archives?)\s*:\s*", "", text_of(heading), flags=re.IGNORECASE)
    if name:
        return (name,)
    found = _ARCHIVE_PATH.search(_path(address))
    return (found[1].replace("-", " ").capitalize(),) if found else ()


def _linked_categories(main: Tag) -> tuple[str, ...]:
    links = [link for link in main.find_all("a", href=True) if "/ufaq-category/" in attribute(link, "href")]
    return tuple(dict.fromkeys(name for link in links if (name := text_of(link))))


def _post_id(soup: BeautifulSoup) -> str | None:
    found = re.search(r"\bpostid-(\d+)\b", _body_classes(soup))
    return found[1] if found else None


def _body_classes(soup: BeautifulSoup) -> str:
    return classes_of(soup.body) if soup.body else ""


def _path(address: str | None) -> str:
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""
