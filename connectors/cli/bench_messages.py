"""The messages of the comparison: a fair selection of our own, or somebody's file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from connectors.services.conversation_text import clean_text
from knowledge.errors import InvalidInput
from retrieval.examples import read_examples, read_open_questions

T = TypeVar("T")


def training_messages(folder: Path) -> list[str]:
    """Return all messages of the training data: each phrasing, then each open question, once.

    Raises:
        InvalidTrainingData: If the training data can't be read.
    """
    texts = [example.text for example in read_examples(folder)]
    texts += [question.text for question in read_open_questions(folder)]
    return list(dict.fromkeys(clean_text(text) for text in texts))


def read_messages(file: Path) -> list[str]:
    """Read a file of JSON lines, each an object with a "text"; all else in a line is left alone.

    Raises:
        InvalidInput: If the file can't be read, or names the first line that can't be used.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InvalidInput(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file} isn't UTF-8 text.") from error
    texts = [_read(line, f"{file}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not texts:
        raise InvalidInput(f"{file} holds no message.")
    return texts


def evenly(items: Sequence[T], count: int) -> list[T]:
    """Return so many items at equal distances; all of them where there are no more."""
    if count >= len(items):
        return list(items)
    return [items[(2 * position + 1) * len(items) // (2 * count)] for position in range(count)]


def _read(line: str, where: str) -> str:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InvalidInput(f"{where}: this isn't JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InvalidInput(f'{where}: a line is an object such as {{"text": "…"}}.')
    try:
        return clean_text(row["text"])
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from error
