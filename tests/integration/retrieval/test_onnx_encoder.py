"""The exported model beside the one that it was made from."""

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import BrokenIndex, Unavailable
from retrieval.encoder import INSTALLED, SentenceTransformerEncoder, installed_model
from retrieval.examples import read_examples
from retrieval.onnx_encoder import BATCH, GRAPH, MANIFEST, OnnxEncoder, _batches
from retrieval.onnx_export import fingerprint_of, kept

TRAINING_DATA = Path(__file__).parents[3] / "training_data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OnnxEncoder:
    return kept(installed_model(), INSTALLED, folder)


@pytest.fixture(scope="module")
def original() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture
def copy(encoder: OnnxEncoder, folder: Path, tmp_path: Path) -> Path:
    (made,) = folder.iterdir()
    for path in made.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


class TestOnnxEncoder:
    def test_gives_the_vectors_of_sentence_transformers(self, encoder, original):
        messages = [example.text for example in read_examples(TRAINING_DATA)][::60]
        messages += ["", " ", "😀", "x" * 3000, "a long question " * 300]

        assert np.abs(encoder.encode(messages) - original.encode(messages)).max() < 1e-4

    def test_a_text_has_the_same_vector_alone_and_among_others(self, encoder):
        texts = ["UEP", "How much is the fee to accede to the code, and who pays it?", "meetings"]

        alone = np.vstack([encoder.encode([text]) for text in texts])

        assert encoder.encode(texts) == pytest.approx(alone, abs=1e-5)

    def test_has_the_name_and_the_dimension_of_the_original(self, encoder, original):
        assert (encoder.name, encoder.dimension) == (original.name, original.dimension)

    def test_takes_no_texts(self, encoder):
        assert encoder.encode([]).shape == (0, 384)

    def test_refuses_a_graph_that_was_changed(self, copy):
        with (copy / GRAPH).open("ab") as file:
            file.write(b"more")

        with pytest.raises(BrokenIndex, match="isn't what was written"):
            OnnxEncoder(copy)

    def test_refuses_an_older_layout(self, copy):
        manifest = json.loads((copy / MANIFEST).read_text())
        (copy / MANIFEST).write_text(json.dumps(manifest | {"format": 0}))

        with pytest.raises(BrokenIndex):
            OnnxEncoder(copy)

    @pytest.mark.parametrize("words", ["", "[]", "{}", "not JSON"])
    def test_refuses_a_manifest_that_says_nothing(self, copy, words):
        (copy / MANIFEST).write_text(words)

        with pytest.raises(BrokenIndex, match="no usable encoder"):
            OnnxEncoder(copy)


class TestKept:
    def test_exports_once(self, encoder, folder):
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        kept(installed_model(), INSTALLED, folder)

        assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before

    def test_makes_a_damaged_one_anew(self, tmp_path):
        place = tmp_path / fingerprint_of(installed_model())[:16]
        place.mkdir()
        (place / MANIFEST).write_text("{}")
        (tmp_path / "older").mkdir()

        encoder = kept(installed_model(), INSTALLED, tmp_path)

        assert encoder.encode(["hello"]).shape == (1, 384)
        assert list(tmp_path.iterdir()) == [place]

    def test_leaves_nothing_behind_where_there_is_no_model(self, tmp_path):
        model, folder = tmp_path / "model", tmp_path / "encoder"
        model.mkdir()

        with pytest.raises(Unavailable):
            kept(model, "none", folder)

        assert not folder.exists() or list(folder.iterdir()) == []


class TestBatches:
    def test_hold_texts_of_like_length(self):
        assert list(_batches(["a" * 600, "b" * 20, "c" * 70, "d" * 200])) == [[1, 2], [3], [0]]

    def test_hold_every_text_once_and_not_too_many(self):
        batches = list(_batches(["same"] * (2 * BATCH + 1)))

        assert [len(batch) for batch in batches] == [BATCH, BATCH, 1]
        assert sorted(place for batch in batches for place in batch) == list(range(2 * BATCH + 1))
