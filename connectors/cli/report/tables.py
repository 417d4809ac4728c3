"""Comparisons that take long are measured once and kept, with the day.

What was measured here is kept beside the report. Before that a report shows what the project's own
figures in `docs/figures` say.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from connectors.cli.report.page import Table
from connectors.settings import ROOT
from knowledge.errors import InvalidInput

ABLATION = "ablation.json"
PLAIN = "plain_rasa.json"
"""A plain Rasa bot's figures: DIET and the response selector alone."""

PUBLISHED = ROOT / "docs" / "figures"


def read_tables(folder: Path, published: Path = PUBLISHED) -> list[Table]:
    """Return what was kept in the folder, or else what is published; nothing where neither is.

    Raises:
        InvalidInput: If a file can't be used; names it.
    """
    files = [
        next(filter(Path.is_file, (folder / name, published / name)), None) for name in (ABLATION, PLAIN)
    ]
    return [_read(file) for file in files if file]


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
