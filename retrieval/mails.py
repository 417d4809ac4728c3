"""Mails as texts to learn from: who wrote each, and which entries of the FAQ answer it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from knowledge.errors import InvalidTrainingData

Writer = Literal["person", "machine", "spam"]
"""Who wrote a mail; "spam" is what a person or a machine sent to sell or to cheat."""

LONGEST_LETTER = 6_000
"""Letters of a text that count: who wrote it shows long before."""


@dataclass(frozen=True)
class Letter:
    """A mail as its reader sees it, without any technical field.

    Attributes:
        name: The sender's display name.
        mailbox: What stands before the at sign of the sender's address.
        subject: The subject.
        text: What the sender says, with greeting, signature and footer, without quotes.
    """

    name: str
    mailbox: str
    subject: str
    text: str


@dataclass(frozen=True)
class MailExample:
    """A mail to learn from.

    Attributes:
        letter: The mail.
        writer: Who wrote it.
        keys: The entries that answer it; empty where people must; None where nobody has said.
        hand: Who made it up: the name of the file.
    """

    letter: Letter
    writer: Writer
    keys: tuple[str, ...] | None
    hand: str


@dataclass(frozen=True)
class Impression:
    """What the words of a mail say of it, as probabilities; even where nobody has looked.

    Attributes:
        machine: That no person with a matter of their own wrote it: a machine, or who wants to sell or cheat.
        people: That people have to answer it, whatever the FAQ says; nothing where a machine wrote it.
    """

    machine: float = 0.5
    people: float = 0.5


def read_mails(folder: Path) -> list[MailExample]:
    """Read ``mails/<hand>.jsonl``, in the order of names.

    Raises:
        InvalidTrainingData: If a line can't be read, naming the file and the line, or there is none at all.
    """
    examples = [example for path in sorted(folder.glob("mails/*.jsonl")) for example in _read(path)]
    if not examples:
        raise InvalidTrainingData(f"There are no training mails in {folder / 'mails'}.")
    return examples


def runs_of(letter: Letter) -> list[str]:
    """Return what a classifier sees of what a mail says: its runs of up to three words and signs.

    Numbers count by how many figures they have, and the ends of lines and paragraphs are signs too: the
    layout tells much of who wrote a mail.
    """
    said = [*_words(letter.subject), _PARAGRAPH, *_words(letter.text[:LONGEST_LETTER])]
    runs = (said[start : start + length] for length in (1, 2, 3) for start in range(len(said) - length + 1))
    return [*map(" ".join, runs)]


def sender_of(letter: Letter) -> list[str]:
    """Return what a classifier sees of a mail's sender: the words of the name and of the mailbox."""
    return [f"from {word}" for word in _words(f"{letter.name} {re.sub(r'[._+-]', ' ', letter.mailbox)}")]


_TOKEN = re.compile(r"\w+|[^\w\s]|\n\s*")
_LINE, _PARAGRAPH = "¶", "¶¶"


def _words(text: str) -> list[str]:
    return [_plain(token) for token in _TOKEN.findall(text.lower())]


def _plain(token: str) -> str:
    if token[0] == "\n":
        return _PARAGRAPH if token.count("\n") > 1 else _LINE
    if token.isdigit():
        return "0" * min(len(token), 4)
    return "x0" if any(map(str.isdigit, token)) else token


def _read(path: Path) -> Iterator[MailExample]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            letter = Letter(*(str(row[part]) for part in ("name", "mailbox", "subject", "text")))
            keys = tuple(row["keys"]) if "keys" in row else None
            writer = row["writer"]
        except (ValueError, KeyError, TypeError) as error:
            message = f"{path.name}, line {number}: needs writer, name, mailbox, subject, text ({error!r})."
            raise InvalidTrainingData(message) from error
        if writer not in get_args(Writer):
            raise InvalidTrainingData(f"{path.name}, line {number}: nobody knows the writer {writer!r}.")
        yield MailExample(letter, writer, keys, path.stem)
