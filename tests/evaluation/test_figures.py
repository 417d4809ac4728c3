"""The figures that the trained judge must reach on messages that it did not learn from.

The judge is asked alone; `make evaluate` asks through the whole path of a chat.
"""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from connectors import wiring
from connectors.cli.baseline import fallen, read_baseline
from connectors.cli.evaluate import BASELINE
from connectors.settings import load_settings
from knowledge.corpus import read_corpus
from knowledge.state import FaqState
from retrieval.evaluation import Verdict, figures, judge_all, read_labels
from retrieval.judge import FusionJudge


@pytest.fixture(scope="module")
def verdicts(evaluation: Path) -> list[Verdict]:
    labels = read_labels(evaluation / "dev.jsonl")
    state = FaqState(0, read_corpus(wiring.TRAINING_DATA / "faq"))
    encoder, model = wiring.model_keeper(load_settings()).current(state)
    judge = FusionJudge(encoder, model)
    return judge_all(labels, [{"id": label.id, **judge.decide(label.text).as_dict()} for label in labels])


@pytest.fixture
def score(evaluation: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", evaluation / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestFigures:
    @pytest.mark.parametrize(
        ("name", "least"),
        [
            ("in_scope", 0.80),
            ("precision of answers", 0.92),
            ("near_miss", 0.60),
            ("out_of_scope", 0.95),
            ("human_request", 0.90),
            ("chitchat", 0.90),
        ],
    )
    def test_reach_what_is_asked_for(self, verdicts: list[Verdict], name: str, least: float) -> None:
        assert figures(verdicts)[name] >= least

    def test_have_not_fallen_below_the_baseline(self, verdicts: list[Verdict]) -> None:
        # Where a figure falls for a good reason, `helpdesk evaluate --write-baseline` renews it.
        assert fallen(figures(verdicts), read_baseline(BASELINE)) == []

    def test_are_those_of_the_scorer(
        self, verdicts: list[Verdict], score: ModuleType, evaluation: Path
    ) -> None:
        lines = (evaluation / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        theirs, _ = score.score(list(map(json.loads, lines)), [dict(v.prediction) for v in verdicts])

        ours = figures(verdicts)

        assert ours["in_scope"] == pytest.approx(theirs["in_scope"], abs=1e-4)
        assert ours["multi"] == pytest.approx(theirs["multi"], abs=1e-4)
        assert ours["precision of answers"] == pytest.approx(theirs["_precision_of_answers"], abs=1e-4)
        assert ours["ranking MRR"] == pytest.approx(theirs["_ranking_mrr"], abs=1e-4)
