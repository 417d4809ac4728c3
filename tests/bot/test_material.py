import shutil

import material
import pytest
from material import TRAINING_DATA, fingerprint, is_intact, read_manifest, sha256, write_manifest


@pytest.fixture
def data(tmp_path):
    """A copy of the training data that a test may change."""
    return shutil.copytree(TRAINING_DATA, tmp_path / "training_data")


class TestFingerprint:
    def test_a_copy_has_the_same(self, data):
        assert fingerprint(data) == fingerprint(TRAINING_DATA)

    @pytest.mark.parametrize("file", ["nlu/dialogue.yml", "rules/dialogue.yml", "stories/dialogue.yml"])
    def test_it_changes_with_every_file(self, file, data):
        before = fingerprint(data)
        with (data / file).open("a") as opened:
            opened.write("\n")

        assert fingerprint(data) != before

    def test_it_changes_when_a_file_moves_to_another_writer(self, data):
        before = fingerprint(data)
        (data / "nlu/dialogue.yml").rename(data / "nlu/other.yml")

        assert fingerprint(data) != before

    def test_the_rankings_do_not_depend_on_rules(self, data):
        before = fingerprint(data, ["nlu"])
        (data / "rules/dialogue.yml").unlink()

        assert fingerprint(data, ["nlu"]) == before

    def test_it_changes_with_the_pipeline(self, data, tmp_path, monkeypatch):
        before = fingerprint(data)
        own = tmp_path / "bot"
        for part in ("domain", "components"):
            shutil.copytree(material.BOT / part, own / part)
        (own / "config.yml").write_text((material.BOT / "config.yml").read_text() + "# changed\n")
        monkeypatch.setattr(material, "BOT", own)

        assert fingerprint(data) != before


class TestManifest:
    def test_what_was_written_is_intact(self, tmp_path):
        model, manifest = tmp_path / "model", tmp_path / "manifest"
        model.write_bytes(b"numbers")
        write_manifest(manifest, {"sha256": sha256(model)})

        assert is_intact(model, read_manifest(manifest))

    def test_a_changed_or_missing_file_is_not(self, tmp_path):
        model = tmp_path / "model"
        model.write_bytes(b"numbers")
        known = {"sha256": sha256(model)}
        model.write_bytes(b"other numbers")

        assert not is_intact(model, known)
        assert not is_intact(tmp_path / "nothing", known)
        assert not is_intact(model, {})

    @pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
    def test_a_broken_manifest_is_an_empty_one(self, text, tmp_path):
        path = tmp_path / "manifest"
        path.write_text(text)

        assert read_manifest(path) == {}
