"""Labelled texts of any FAQ: what may be learnt from them, and what a file of them must look like."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidTrainingData
from retrieval.text import normalise

MOST_TEXTS = 20_000
"""As many are learnt from: the table of their likenesses then takes 1.6 GB."""

NAMED = 5
"""So many faulty lines are named before the rest is only counted."""


@dataclass(frozen=True)
class LabelledText:
    """A text with the labels that fit it; with none it is out of scope."""

    text: str
    answers: tuple[str, ...]


def read_texts(file: Path) -> list[LabelledText]:
    """Read one JSON object a line: ``{"text": …, "answers": [label, …]}``.

    Raises:
        InvalidTrainingData: If the file or a line of it can't be used; names the lines.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InvalidTrainingData(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidTrainingData(f"{file} isn't UTF-8 text.") from error
    texts: list[LabelledText] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                texts.append(_read(line))
            except InvalidTrainingData as error:
                problems.append(f"{file}, line {number}: {error}")
    if len(problems) > NAMED:
        problems[NAMED:] = [f"{len(problems) - NAMED} more lines can't be used either."]
    if problems:
        raise InvalidTrainingData("\n".join(problems))
    return texts


def gather(texts: Iterable[LabelledText]) -> list[LabelledText]:
    """Return what can be learnt from: normalised, each text once with all its labels, none without words.

    Raises:
        InvalidTrainingData: If fewer than two labels are left, so that there is nothing to tell apart.
    """
    answers: dict[str, dict[str, None]] = {}
    for text in texts:
        words = normalise(text.text)
        if words:
            answers.setdefault(words, {}).update(dict.fromkeys(text.answers))
    labels = sorted({label for labels in answers.values() for label in labels})
    if len(labels) < 2:
        found = f"there is only {labels[0]!r}" if labels else "there is none"
        raise InvalidTrainingData(f"At least two labels are needed to tell texts apart; {found}.")
    return [LabelledText(words, tuple(labels)) for words, labels in answers.items()]


def thin_out(texts: Sequence[LabelledText], most: int = MOST_TEXTS) -> list[LabelledText]:
    """Return at most about ``most`` texts, of each label the same share and at least one."""
    if len(texts) <= most:
        return list(texts)
    by_label: dict[tuple[str, ...], list[LabelledText]] = {}
    for text in texts:
        by_label.setdefault(text.answers[:1], []).append(text)
    share = most / len(texts)
    return [
        group[int(place / share)]
        for group in by_label.values()
        for place in range(max(int(len(group) * share), 1))
    ]


def _read(line: str) -> LabelledText:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise InvalidTrainingData("this isn't JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InvalidTrainingData('a line is an object such as {"text": "…", "answers": ["label"]}.')
    answers = row.get("answers")
    if not isinstance(answers, list) or not all(isinstance(label, str) and label for label in answers):
        raise InvalidTrainingData(f'"answers" has to be a list of labels, not {json.dumps(answers)[:80]}.')
    return LabelledText(row["text"], tuple(dict.fromkeys(answers)))
