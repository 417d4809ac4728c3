from pathlib import Path

import pytest

from knowledge.errors import InvalidInput
from retrieval.evaluation import Labelled, confusions, figures, judge, judge_all, read_labels


def message(kind: str, *answers: str, handoff: bool = False) -> Labelled:
    return Labelled("m1", "text", kind, answers, handoff=handoff)


class TestJudge:
    @pytest.mark.parametrize(
        ("given", "prediction", "good"),
        [
            (message("in_scope", "a"), {"action": "answer", "keys": ["a"]}, True),
            (message("in_scope", "a"), {"action": "answer", "keys": ["b", "a"]}, False),
            (message("in_scope", "a"), {"action": "clarify", "keys": ["b", "c", "d", "a"]}, True),
            (message("in_scope", "a"), {"action": "clarify", "keys": ["b", "c", "d", "e", "a"]}, False),
            (message("in_scope", "a"), {"action": "handoff", "keys": ["a"]}, False),
            (message("in_scope", "a"), {}, False),
            (message("near_miss"), {"action": "handoff"}, True),
            (message("near_miss"), {"action": "decline"}, False),
            (message("out_of_scope"), {"action": "chat"}, True),
            (message("out_of_scope"), {"action": "clarify", "keys": ["a", "b"]}, False),
            (message("ambiguous", "a", "b", "c"), {"action": "clarify", "keys": ["c", "x", "a"]}, True),
            (message("ambiguous", "a", "b"), {"action": "clarify", "keys": ["a", "x"]}, False),
            (message("multi", "a", "b"), {"action": "answer", "keys": ["b", "a"]}, True),
            (message("multi", "a", "b"), {"action": "answer", "keys": ["a"]}, False),
            (message("human_request", "contact"), {"action": "answer", "keys": ["contact"]}, True),
            (message("chitchat"), {"action": "chat"}, True),
            (message("adversarial"), {"action": "answer", "keys": ["a"]}, False),
            (message("adversarial", "a", handoff=True), {"action": "handoff"}, True),
        ],
    )
    def test_knows_good_from_bad(self, given: Labelled, prediction: dict[str, object], good: bool) -> None:
        assert judge(given, prediction).good is good


class TestFigures:
    def test_counts_answers_and_ranking(self) -> None:
        messages = [Labelled("m1", "", "in_scope", ("a",)), Labelled("m2", "", "near_miss", ())]
        predictions = [
            {"id": "m1", "action": "answer", "keys": ["a"], "ranking": ["b", "a"]},
            {"id": "m2", "action": "answer", "keys": ["a"], "ranking": ["a", "b"]},
        ]

        found = figures(judge_all(messages, predictions))

        assert found == {
            "in_scope": 1.0,
            "near_miss": 0.0,
            "precision of answers": 0.5,
            "wrong answers of all": 0.5,
            "ranking hit@1": 0.0,
            "ranking hit@3": 1.0,
            "ranking MRR": 0.5,
        }

    def test_lists_what_was_said_instead(self) -> None:
        verdicts = judge_all([message("near_miss")], [{"id": "m1", "action": "answer", "keys": ["a"]}])

        assert confusions(verdicts) == [("near_miss", "answer a", 1)]


class TestReadLabels:
    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("{", "line 1"),
            ('{"id": "a"}', "line 1"),
            ('["a"]', "line 1"),
            ('{"id": "a", "text": "x", "kind": "odd"}', "odd"),
            ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "stands twice"),
        ],
    )
    def test_names_what_is_wrong(self, tmp_path: Path, line: str, problem: str) -> None:
        (tmp_path / "labels.jsonl").write_text(line, encoding="utf-8")

        with pytest.raises(InvalidInput, match=problem):
            read_labels(tmp_path / "labels.jsonl")

    def test_says_that_a_file_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput, match="can't be read"):
            read_labels(tmp_path / "nothing.jsonl")
