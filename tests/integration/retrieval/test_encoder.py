"""The real model, as it is installed."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import Unavailable
from retrieval.encoder import SentenceTransformerEncoder, installed_model


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


class TestSentenceTransformerEncoder:
    def test_gives_vectors_of_length_one(self, encoder: SentenceTransformerEncoder) -> None:
        vectors = encoder.encode(["How do I join?", "What is credit cover?"])

        assert vectors.shape == (2, encoder.dimension) == (2, 384)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)

    def test_finds_meaning_behind_other_words(self, encoder: SentenceTransformerEncoder) -> None:
        asked, same, other = encoder.encode(
            ["How much is the fee to accede?", "price of joining", "minutes of the last meeting"]
        )

        assert asked @ same > asked @ other

    def test_takes_no_texts(self, encoder: SentenceTransformerEncoder) -> None:
        assert encoder.encode([]).shape == (0, 384)

    def test_is_named_after_its_model(self, encoder: SentenceTransformerEncoder) -> None:
        assert encoder.name == "all-MiniLM-L6-v2"

    def test_loads_from_any_folder(self, encoder: SentenceTransformerEncoder) -> None:
        other = SentenceTransformerEncoder(installed_model())

        assert other.encode(["the same"]) == pytest.approx(encoder.encode(["the same"]))

    def test_says_which_folder_holds_no_model(self, tmp_path: Path) -> None:
        with pytest.raises(Unavailable, match=str(tmp_path)):
            SentenceTransformerEncoder(tmp_path)
