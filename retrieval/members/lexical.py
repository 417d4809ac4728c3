"""Judges by words: BM25 over all that was ever said under a label (Robertson and Zaragoza 2009)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from retrieval.encoder import Vectors
from retrieval.material import Material, Scores

SCALE = 10.0
"""Brings the scores, which are 0 to about 40, near those of the other members."""


def _words(texts: Sequence[str]) -> list[list[str]]:
    return bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)  # type: ignore[no-any-return]


class LexicalMember:
    """BM25 with one document a label: its messages, titles and passages."""

    def __init__(self, index: Any, labels: int) -> None:
        self._index = index
        self._labels = labels

    @classmethod
    def fit(cls, material: Material) -> "LexicalMember":
        documents: list[list[str]] = [[] for _ in material.labels]
        numbers = [*material.numbers, *material.passage_numbers]
        for words, number in zip(_words([*material.texts, *material.passages]), numbers, strict=True):
            documents[number].extend(words)
        index = bm25s.BM25()
        index.index(documents, show_progress=False)
        return cls(index, len(material.labels))

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that was seen."""
        return frozenset(self._index.vocab_dict)

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:  # noqa: ARG002 - judges by texts alone
        rows = [self._row([w for w in words if w in self._index.vocab_dict]) for words in _words(texts)]
        return np.stack(rows) if rows else np.zeros((0, self._labels))

    def _row(self, words: list[str]) -> Scores:
        if not words:
            return np.zeros(self._labels)
        return np.asarray(self._index.get_scores(words), np.float64) / SCALE

    def save(self, folder: Path) -> None:
        self._index.save(str(folder / "lexical"), show_progress=False)
        (folder / "lexical.json").write_text(json.dumps(self._labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalMember":
        labels = json.loads((folder / "lexical.json").read_text(encoding="utf-8"))
        return cls(bm25s.BM25.load(str(folder / "lexical")), labels)
