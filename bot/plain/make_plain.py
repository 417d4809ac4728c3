"""Writes and trains the plain bot: ``python plain/make_plain.py --out FOLDER [--epochs 3]``.

Leaves ``model.tar.gz``, ``manifest.json``, ``credentials.yml`` and the folder ``project``, which holds
what the bot was trained on. As long as the manifest's hashes fit nothing is done.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Started by its path, a script finds its neighbours only, and not the modules of the bot.
sys.path.insert(0, str(HERE.parent))
from quiet import be_quiet, quieten_rasa, tell  # noqa: E402 - see above

be_quiet()

from material import (  # noqa: E402 - nothing may load before be_quiet
    MANIFEST,
    MODEL,
    TRAINING_DATA,
    is_intact,
    read_manifest,
    sha256,
    training_files,
    write_manifest,
)

from plain import recipe  # noqa: E402

EPOCHS = 3
BEAT = 15.0
"""Seconds between two signs of life."""

CREDENTIALS = "credentials.yml"
TRAINING = ".training-"


def main(arguments: list[str] | None = None) -> int:
    """Write and train the bot where that wasn't done before; return the exit status."""
    options = _parser().parse_args(arguments)
    model, manifest = options.out / MODEL, options.out / MANIFEST
    wanted = fingerprint(options.data, options.epochs, options.examples)
    known = read_manifest(manifest)
    if known.get("fingerprint") == wanted and is_intact(model, known):
        tell(f"The plain bot is there already (it was trained in {known.get('seconds')} s).")
        return 0
    began = time.perf_counter()
    project = options.out / "project"
    project.mkdir(parents=True, exist_ok=True)
    for left_over in options.out.glob(f"{TRAINING}*"):
        # From a training that was ended by force.
        shutil.rmtree(left_over, ignore_errors=True)
    tell("Loading Rasa.")
    quieten_rasa()
    count = write_project(project, options.data, options.epochs, options.examples)
    (options.out / CREDENTIALS).write_text("rest:\n", encoding="utf-8")
    tell(f"Training the plain bot on {count} messages, {options.epochs} epochs.")
    with tempfile.TemporaryDirectory(dir=options.out, prefix=TRAINING) as folder, _signs_of_life(began):
        trained = train(project, Path(folder))
        if trained is None:
            tell("Training failed: see the message above.", error=True)
            return 1
        trained.replace(model)
    seconds = round(time.perf_counter() - began, 1)
    facts = {"epochs": options.epochs, "messages": count, "seconds": seconds}
    write_manifest(manifest, {"model": MODEL, "sha256": sha256(model), "fingerprint": wanted, **facts})
    tell(f"Trained the plain bot in {seconds} s.")
    return 0


def fingerprint(data: Path, epochs: int, examples: int | None) -> str:
    """Return a hash over everything that the plain bot depends on."""
    digest = hashlib.sha256(f"{version('rasa')} {epochs} {examples}".encode())
    for path in [
        HERE / "config.yml",
        HERE / "recipe.py",
        *_phrasings(data),
        *sorted((data / "faq").glob("*.md")),
    ]:
        digest.update(f"\n{path.name} {sha256(path)}".encode())
    return digest.hexdigest()


def write_project(folder: Path, data: Path, epochs: int, examples: int | None) -> int:
    """Write what Rasa trains on; return the number of messages."""
    from rasa.shared.utils.io import read_yaml_file, write_yaml

    answers = recipe.read_answers(data / "faq")
    grouped = recipe.group_examples(_read_phrasings(data), answers, examples)
    parts: dict[str, dict[str, Any]] = {
        "config": recipe.config(dict(read_yaml_file(HERE / "config.yml")), epochs),
        "domain": recipe.domain(grouped, answers),
        "nlu": recipe.nlu(grouped),
        "rules": recipe.rules(grouped),
    }
    for name, content in parts.items():
        write_yaml(content, folder / f"{name}.yml")
    return sum(len(texts) for texts in grouped.values())


def train(project: Path, folder: Path) -> Path | None:
    """Train on the written files and return the model's path, or None where Rasa didn't make one."""
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    try:
        result = rasa_train(
            domain=str(project / "domain.yml"),
            config=str(project / "config.yml"),
            training_files=[str(project / "nlu.yml"), str(project / "rules.yml")],
            output=str(folder),
            force_training=True,
            fixed_model_name="model",
        )
    except RasaException as error:
        tell(str(error), error=True)
        return None
    return Path(result.model) if result.model else None


def _phrasings(data: Path) -> list[Path]:
    return [path for path in training_files(data, ["nlu"]) if path.parent.name.startswith("hand_")]


def _read_phrasings(data: Path) -> Iterator[tuple[str, str]]:
    from rasa.shared.nlu.training_data.loading import load_data

    for path in _phrasings(data):
        for message in load_data(str(path)).intent_examples:
            yield message.get("text"), message.get("intent")


@contextmanager
def _signs_of_life(began: float) -> Iterator[None]:
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            tell(f"  still learning, {time.perf_counter() - began:.0f} s")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Write and train the plain bot, where that wasn't done before."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the model and its manifest")
    parser.add_argument("--data", type=Path, default=TRAINING_DATA, help="folder of the training data")
    parser.add_argument("--epochs", type=_positive, default=EPOCHS, help="rounds of training")
    parser.add_argument(
        "--examples", type=_positive, help="most messages of each intent; all where not given"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
