"""The fields at the head of an entry's file, and what is wrong with them, line by line."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from knowledge.entries import Audience, FaqEntry, Link

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEVER_TYPED = re.compile(r"[\x00-\x1f\x7f]")
SCHEMES = ("https", "http", "mailto", "tel")
AUDIENCES: tuple[str, ...] = get_args(Audience)


class Problem(Exception):
    """Something in a file can't be used.

    Args:
        lines: One a problem, ready to follow the name of the file: ", line 3: …".
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines

    @classmethod
    def at(cls, line: int | None, text: str) -> "Problem":
        """Name one problem, with its line in the file where that is known."""
        return cls([_placed(line, text)])


def _placed(line: int | None, text: str) -> str:
    place = f", line {line}" if line else ""
    return f"{place}: {text}."


def _text(most: int) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"is {value!r}; it should be a text")
        if len(value) > most:
            raise ValueError(f"has {len(value)} characters; at most {most} are allowed")
        text = " ".join(value.split())
        if found := _NEVER_TYPED.search(text):
            raise ValueError(f"holds {found[0]!r}, which nobody can see; please take it out")
        return text

    return check


def _key(value: object) -> str:
    text = _text(80)(value)
    if not KEY.fullmatch(text):
        raise ValueError(f"is {text!r}; allowed are lower-case letters and digits, joined by hyphens")
    return text


def _audience(value: object) -> object:
    if value not in AUDIENCES:
        raise ValueError(f"is {value!r}; allowed are {' and '.join(AUDIENCES)}")
    return value


def _day(value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise ValueError(f"is {str(value)!r}; it should be a day like 2026-11-23, or be left out")


def _address(*schemes: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        text = _text(500)(value)
        parts = urlsplit(text)
        if parts.scheme not in schemes or not (parts.netloc or (parts.path and parts.scheme in schemes[2:])):
            raise ValueError(f"is {text!r}; it should be an address that begins with {_or(schemes)}")
        if re.search(r"[\s<>\"]", text):
            raise ValueError(f"is {text!r}; an address holds no spaces, quotation marks or angle brackets")
        return text

    return check


def _or(schemes: tuple[str, ...]) -> str:
    starts = [f"{scheme}://" if scheme.startswith("http") else f"{scheme}:" for scheme in schemes]
    return ", ".join(starts[:-1]) + " or " + starts[-1]


class FrontMatterLink(BaseModel):
    """A line of ``links``."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, BeforeValidator(_text(200))]
    url: Annotated[str, BeforeValidator(_address(*SCHEMES))]

    def as_link(self) -> Link:
        """Return it as the value that the rest of the service uses."""
        return Link(self.text, self.url)


class FrontMatter(BaseModel):
    """The fields, in the order in which they are written."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, BeforeValidator(_key)]
    category: Annotated[str, BeforeValidator(_text(120))]
    title: Annotated[str, BeforeValidator(_text(400))]
    audience: Annotated[Audience, BeforeValidator(_audience)] = "everyone"
    source: Annotated[str, BeforeValidator(_address(*SCHEMES[:2]))]
    reviewed: Annotated[date | None, BeforeValidator(_day)] = None
    links: list[FrontMatterLink] = []

    @classmethod
    def of(cls, entry: FaqEntry) -> "FrontMatter":
        """Return the fields of an entry, unchecked: what is stored can always be written."""
        return cls.model_construct(
            key=entry.key,
            category=entry.category,
            title=entry.title,
            audience=entry.audience,
            source=entry.source,
            reviewed=entry.reviewed_on,
            links=[FrontMatterLink.model_construct(text=link.text, url=link.url) for link in entry.links],
        )


def read_front_matter(text: str, *, first_line: int) -> FrontMatter:
    """Read and check the fields.

    Args:
        text: YAML.
        first_line: The line of the file at which it begins.

    Raises:
        Problem: If a field is missing, unknown, given twice or can't be used; names them all.
    """
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = first_line + error.problem_mark.line if error.problem_mark else None
        raise Problem.at(line, f"the front matter can't be read: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        # PyYAML lets the ValueError of an impossible day through.
        raise Problem.at(first_line, f"the front matter can't be read: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise Problem.at(first_line, "the front matter should be lines like `key: contact-helpdesk`")
    lines, twice = _lines_of(root, first_line)
    try:
        fields = FrontMatter.model_validate(values)
    except ValidationError as error:
        twice += [_describe(detail, lines) for detail in error.errors()]
        raise Problem(twice) from error
    if twice:
        raise Problem(twice)
    return fields


def _lines_of(root: yaml.MappingNode, first_line: int) -> tuple[dict[tuple[Any, ...], int], list[str]]:
    """Return the line of each field and of each link, and what is given twice."""
    lines: dict[tuple[Any, ...], int] = {}
    twice: list[str] = []
    for name, value in root.value:
        line = first_line + name.start_mark.line
        if (name.value,) in lines:
            twice.append(
                _placed(line, f"{name.value} is given twice; it stands in line {lines[name.value,]} too")
            )
        lines.setdefault((name.value,), line)
        if isinstance(value, yaml.SequenceNode):
            for number, item in enumerate(value.value):
                lines[name.value, number] = first_line + item.start_mark.line
    return lines, twice


def _describe(detail: Any, lines: dict[tuple[Any, ...], int]) -> str:
    location = tuple(detail["loc"])
    line = lines.get(location[:2]) or lines.get(location[:1])
    name = location[0] if len(location) == 1 else f"{location[-1]} of a link"
    match detail["type"]:
        case "missing":
            return _placed(line, f"{name} is missing")
        case "extra_forbidden":
            known = FrontMatter if len(location) == 1 else FrontMatterLink
            return _placed(line, f"{name} is unknown; allowed are {', '.join(known.model_fields)}")
        case "value_error":
            return _placed(line, f"{name} {detail['msg'].removeprefix('Value error, ')}")
        case _:
            return _placed(line, "links should be a list of `text` and `url`")
