"""What a member is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from retrieval.encoder import Vectors
from retrieval.material import Material, Scores


class Member(Protocol):
    """Scores every label for a message; higher is likelier, the scale is its own."""

    @classmethod
    def fit(cls, material: Material) -> Self:
        """Learn from the material."""
        ...

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Return the scores of normalised texts and their vectors, shape (n, labels)."""
        ...

    def save(self, folder: Path) -> None:
        """Write what was learnt into files of the folder."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        ...
