"""Trains the bot, when there is something new to learn: ``python train.py --out FOLDER [--force]``.

Leaves ``model.tar.gz`` and ``manifest.json`` in the folder. The manifest holds the hash of all that
the model was made of and the SHA-256 of the model; as long as both fit nothing is done.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

from quiet import be_quiet, quieten_rasa, tell

be_quiet()

from material import (  # noqa: E402 - nothing may load before be_quiet
    BOT,
    MANIFEST,
    MODEL,
    TRAINING_DATA,
    fingerprint,
    is_intact,
    read_manifest,
    sha256,
    training_files,
    write_manifest,
)


def main(arguments: list[str] | None = None) -> int:
    """Train and return the exit status."""
    options = _parser().parse_args(arguments)
    model, manifest = options.out / MODEL, options.out / MANIFEST
    wanted = fingerprint(options.data)
    known = read_manifest(manifest)
    if not options.force and known.get("fingerprint") == wanted and is_intact(model, known):
        tell("The bot is up to date: nothing to train.")
        return 0
    files = training_files(options.data)
    tell(f"Training the bot on {len(files)} files. This takes about a minute.")
    began = time.perf_counter()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.out, prefix=".training-") as folder:
        trained = train(files, Path(folder))
        if trained is None:
            tell("Training failed: see the message above.", error=True)
            return 1
        trained.replace(model)
    seconds = round(time.perf_counter() - began, 1)
    write_manifest(
        manifest,
        {
            "model": MODEL,
            "sha256": sha256(model),
            "fingerprint": wanted,
            "files": len(files),
            "seconds": seconds,
        },
    )
    tell(f"Trained the bot in {seconds} seconds.")
    return 0


def train(files: list[Path], folder: Path) -> Path | None:
    """Train on the files and return the model's path, or None where Rasa didn't make one."""
    tell("Loading Rasa.")
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    quieten_rasa()
    tell("Learning.")
    # Rasa prints where the model lies, which is a folder that is gone a moment later.
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            result = rasa_train(
                domain=str(BOT / "domain"),
                config=str(BOT / "config.yml"),
                training_files=[str(path) for path in files],
                output=str(folder),
                force_training=True,
                fixed_model_name="model",
            )
    except RasaException as error:
        tell(error, error=True)
        return None
    if not result.model:
        tell(printed.getvalue(), error=True)
        return None
    return Path(result.model)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Train the bot, when there is something new to learn.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model and its manifest")
    parser.add_argument("--data", type=Path, default=TRAINING_DATA, help="folder of the training data")
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
