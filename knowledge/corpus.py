"""The FAQ as a folder of files that people edit: one entry a file, front matter and Markdown."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidCorpus
from knowledge.front_matter import FrontMatter, Problem, read_front_matter

LARGEST_FILE = 200_000
"""Bytes; an answer that people read is far shorter."""


def read_corpus(folder: Path) -> list[FaqEntry]:
    """Read every entry of a folder, in the order of the file names.

    Raises:
        InvalidCorpus: If the folder holds no entry, a file can't be used or two have the same key.
            The message names all files and lines that need attention.
    """
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise InvalidCorpus(
            f"There are no FAQ entries in {folder}; an entry is a file whose name ends in .md."
        )
    entries: list[FaqEntry] = []
    problems: list[str] = []
    found_in: dict[str, Path] = {}
    for path in paths:
        try:
            entry = read_entry(path)
        except InvalidCorpus as error:
            problems.append(str(error))
            continue
        if entry.key in found_in:
            problems.append(f"{path}: the key {entry.key!r} stands in {found_in[entry.key].name} already.")
        found_in.setdefault(entry.key, path)
        entries.append(entry)
    if problems:
        raise InvalidCorpus("\n".join(problems))
    return entries


def read_entry(path: Path) -> FaqEntry:
    """Read one entry.

    Raises:
        InvalidCorpus: If the file can't be used; the message names the file and each line.
    """
    try:
        return parse_entry(_text_of(path))
    except Problem as problem:
        raise InvalidCorpus("\n".join(f"{path}{line}" for line in problem.lines)) from problem


def parse_entry(text: str) -> FaqEntry:
    """Read an entry from the text of a file.

    Raises:
        Problem: If it can't be used.
    """
    if "\x00" in text:
        raise Problem.at(None, "there is a NUL character in the text; remove it")
    handler = YAMLHandler()
    if not handler.detect(text):
        raise Problem.at(1, "a file begins with a line of three hyphens and its front matter")
    try:
        head, body = handler.split(text)
    except ValueError as error:
        raise Problem.at(1, "the front matter has no end; close it with a line of three hyphens") from error
    fields = read_front_matter(head.removeprefix("\n"), first_line=2)
    if not body.strip():
        raise Problem.at(None, "there is no answer below the front matter")
    return FaqEntry(
        key=fields.key,
        category=fields.category,
        title=fields.title,
        body=body.strip(),
        source=fields.source,
        reviewed_on=fields.reviewed,
        audience=fields.audience,
        links=tuple(link.as_link() for link in fields.links),
    )


def write_corpus(entries: Iterable[FaqEntry], folder: Path) -> list[Path]:
    """Write each entry to a file of its own, named by its key; return the files.

    Files of entries that are not among these stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for entry in entries:
        path = folder / f"{entry.key}.md"
        path.write_text(entry_as_text(entry), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def entry_as_text(entry: FaqEntry) -> str:
    """Return the text of an entry's file; `parse_entry` reads it back."""
    fields = FrontMatter.of(entry).model_dump()
    head = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n\n{entry.body.strip()}\n"


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Problem.at(None, f"the file is larger than {LARGEST_FILE:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem.at(None, "the file is not UTF-8 text; save it in that encoding") from error
    except OSError as error:
        raise Problem.at(None, f"the file can't be read: {error.strerror}") from error
