"""What a model is made of: the files that it is trained on, and the hash that tells whether they changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

BOT = Path(__file__).resolve().parent
TRAINING_DATA = BOT.parent / "training_data"
PARTS = ("nlu", "rules", "stories")
"""The folders of the training data that Rasa reads."""

MODEL = "model.tar.gz"
MANIFEST = "manifest.json"


def training_files(data: Path, parts: Iterable[str] = PARTS) -> list[Path]:
    """Return the training files in a fixed order."""
    return sorted(path for part in parts for path in (data / part).rglob("*.yml"))


def question_files(data: Path) -> list[Path]:
    """Return the files of messages that several entries fit: ranked, but not learnt from."""
    return sorted((data / "questions").glob("*.jsonl"))


def fingerprint(data: Path, parts: Iterable[str] = PARTS, more: Iterable[Path] = ()) -> str:
    """Return a hash over everything that a model depends on.

    Args:
        data: The folder of the training data.
        parts: The folders in it that count.
        more: Further files below it that count.
    """
    own = [
        BOT / "config.yml",
        *sorted((BOT / "domain").glob("*.yml")),
        *sorted((BOT / "components").glob("*.py")),
    ]
    digest = hashlib.sha256(version("rasa").encode())
    for path in [*own, *training_files(data, parts), *more]:
        base = data if path.is_relative_to(data) else BOT
        digest.update(f"\n{path.relative_to(base).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest, or an empty one where there is none that can be read."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest in one step, so that nobody reads half of it."""
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)


def is_intact(path: Path, manifest: dict[str, Any]) -> bool:
    """Tell whether a file is the one that the manifest was written for."""
    return path.is_file() and bool(manifest.get("sha256")) and sha256(path) == manifest["sha256"]
