import numpy as np
import pytest

from retrieval.anyfaq.confidence import Sureness, cross_validated, signs


def scored(count: int, lift: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    scores = random.random((count, 5)) * 0.3
    scores[:, 0] += lift
    return signs(scores, np.zeros(count), scores.max(axis=1))


@pytest.fixture
def rows() -> np.ndarray:
    return np.vstack([scored(200, 0.4, 1), scored(200, 0.1, 2)])


@pytest.fixture
def true() -> np.ndarray:
    return np.arange(400) < 200


class TestSureness:
    def test_is_surer_of_what_was_right(self, rows: np.ndarray, true: np.ndarray) -> None:
        found = Sureness.fit(rows, true)(rows)

        assert found[true].mean() > 0.9
        assert found[~true].mean() < 0.1

    def test_never_takes_less_likeness_for_a_good_sign(self, rows: np.ndarray, true: np.ndarray) -> None:
        assert (Sureness.fit(rows, ~true).weights >= 0).all()

    def test_holds_what_it_promises_on_the_whole(self, rows: np.ndarray, true: np.ndarray) -> None:
        assert cross_validated(rows, true).mean() == pytest.approx(true.mean(), abs=0.01)

    def test_copes_with_a_single_true_row(self, rows: np.ndarray) -> None:
        only = np.arange(400) == 0

        assert np.isfinite(cross_validated(rows, only)).all()
