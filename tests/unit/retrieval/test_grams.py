"""Runs of letters are weighed as scikit-learn weighs them."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.members.grams import LetterGrams

TEXTS = ["how do i join the code", "who joins the codes", "what does joining cost, and how?", "the panel"]
NEW = ["how do I join, join, JOIN the Code?", "the panels", "Zürich 北京", "", "x"]


@pytest.fixture
def grams():
    return LetterGrams.fit(TEXTS)


class TestLetterGrams:
    def test_weigh_like_scikit_learn(self, grams):
        theirs = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32, min_df=2
        ).fit(TEXTS)

        ours = grams(NEW)

        assert ours.dtype == np.float32
        assert ours.nnz > 20
        np.testing.assert_allclose(ours.toarray(), theirs.transform(NEW).toarray(), atol=1e-6)

    def test_give_a_text_without_known_runs_a_row_of_zeros(self, grams):
        assert grams(["北京", ""]).nnz == 0

    def test_give_no_rows_for_no_texts(self, grams):
        assert grams([]).shape == (0, grams([""]).shape[1])

    def test_are_the_same_after_they_were_stored(self, grams, tmp_path):
        grams.save(tmp_path, "some")

        again = LetterGrams.load(tmp_path, "some")

        assert (again(NEW) != grams(NEW)).nnz == 0

    def test_learn_from_a_single_text(self):
        grams = LetterGrams.fit(["the panel"])

        assert grams(["the panel"]).power(2).sum() == pytest.approx(1)
