"""HTML to the text that a person would see, line by line; quoted blocks are marked with ">"."""

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.etree import _Element

from connectors.mail.hidden import is_hidden, rules_of
from connectors.mail.limits import LONGEST_HTML, LONGEST_TEXT

_NEVER_SHOWN = frozenset(
    """
    head script style template noscript title meta link object embed iframe audio video canvas
    datalist select textarea input button map frameset noframes noembed xml
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header html legend li main menu nav ol p pre section summary table
    tbody tfoot thead tr ul
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"))
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
RULE = "_" * 32
"""What a horizontal line becomes: mail programs draw one above what they quote."""


def html_to_text(html: str) -> str:
    """Return the visible text of HTML, all of it or more than is read of a text; never fails."""
    html = html[:LONGEST_HTML].replace("\0", "")
    if "<" not in html:
        return html
    try:
        # Bytes with a known encoding, so that a <meta> that names another one has no say.
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, no_network=True)
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return ""
    page = _Page()
    hidden_names = rules_of(root)
    hidden_inside = 0
    for event, element in _walk(root):
        if event == "start":
            if hidden_inside or _skips(element, hidden_names):
                hidden_inside += 1
            else:
                page.open(element)
        else:
            if hidden_inside:
                hidden_inside -= 1
            else:
                page.close(element)
            if not hidden_inside:
                page.say(element.tail)
        if page.letters > LONGEST_TEXT:
            break
    return page.text()


def _walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    """Yield the start and the end of every element without recursion: nesting has no limit here."""
    walker = lxml.etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walker:
        if event == "comment":
            # The text that follows a comment belongs to the page.
            yield "start", element
            yield "end", element
        else:
            yield event, element


def _skips(element: _Element, hidden_names: frozenset[str]) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True
    return tag.rpartition(":")[2] in _NEVER_SHOWN or is_hidden(element, hidden_names)


class _Page:
    """The lines that were read so far.

    Attributes:
        letters: How many the lines hold, without marks of quotes and ends of lines.
    """

    def __init__(self) -> None:
        self.letters = 0
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0

    def open(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._end_line(always=True)
        elif tag == "hr":
            self._end_line()
            self._line.append(RULE)
            self._end_line()
        elif tag in {"td", "th"}:
            self._line.append(" ")
        elif tag in _BLOCKS:
            self._end_line()
            self._gap(tag)
            self._depth += tag == "blockquote"
            if tag == "li":
                self._line.append("- ")
        self.say(element.text, keep_lines=tag == "pre")

    def close(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._end_line()
            self._depth -= tag == "blockquote"
            self._gap(tag)

    def say(self, text: str | None, *, keep_lines: bool = False) -> None:
        if not text:
            return
        if keep_lines:
            for line in text.splitlines():
                self._line.append(line)
                self._end_line(always=True)
            return
        self._line.append(_SPACE.sub(" ", text))

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _gap(self, tag: str) -> None:
        if tag in _PARAGRAPHS and self._lines and self._lines[-1].strip("> "):
            self._lines.append("> " * min(self._depth, 3))

    def _end_line(self, *, always: bool = False) -> None:
        line = _SPACE.sub(" ", "".join(self._line)).strip()
        self._line = []
        self.letters += len(line)
        if line or always:
            self._lines.append("> " * min(self._depth, 3) + line)
