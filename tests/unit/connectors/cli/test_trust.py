import hashlib
import json

import pytest

from connectors.cli.trust import UntrustedModel, trusted_model


def write_model(folder, content: bytes = b"a model", **manifest: object) -> None:
    (folder / "model.tar.gz").write_bytes(content)
    whole = {"model": "model.tar.gz", "sha256": hashlib.sha256(content).hexdigest(), **manifest}
    (folder / "manifest.json").write_text(json.dumps(whole))


class TestTrustedModel:
    def test_returns_the_model_that_the_manifest_describes(self, tmp_path):
        write_model(tmp_path)

        assert trusted_model(tmp_path) == tmp_path / "model.tar.gz"

    def test_refuses_a_model_that_was_exchanged(self, tmp_path):
        write_model(tmp_path)
        (tmp_path / "model.tar.gz").write_bytes(b"another model")

        with pytest.raises(UntrustedModel, match="isn't the one that the training wrote"):
            trusted_model(tmp_path)

    def test_never_looks_outside_the_folder(self, tmp_path):
        folder = tmp_path / "models"
        folder.mkdir()
        write_model(folder, model="../model.tar.gz")
        (folder / "model.tar.gz").rename(tmp_path / "model.tar.gz")

        with pytest.raises(UntrustedModel, match="is missing"):
            trusted_model(folder)

    def test_says_what_to_do_where_there_is_none_yet(self, tmp_path):
        with pytest.raises(UntrustedModel, match="Run `helpdesk train`"):
            trusted_model(tmp_path)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null"])
    def test_refuses_a_damaged_manifest(self, tmp_path, text):
        write_model(tmp_path)
        (tmp_path / "manifest.json").write_text(text)

        with pytest.raises(UntrustedModel, match="is damaged"):
            trusted_model(tmp_path)
