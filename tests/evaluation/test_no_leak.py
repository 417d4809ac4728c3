"""What measures must not teach: no message of the evaluation set stands in the training data."""

import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from connectors.settings import ROOT
from retrieval.evaluation import read_labels
from retrieval.examples import read_examples, read_open_questions
from retrieval.mails import read_mails

SHORT = 4
"""Up to this many words two people may well type the same ("credit cover", "hi there")."""

ALIKE = 0.8
"""The share of letter runs that two messages may have in common."""


SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


@pytest.fixture(scope="module")
def taught() -> list[str]:
    folder = ROOT / "training_data"
    texts = [e.text for e in read_examples(folder)] + [q.text for q in read_open_questions(folder)]
    letters = [example.letter for example in read_mails(folder)]
    texts += [part for mail in letters for part in (mail.subject, mail.text, *SENTENCE_END.split(mail.text))]
    return sorted({plain(text) for text in texts})


class TestTrainingData:
    def test_holds_no_message_of_the_evaluation_set(self, evaluation: Path, taught: list[str]) -> None:
        measured = {plain(label.text) for label in read_labels(evaluation / "dev.jsonl")}

        same = {text for text in measured & set(taught) if len(text.split()) > SHORT}

        assert same == set()

    def test_holds_none_that_is_almost_like_one(self, evaluation: Path, taught: list[str]) -> None:
        measured = [plain(label.text) for label in read_labels(evaluation / "dev.jsonl")]
        long = [text for text in measured if len(text.split()) > SHORT]
        runs = CountVectorizer(analyzer="char_wb", ngram_range=(4, 4), binary=True)
        theirs = runs.fit_transform(taught).astype(np.float32)
        ours = runs.transform(long).astype(np.float32)
        shared = (ours @ theirs.T).toarray()
        union = ours.sum(axis=1).A1[:, None] + theirs.sum(axis=1).A1[None, :] - shared

        close = np.argwhere(shared / np.maximum(union, 1) >= ALIKE)

        assert [(long[row], taught[column]) for row, column in close] == []
