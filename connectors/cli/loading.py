"""The settings as commands need them: complete, with secrets that were made when none were set."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from connectors.settings import Settings, load_settings
from knowledge.errors import InvalidSettings

SECRETS = (("web", "secret"), ("answers", "token"), ("bot", "token"), ("mail", "secret"), ("data", "key"))
"""The settings that are made at first start, by section and name."""


def load_complete_settings() -> Settings:
    """Read the settings and fill in the secrets that the environment leaves empty.

    Raises:
        InvalidSettings: If a setting, or the file of secrets, can't be used.
    """
    settings = load_settings()
    return with_secrets(settings, settings.data.folder / "secrets.json")


def with_secrets(settings: Settings, file: Path) -> Settings:
    """Return the settings with every empty secret read from ``file``, or made and kept there.

    Raises:
        InvalidSettings: If the file isn't what this function writes.
    """
    empty = [(s, n) for s, n in SECRETS if not getattr(getattr(settings, s), n).get_secret_value()]
    if not empty:
        return settings
    kept = _read(file)
    missing = [f"{s}_{n}" for s, n in empty if f"{s}_{n}" not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(32) for name in missing}
        _write(file, kept)
    for section, name in empty:
        changed = getattr(settings, section).model_copy(update={name: SecretStr(kept[f"{section}_{name}"])})
        settings = settings.model_copy(update={section: changed})
    return settings


def change_settings(settings: Settings, **changes: dict[str, Any]) -> Settings:
    """Return the settings with some values replaced, as in ``bot={"port": 9000}``."""
    sections = {name: getattr(settings, name).model_copy(update=values) for name, values in changes.items()}
    return settings.model_copy(update=sections)


def _read(file: Path) -> dict[str, str]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or not all(isinstance(v, str) and v for v in kept.values()):
        raise InvalidSettings(f"{file} can't be read. Delete it: new secrets are made at the next start.")
    return kept


def _write(file: Path, kept: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    # Created readable by its owner alone, and swapped in whole, so that nobody reads half of it.
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(kept, out, indent=1)
    draft.replace(file)
