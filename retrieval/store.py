"""Keeps fitted models on disk: each in a folder of its own, with a manifest, swapped atomically.

``current`` is a link to the folder in use. A new model is written beside it and checked, then the
link is replaced in one step, so a reader finds the old model or the new one, never half of one.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from knowledge.entries import FaqEntry
from knowledge.errors import BrokenIndex
from retrieval.checksums import checksum
from retrieval.encoder import Encoder
from retrieval.examples import Example, OpenQuestion
from retrieval.model import Model
from retrieval.training import Rankings

FORMAT = 7
"""Raised when older folders can't be read any more, or when training would give another model."""

KEPT = 2
"""How many folders stay: the one in use, and the one before for whoever still reads it."""


@dataclass(frozen=True)
class Manifest:
    """What a stored model is made of.

    Attributes:
        encoder: The name of the encoder.
        dimension: The length of its vectors.
        entries: The number of FAQ entries.
        inputs: The fingerprint of all that the model was trained on.
        files: The SHA-256 of each file, by name.
        format: The version of this layout.
        data: The fingerprint of the same without the FAQ and what staff have added to it.
        learnt: The fingerprint of each entry with its phrasings, by key.
    """

    encoder: str
    dimension: int
    entries: int
    inputs: str
    files: dict[str, str]
    format: int = FORMAT
    data: str = ""
    learnt: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Inputs:
    """What a model is trained on, as fingerprints.

    Attributes:
        all: Of everything.
        data: Of everything but the FAQ and what staff have added to it: the training data, the
            dialogue server's rankings, the encoder.
        learnt: Of each entry with its phrasings, by key.
    """

    all: str
    data: str
    learnt: Mapping[str, str]


def fingerprint(
    entries: Sequence[FaqEntry],
    examples: Sequence[Example],
    questions: Sequence[OpenQuestion],
    rankings: Rankings,
    encoder: str,
) -> str:
    """Return the SHA-256 of everything that training depends on, hexadecimal."""
    parts: list[object] = [FORMAT, encoder]
    parts += [[entry.key, entry.title, entry.body] for entry in entries]
    parts += [list(asdict(example).values()) for example in examples]
    parts += [[q.text, q.answers, q.kind, q.hand] for q in questions]
    parts += [
        [*name, [[i.name, i.confidence] for i in intents]] for name, intents in sorted(rankings.items())
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class ModelStore:
    """The folder of stored models."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def _current(self) -> Path:
        return self._folder / "current"

    @property
    def name(self) -> str:
        """Name the current model; another name is another model."""
        return self._current.resolve().name

    def save(self, model: Model, encoder: Encoder, inputs: Inputs) -> Manifest:
        """Write a model and make it the current one; on any error the old one stays."""
        with self._new_folder() as folder:
            model.save(folder)
            paths = sorted(path for path in folder.rglob("*") if path.is_file())
            files = {path.relative_to(folder).as_posix(): checksum(path) for path in paths}
            made = (encoder.name, encoder.dimension, len(inputs.learnt), inputs.all, files)
            manifest = Manifest(*made, data=inputs.data, learnt=inputs.learnt)
            self._write(folder, manifest)
            self._point_to(folder)
        self._tidy()
        return manifest

    def manifest(self) -> Manifest:
        """Return the current manifest.

        Raises:
            BrokenIndex: If there is none, or it can't be read.
        """
        try:
            return Manifest(**json.loads((self._current / "manifest.json").read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise BrokenIndex("There is no search index yet.") from error
        except (OSError, ValueError, TypeError) as error:
            raise BrokenIndex("The search index has no readable manifest.") from error

    def load(self, inputs: Inputs) -> Model:
        """Return the current model.

        Args:
            inputs: What a model must be trained on to be the current one.

        Raises:
            BrokenIndex: If it is missing, damaged, or was trained on something else.
        """
        manifest = self.manifest()
        if manifest.format != FORMAT or manifest.inputs != inputs.all:
            raise BrokenIndex("The search index is older than the FAQ or the training data.")
        return self._read(self._complete(manifest, inputs))

    def load_usable(self, inputs: Inputs) -> tuple[Model, Mapping[str, str]]:
        """Return the current model also where the FAQ has changed since, with what it has learnt of it.

        Raises:
            BrokenIndex: If it is missing, damaged, or was trained on other training data.
        """
        manifest = self.manifest()
        if manifest.format == FORMAT and manifest.inputs == inputs.all:
            return self._read(self._complete(manifest, inputs)), inputs.learnt
        if manifest.format != FORMAT or not manifest.learnt or manifest.data != inputs.data:
            raise BrokenIndex("The search index is older than the training data.")
        return self._read(manifest), manifest.learnt

    def _complete(self, manifest: Manifest, inputs: Inputs) -> Manifest:
        """Write down what a model from before this was kept has learnt, while that is known."""
        if manifest.learnt:
            return manifest
        complete = replace(manifest, data=inputs.data, learnt=inputs.learnt)
        self._write(self._current.resolve(), complete)
        return complete

    def _write(self, folder: Path, manifest: Manifest) -> None:
        draft = folder / f"manifest-{secrets.token_hex(8)}"
        draft.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        draft.replace(folder / "manifest.json")

    def _read(self, manifest: Manifest) -> Model:
        folder = self._current.resolve()
        for name, written in manifest.files.items():
            if not (folder / name).is_file() or checksum(folder / name) != written:
                raise BrokenIndex(f"The search index is damaged: {name} is not what was written.")
        return Model.load(folder)

    @contextmanager
    def _new_folder(self) -> Iterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = self._folder / f"model-{secrets.token_hex(8)}"
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _point_to(self, folder: Path) -> None:
        link = self._folder / f"link-{secrets.token_hex(8)}"
        link.symlink_to(folder.name)
        link.replace(self._current)

    def _tidy(self) -> None:
        current = self._current.resolve()
        folders = sorted(self._folder.glob("model-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        others = [folder for folder in folders if folder != current]
        for folder in others[KEPT - 1 :]:
            shutil.rmtree(folder, ignore_errors=True)
