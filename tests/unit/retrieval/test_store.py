import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import BrokenIndex
from retrieval.model import Model
from retrieval.store import Inputs, ModelStore, fingerprint
from retrieval.training import train
from tests.doubles.encoder import WordEncoder
from tests.unit.retrieval.small import ENTRIES, EXAMPLES, QUESTIONS

ENCODER = WordEncoder()
LEARNT = {entry.key: f"print of {entry.key}" for entry in ENTRIES}
INPUTS = Inputs("inputs", "data", LEARNT)


@pytest.fixture(scope="module")
def model() -> Model:
    return train(ENTRIES, EXAMPLES, QUESTIONS, ENCODER, rankings={})


class TestModelStore:
    def test_gives_back_what_it_was_given(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)

        again = store.load(INPUTS)

        vectors = ENCODER.encode(["monthly newsletter"])
        expected = model.weigh(model.voices.score(["monthly newsletter"], vectors))
        assert again.weigh(again.voices.score(["monthly newsletter"], vectors)) == pytest.approx(
            expected, abs=1e-6
        )

    def test_says_what_the_model_is_made_of(self, model: Model, tmp_path: Path) -> None:
        ModelStore(tmp_path).save(model, ENCODER, INPUTS)

        manifest = ModelStore(tmp_path).manifest()

        assert (manifest.encoder, manifest.dimension, manifest.entries) == ("words", 32, 3)
        assert "vectors.faiss" in manifest.files

    def test_refuses_to_serve_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(BrokenIndex, match="no search index yet"):
            ModelStore(tmp_path).load(INPUTS)

    def test_refuses_a_stale_model(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)

        with pytest.raises(BrokenIndex, match="older than the FAQ"):
            store.load(replace(INPUTS, all="other inputs"))

    def test_gives_an_older_model_to_whoever_brings_it_up_to_date(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        edited = Inputs("other inputs", "data", LEARNT | {"join": "new print"})

        again, learnt = store.load_usable(edited)

        assert again.voices.labels == model.voices.labels
        assert learnt == LEARNT

    def test_gives_nobody_a_model_of_other_training_data(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)

        with pytest.raises(BrokenIndex, match="older than the training data"):
            store.load_usable(Inputs("other inputs", "other data", LEARNT))

    def test_completes_the_manifest_of_a_model_from_before(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        path = tmp_path / "current" / "manifest.json"
        old = json.loads(path.read_text())
        path.write_text(json.dumps({name: old[name] for name in old if name not in {"data", "learnt"}}))

        store.load(INPUTS)

        assert store.load_usable(replace(INPUTS, all="other inputs"))[1] == LEARNT

    def test_names_each_model_anew(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        before = store.name
        store.save(model, ENCODER, INPUTS)

        assert store.name != before

    @pytest.mark.parametrize("name", ["vectors.faiss", "model.json", "spelling.npz"])
    def test_refuses_a_damaged_file(self, model: Model, tmp_path: Path, name: str) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        with (tmp_path / "current" / name).open("ab") as file:
            file.write(b"!")

        with pytest.raises(BrokenIndex, match=f"damaged: {name}"):
            store.load(INPUTS)

    def test_refuses_a_missing_file(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        (tmp_path / "current" / "vectors.faiss").unlink()

        with pytest.raises(BrokenIndex, match="damaged"):
            store.load(INPUTS)

    def test_keeps_the_old_model_when_the_new_one_fails(self, model: Model, tmp_path: Path) -> None:
        class Unwilling(Model):
            def save(self, folder: Path) -> None:
                (folder / "half").write_text("half")
                raise OSError("disk full")

        store = ModelStore(tmp_path)
        store.save(model, ENCODER, INPUTS)
        with pytest.raises(OSError, match="disk full"):
            store.save(Unwilling(model.voices, model.heard, model.alone), ENCODER, replace(INPUTS, all="new"))

        assert store.manifest().inputs == "inputs"
        assert len(list(tmp_path.glob("model-*"))) == 1

    def test_keeps_no_more_than_two(self, model: Model, tmp_path: Path) -> None:
        store = ModelStore(tmp_path)
        for number in range(4):
            store.save(model, ENCODER, replace(INPUTS, all=f"inputs {number}"))

        assert len(list(tmp_path.glob("model-*"))) == 2
        assert store.manifest().inputs == "inputs 3"


class TestFingerprint:
    def test_changes_with_every_input(self) -> None:
        prints = {
            fingerprint(ENTRIES, EXAMPLES, QUESTIONS, {}, "words"),
            fingerprint(ENTRIES[1:], EXAMPLES, QUESTIONS, {}, "words"),
            fingerprint(ENTRIES, EXAMPLES[1:], QUESTIONS, {}, "words"),
            fingerprint(ENTRIES, EXAMPLES, [], {}, "words"),
            fingerprint(ENTRIES, EXAMPLES, QUESTIONS, {("hand_1", "x"): []}, "words"),
            fingerprint(ENTRIES, EXAMPLES, QUESTIONS, {}, "other"),
        }

        assert len(prints) == 6
