"""What a careful editor would remark about the FAQ before it is published."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidCorpus
from knowledge.links import links_in
from knowledge.titles import normalise_title

EMPTY_WORDS = frozenset(
    {"here", "click here", "this", "this link", "this page", "link", "page", "read more", "more"}
)
"""Link texts that say nothing to someone who reads only the links."""


def read_addresses(path: Path) -> tuple[str, ...]:
    """Read the addresses that answers may point to: one a line, * for anything, # for remarks.

    Raises:
        InvalidCorpus: If the file can't be read.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCorpus(f"The list of known addresses can't be read: {path}.") from error
    return tuple(line for line in lines if line and not line.startswith("#"))


def lint(entries: Sequence[FaqEntry], *, today: date, known_addresses: Collection[str]) -> list[str]:
    """Return remarks on the entries, one a line; none where all is well.

    Args:
        entries: The FAQ.
        today: The day from which the age of a review is counted.
        known_addresses: The addresses that are known to be real; ``*`` stands for anything.
    """
    remarks = [
        f"{entry.key}: {remark}."
        for entry in entries
        for rule in _RULES
        for remark in rule(entry, today, known_addresses)
    ]
    return remarks + list(_double_titles(entries))


def _answer(entry: FaqEntry, _today: date, _known: Collection[str]) -> Iterator[str]:
    if not entry.body.strip():
        yield "the answer is empty"


def _title(entry: FaqEntry, _today: date, _known: Collection[str]) -> Iterator[str]:
    if not entry.title.rstrip().endswith("?"):
        yield "the title is no question; it should end with a question mark"


def _source(entry: FaqEntry, _today: date, _known: Collection[str]) -> Iterator[str]:
    if not entry.source:
        yield "there is no source, so nobody can compare the answer with it"


def _review(entry: FaqEntry, today: date, _known: Collection[str]) -> Iterator[str]:
    if entry.reviewed_on is None:
        yield "nobody has reviewed it yet"
    elif entry.reviewed_on > today:
        yield f"the review is dated {entry.reviewed_on}, which is still to come"
    elif entry.reviewed_on < _a_year_before(today):
        yield f"the last review, on {entry.reviewed_on}, is more than 12 months ago"


def _links(entry: FaqEntry, _today: date, known: Collection[str]) -> Iterator[str]:
    in_body = links_in(entry.body)
    for link in dict.fromkeys((*in_body, *entry.links)):
        if link.text.strip(" .").casefold() in EMPTY_WORDS or not link.text.strip():
            yield f"the link to {link.url} has the text {link.text!r}, which doesn't say where it leads"
    listed, written = {link.url for link in entry.links}, {link.url for link in in_body}
    for url in dict.fromkeys(link.url for link in (*in_body, *entry.links)):
        if not _is_known(url, known):
            yield f"the address {url} is not among the known ones"
        if url not in listed:
            yield f"the address {url} stands in the answer, but not among the links"
        if url not in written:
            yield f"the address {url} stands among the links, but not in the answer"


def _is_known(url: str, known: Collection[str]) -> bool:
    return any(fnmatchcase(url.rstrip("/"), pattern.rstrip("/")) for pattern in known)


def _a_year_before(day: date) -> date:
    # The last year of 29 February had no such day.
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )


def _double_titles(entries: Sequence[FaqEntry]) -> Iterator[str]:
    first: dict[str, FaqEntry] = {}
    for entry in entries:
        other = first.setdefault(normalise_title(entry.title), entry)
        if other is not entry:
            yield f"{entry.key}: the title is the same as that of {other.key}."


_Rule = Callable[[FaqEntry, date, Collection[str]], Iterator[str]]
_RULES: tuple[_Rule, ...] = (_answer, _title, _source, _review, _links)
