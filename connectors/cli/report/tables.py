"""Comparisons that take long are measured once and kept beside the report, with the day."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from connectors.cli.report.page import Table
from knowledge.errors import InvalidInput

ABLATION = "ablation.json"
PLAIN = "plain_rasa.json"
"""A plain Rasa bot's figures: DIET and the response selector alone."""


def read_tables(folder: Path) -> list[Table]:
    """Return what was kept in the folder; nothing where nothing was.

    Raises:
        InvalidInput: If a file can't be used; names it.
    """
    files = [folder / name for name in (ABLATION, PLAIN)]
    return [_read(file) for file in files if file.is_file()]


def keep_table(file: Path, table: Table) -> None:
    """Write a comparison for later reports.

    Raises:
        InvalidInput: If the file can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(table), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file} can't be written: {error.strerror}.") from error


def _read(file: Path) -> Table:
    try:
        stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        rows = tuple((str(name), tuple(map(_number, values))) for name, values in stored["rows"])
        return Table(str(stored["measured_on"]), str(stored["on"]), tuple(map(str, stored["columns"])), rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{file} holds no comparison ({error}); remove it or measure it anew.") from error


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
