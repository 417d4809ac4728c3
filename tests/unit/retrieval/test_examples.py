from pathlib import Path

import pytest

from knowledge.errors import InvalidTrainingData
from retrieval.examples import read_examples, read_open_questions


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class TestReadExamples:
    def test_knows_text_label_and_hand(self, tmp_path: Path) -> None:
        write(
            tmp_path / "nlu" / "hand_1" / "faq.yml",
            'version: "3.1"\nnlu:\n- intent: ask_credit_cover\n  examples: |\n    - J3: what is it?\n',
        )

        (example,) = read_examples(tmp_path)

        assert (example.text, example.label, example.hand) == ("J3: what is it?", "credit-cover", "hand_1")

    def test_refuses_an_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidTrainingData, match="no training messages"):
            read_examples(tmp_path)

    @pytest.mark.parametrize("text", ["nlu: [", "- a list", "nlu:\n- intent: greet\n  examples: hello\n"])
    def test_names_the_file_that_can_not_be_read(self, tmp_path: Path, text: str) -> None:
        write(tmp_path / "nlu" / "hand_1" / "bad.yml", text)

        with pytest.raises(InvalidTrainingData, match=r"bad\.yml"):
            read_examples(tmp_path)


class TestReadOpenQuestions:
    def test_names_the_line_that_can_not_be_read(self, tmp_path: Path) -> None:
        good = '{"kind": "ambiguous", "text": "the form", "answers": ["join"]}\n'
        write(tmp_path / "questions" / "hand_1.jsonl", good + '{"kind": "ambiguous"}\n')

        with pytest.raises(InvalidTrainingData, match=r"hand_1\.jsonl, line 2"):
            read_open_questions(tmp_path)
