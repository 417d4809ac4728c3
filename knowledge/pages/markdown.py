"""An answer's HTML as Markdown: lists, tables and links stay, what is only looks goes."""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment
from markdownify import markdownify

from knowledge.pages.text import clean_text

SCHEMES = ("http", "https", "mailto", "tel")

_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "form", "button", "svg", "img", "picture",
    "video", "audio",
)  # fmt: skip
_NOISE = frozenset(("close slider", "feedback", "load more", "read more", "back to top", "close"))
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|&quot;(.*)&quot;", re.DOTALL)


def to_markdown(html: str, address: str | None) -> str:
    """Return an answer as Markdown.

    Args:
        html: The answer as it stands on the page.
        address: The page's address, which relative links start from.
    """
    soup = BeautifulSoup(f"<div>{html}</div>", "lxml")
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    _drop_noise(soup)
    _settle_links(soup, address)
    for string in soup.find_all(string=True):
        plain = string.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
        if plain != string:
            string.replace_with(plain)
    text = markdownify(
        str(soup), heading_style="ATX", bullets="-", newline_style="BACKSLASH", autolinks=False,
        table_infer_header=True,
    )  # fmt: skip
    return _without_quotes(_tidy(text))


def _drop_noise(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(["p", "div", "span", "a", "h2", "h3", "h4", "h5"]):
        if not tag.decomposed and clean_text(tag.get_text()).casefold() in _NOISE:
            tag.decompose()


def _settle_links(soup: BeautifulSoup, address: str | None) -> None:
    for link in soup.find_all("a"):
        target = _target(str(link.get("href") or ""), address)
        if target and clean_text(link.get_text()):
            link.attrs = {"href": target}
        else:
            # The words stay; there is nowhere to go.
            link.unwrap()


def _target(href: str, address: str | None) -> str | None:
    # Browsers pass over control characters, also in the middle of "javascript:".
    href = re.sub(r"[\x00-\x1f]+", "", href).strip()
    if not href or href.startswith("#"):
        return None
    if _EMAIL.fullmatch(href):
        return f"mailto:{href}"
    try:
        whole = urljoin(address or "", href)
        parts = urlsplit(whole)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES:
        return None
    if address and parts.fragment and whole.split("#")[0] == address.split("#")[0]:
        return None
    return whole.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r", "").split("\n")]
    # A line break before a gap is only looks.
    text = re.sub(r"\\\n(?=\s*\n|\Z)", "\n", "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip().removesuffix("\\").rstrip()


def _without_quotes(text: str) -> str:
    found = _QUOTED.fullmatch(text)
    return next(part for part in found.groups() if part is not None).strip() if found else text
