"""Reads the training data: labelled messages, each known by the hand that wrote it.

The hand matters: what one person wrote is easy to recognise from the rest of what they wrote, so
everything that is fitted on scores is fitted on messages by a hand that training did not see.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import InvalidTrainingData
from retrieval.labels import label_of

STAFF = "staff"
"""The hand of the phrasings that staff add."""


@dataclass(frozen=True)
class Example:
    """A message and the one label that it stands under.

    Attributes:
        text: What a person wrote.
        label: An entry key or an intent, see `retrieval.labels`.
        hand: Who wrote it: the name of the folder.
    """

    text: str
    label: str
    hand: str


@dataclass(frozen=True)
class OpenQuestion:
    """A message that several entries fit: too short to tell (``ambiguous``) or several at once (``multi``).

    Attributes:
        text: What a person wrote.
        answers: The keys of the entries, best or first asked first.
        kind: ``ambiguous`` or ``multi``.
        hand: Who wrote it.
    """

    text: str
    answers: tuple[str, ...]
    kind: str
    hand: str


def read_examples(folder: Path) -> list[Example]:
    """Read ``nlu/<hand>/*.yml`` in Rasa's format, in the order of names.

    Raises:
        InvalidTrainingData: If a file can't be read or there is no example at all.
    """
    examples = [
        Example(text, label_of(block["intent"]), path.parent.name)
        for path in sorted(folder.glob("nlu/*/*.yml"))
        for block in _blocks(path)
        for text in _lines(path, block)
    ]
    if not examples:
        raise InvalidTrainingData(f"There are no training messages in {folder / 'nlu'}.")
    return examples


def read_open_questions(folder: Path) -> list[OpenQuestion]:
    """Read ``questions/<hand>.jsonl``, in the order of names.

    Raises:
        InvalidTrainingData: If a line can't be read; names the file and the line.
    """
    questions = []
    for path in sorted(folder.glob("questions/*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                questions.append(OpenQuestion(row["text"], tuple(row["answers"]), row["kind"], path.stem))
            except (ValueError, KeyError, TypeError) as error:
                message = f"{path.name}, line {number}: needs kind, text and answers ({error})."
                raise InvalidTrainingData(message) from error
    return questions


def _blocks(path: Path) -> Iterator[dict[str, Any]]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for block in content["nlu"]:
            if "intent" in block:
                yield block
    except (yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InvalidTrainingData(f"{path.name} is not in Rasa's training format: {error}.") from error


def _lines(path: Path, block: dict[str, Any]) -> Iterator[str]:
    for line in str(block.get("examples", "")).splitlines():
        if not line.strip():
            continue
        if not line.startswith("- "):
            raise InvalidTrainingData(
                f"{path.name}, {block['intent']}: an example starts with '- ': {line!r}."
            )
        yield line.removeprefix("- ").strip()
