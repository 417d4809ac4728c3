import json
import os

import pytest
from click.testing import CliRunner, Result

from connectors.cli.main import main

TEXTS = {
    "card lost": ("I lost my card", "my card is gone", "can't find my bank card", "card was stolen"),
    "hours": (
        "when do you open?",
        "opening hours please",
        "are you open on Sunday?",
        "until when are you open?",
    ),
    "fees": ("how much is a transfer?", "what does it cost?", "transfer fee", "price of a payment abroad"),
}
LINES = [{"text": text, "answers": [label]} for label, texts in TEXTS.items() for text in texts]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("HELPDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path


def write(file, rows):
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def evaluate(*more: str) -> Result:
    arguments = ("--train", "train.jsonl", "--test", "test.jsonl", "--out", "out.jsonl")
    return CliRunner().invoke(main, ["evaluate", *arguments, *more])


class TestEvaluateAny:
    def test_learns_a_foreign_faq_and_writes_the_scoring_format(self, folder):
        write(folder / "train.jsonl", LINES)
        write(folder / "test.jsonl", [{"id": "t1", "text": "I have lost my card"}, {"id": "t2", "text": ""}])

        result = evaluate()

        first, second = map(json.loads, (folder / "out.jsonl").read_text().splitlines())
        assert result.exit_code == 0, result.output
        assert first["id"] == "t1"
        assert first["ranking"][0] == "card lost"
        assert sorted(first["ranking"]) == sorted(TEXTS)
        assert second == {**second, "id": "t2", "action": "decline", "keys": [], "confidence": 0.0}

    def test_shows_figures_where_the_messages_are_labelled(self, folder):
        write(folder / "train.jsonl", LINES)
        rows = [{"id": f"t{number}", **line} for number, line in enumerate(LINES)]
        write(folder / "test.jsonl", [*rows, {"id": "x", "text": "a poem about trees", "answers": []}])

        result = evaluate()

        assert "Learnt from 12 texts with 3 labels" in result.output
        assert "ranking hit@1" in result.output
        assert "out_of_scope" in result.output

    @pytest.mark.parametrize(
        ("train", "test", "problem"),
        [
            (LINES[:4], [{"id": "a", "text": "x"}], "At least two labels"),
            ([{"text": "x"}], [{"id": "a", "text": "x"}], "line 1"),
            (LINES, [{"text": "x"}], '"id" has to be a string'),
            (LINES, [{"id": "a", "text": "x"}] * 2, "stands in line 1 too"),
            (LINES, [], "holds no message"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(self, folder, train, test, problem):
        write(folder / "train.jsonl", train)
        write(folder / "test.jsonl", test)

        result = evaluate()

        assert result.exit_code == 1
        assert problem in result.output
        assert not (folder / "out.jsonl").exists()

    def test_says_that_a_file_is_missing(self):
        result = evaluate()

        assert result.exit_code == 1
        assert "can't be read: No such file" in result.output

    def test_wants_all_three_files_and_no_other(self):
        result = CliRunner().invoke(main, ["evaluate", "--train", "train.jsonl"])

        assert result.exit_code == 2
        assert "--train TRAIN --test TEST --out PREDICTIONS together" in result.output
