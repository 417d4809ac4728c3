import json

import crossval
import pytest
import serve
import train

EXAMPLES = {
    "hand_1/faq.yml": {"ask_cacop": ["what is cacop", "code of practice"], "greet": ["hello", "good day"]},
    "hand_2/faq.yml": {"ask_cacop": ["the practice of code administrators"], "greet": ["hello there you"]},
    "dialogue.yml": {"affirm": ["yes", "please do"]},
}


@pytest.fixture
def data(tmp_path):
    """A very small set of training data by two writers."""
    for file, intents in EXAMPLES.items():
        path = tmp_path / "data/nlu" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        blocks = [
            f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)
            for intent, lines in intents.items()
        ]
        path.write_text('version: "3.1"\nnlu:\n' + "".join(blocks))
    return tmp_path / "data"


class TestCrossval:
    def test_every_writers_messages_are_ranked_by_the_others(self, data, tmp_path):
        out = tmp_path / "rankings.jsonl"

        assert crossval.main(["--data", str(data), "--out", str(out)]) == 0

        lines = [json.loads(line) for line in out.read_text().splitlines()]
        assert [(line["hand"], line["text"], line["intent"]) for line in lines] == [
            ("hand_1", "what is cacop", "ask_cacop"),
            ("hand_1", "code of practice", "ask_cacop"),
            ("hand_1", "hello", "greet"),
            ("hand_1", "good day", "greet"),
            ("hand_2", "the practice of code administrators", "ask_cacop"),
            ("hand_2", "hello there you", "greet"),
        ]
        ranking = lines[-1]["intents"]
        assert ranking[0]["name"] == "greet"
        assert {intent["name"] for intent in ranking} == {"ask_cacop", "greet", "affirm"}
        assert sum(intent["confidence"] for intent in ranking) == pytest.approx(1, abs=1e-4)

    def test_a_second_run_does_nothing(self, data, tmp_path, capsys):
        arguments = ["--data", str(data), "--out", str(tmp_path / "rankings.jsonl")]
        crossval.main(arguments)
        capsys.readouterr()

        assert crossval.main(arguments) == 0
        assert "up to date" in capsys.readouterr().out

    def test_one_writer_alone_is_refused(self, data, tmp_path, capsys):
        (data / "nlu/hand_2/faq.yml").unlink()

        assert crossval.main(["--data", str(data), "--out", str(tmp_path / "rankings.jsonl")]) == 1
        assert "at least two folders" in capsys.readouterr().err
        assert not (tmp_path / "rankings.jsonl").exists()


class TestTrain:
    def test_what_is_up_to_date_is_left_alone(self, data, tmp_path, capsys):
        model = tmp_path / "model.tar.gz"
        model.write_bytes(b"numbers")
        manifest = {"fingerprint": train.fingerprint(data), "sha256": train.sha256(model)}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))

        assert train.main(["--data", str(data), "--out", str(tmp_path)]) == 0
        assert "nothing to train" in capsys.readouterr().out
        assert model.read_bytes() == b"numbers"


class TestServe:
    def test_a_damaged_model_is_never_served(self, tmp_path, capsys):
        (tmp_path / "model.tar.gz").write_bytes(b"half a model")
        (tmp_path / "manifest.json").write_text(json.dumps({"sha256": "0" * 64}))

        assert serve.main(["--model", str(tmp_path)]) == 3
        assert "no intact model" in capsys.readouterr().err

    def test_it_does_not_start_without_a_secret(self, tmp_path, capsys, monkeypatch):
        monkeypatch.setattr(serve, "is_intact", lambda *_: True)
        monkeypatch.delenv("RASA_TOKEN", raising=False)

        assert serve.main(["--model", str(tmp_path)]) == 2
        assert "RASA_TOKEN" in capsys.readouterr().err
