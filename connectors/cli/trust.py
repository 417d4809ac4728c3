"""Only models that our own training wrote are loaded: a foreign model file can run code."""

import hashlib
import json
from pathlib import Path

from knowledge.errors import HelpdeskError

MANIFEST = "manifest.json"


class UntrustedModel(HelpdeskError):
    """The dialogue model isn't the one that the training wrote."""


def trusted_model(folder: Path) -> Path:
    """Return the model file in a folder whose SHA-256 is the one in the training's manifest.

    Raises:
        UntrustedModel: If there is no model, or it is another one.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        name, expected = str(manifest["model"]), str(manifest["sha256"])
    except FileNotFoundError as error:
        raise UntrustedModel(
            "There is no dialogue model yet. Run `helpdesk train` (or `make setup`), which makes one."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UntrustedModel(f"{folder / MANIFEST} is damaged. Run `helpdesk train --force`.") from error
    model = folder / Path(name).name
    if not model.is_file():
        raise UntrustedModel(f"The dialogue model {model} is missing. Run `helpdesk train --force`.")
    with model.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != expected:
        raise UntrustedModel(
            f"The dialogue model {model} isn't the one that the training wrote, so it isn't loaded. "
            "Run `helpdesk train --force` to make it anew."
        )
    return model
