from collections import Counter
from pathlib import Path

import pytest

from knowledge.errors import InvalidTrainingData
from retrieval.anyfaq.texts import LabelledText, gather, read_texts, thin_out


class TestReadTexts:
    def test_reads_texts_and_labels(self, tmp_path: Path) -> None:
        file = tmp_path / "train.jsonl"
        file.write_text('{"text": "Hi", "answers": ["a"], "id": "1"}\n\n{"text": "Ho", "answers": []}\n')

        assert read_texts(file) == [LabelledText("Hi", ("a",)), LabelledText("Ho", ())]

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("{", "line 1: this isn't JSON"),
            ('["a"]', "line 1: a line is an object"),
            ('{"answers": ["a"]}', "line 1: a line is an object"),
            ('{"text": "x"}', 'line 1: "answers" has to be a list of labels, not null'),
            ('{"text": "x", "answers": "a"}', 'not "a"'),
            ('{"text": "x", "answers": [1]}', r"not \[1\]"),
        ],
    )
    def test_names_what_is_wrong(self, tmp_path: Path, line: str, problem: str) -> None:
        (tmp_path / "train.jsonl").write_text(line)

        with pytest.raises(InvalidTrainingData, match=problem):
            read_texts(tmp_path / "train.jsonl")

    def test_counts_the_rest_of_many_faulty_lines(self, tmp_path: Path) -> None:
        (tmp_path / "train.jsonl").write_text("{\n" * 20)

        with pytest.raises(InvalidTrainingData, match="15 more lines"):
            read_texts(tmp_path / "train.jsonl")

    def test_says_that_a_file_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidTrainingData, match="can't be read: No such file"):
            read_texts(tmp_path / "nothing.jsonl")


class TestGather:
    def test_leaves_out_what_is_empty_and_joins_what_stands_twice(self) -> None:
        texts = [LabelledText("a  b", ("x",)), LabelledText("a b", ("y",)), LabelledText(" ", ("x",))]

        assert gather(texts) == [LabelledText("a b", ("x", "y"))]

    @pytest.mark.parametrize(
        ("texts", "problem"),
        [
            ([], "there is none"),
            ([LabelledText("a", ())], "there is none"),
            ([LabelledText("a", ("x",)), LabelledText("b", ("x",))], "there is only 'x'"),
        ],
    )
    def test_refuses_what_leaves_nothing_to_tell_apart(self, texts: list[LabelledText], problem: str) -> None:
        with pytest.raises(InvalidTrainingData, match=problem):
            gather(texts)


class TestThinOut:
    def test_takes_the_same_share_of_each_label_and_at_least_one(self) -> None:
        texts = [LabelledText(str(n), ("big",)) for n in range(100)] + [LabelledText("only", ("small",))]

        counts = Counter(text.answers[0] for text in thin_out(texts, 50))

        assert counts == {"big": 49, "small": 1}
        assert thin_out(texts, 200) == texts
