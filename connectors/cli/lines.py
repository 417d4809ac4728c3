"""Labelled messages in, predictions out: files of JSON lines, read with care and written whole."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInput


@dataclass(frozen=True)
class Item:
    """One message of a labels file."""

    id: str
    text: str


def read_items(file: Path) -> list[Item]:
    """Read the messages of a labels file; whatever else a line holds is left alone.

    Raises:
        InvalidInput: Names every line that can't be used; nothing is returned then.
    """
    items: list[Item] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            item = _read_item(line)
        except InvalidInput as error:
            problems.append(f"{file}, line {number}: {error}")
            continue
        if item.id in seen:
            problems.append(f"{file}, line {number}: the id {item.id!r} stands in line {seen[item.id]} too.")
        seen[item.id] = number
        items.append(item)
    if problems:
        raise InvalidInput("\n".join(problems))
    if not items:
        raise InvalidInput(f"{file} holds no message.")
    return items


def write_lines(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line; the file appears whole or not at all.

    Raises:
        InvalidInput: If the file can't be written.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InvalidInput(f"{file} can't be written: {error.strerror}.") from error


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines(): it also cuts at characters that may stand inside a message.
        return file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InvalidInput(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file} isn't UTF-8 text.") from error


def _read_item(line: str) -> Item:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InvalidInput("this isn't JSON.") from error
    if not isinstance(row, dict):
        raise InvalidInput('a line is an object such as {"id": "d001", "text": "…"}.')
    for name in ("id", "text"):
        if not isinstance(row.get(name), str) or (name == "id" and not row[name]):
            raise InvalidInput(f'"{name}" has to be a string.')
    return Item(row["id"], row["text"])
