"""Writes the page whole or not at all."""

import os
from pathlib import Path

from connectors.cli.report.page import Evaluated, page
from knowledge.errors import InvalidInput


def write_page(folder: Path, evaluated: Evaluated) -> Path:
    """Write index.html into the folder, which is made where it is missing; return its path.

    Raises:
        InvalidInput: If it can't be written.
    """
    file = folder / "index.html"
    draft = folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(page(evaluated), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise InvalidInput(f"{file} can't be written: {error.strerror}.") from error
    return file
