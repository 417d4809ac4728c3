import numpy as np
import pytest

from retrieval.fusion import Pool, fit_pool

LABELS = ("join", "meetings", "near_miss_join", "greet")


class TestFitPool:
    def test_trusts_the_member_that_is_right(self) -> None:
        random = np.random.default_rng(1)
        numbers = random.integers(0, 4, 200)
        good = random.standard_normal((200, 4)) + 3 * np.eye(4)[numbers]
        noise = random.standard_normal((200, 4))

        pool = fit_pool(np.stack([good, noise], axis=2), numbers, LABELS)

        assert pool.members[0] > 5 * abs(pool.members[1])

    def test_raises_the_group_that_is_frequent(self) -> None:
        numbers = np.array([2] * 60 + [0] * 20 + [1] * 20)

        pool = fit_pool(np.zeros((100, 4, 1)), numbers, LABELS)

        assert pool.groups[0] > 0 > pool.groups[3]


class TestPool:
    def test_gives_probabilities(self) -> None:
        posterior = Pool((1.0,), (0.0, 0.0, 0.0, 0.0)).posterior(
            np.array([[[2.0], [1.0], [0.0], [0.0]]]), LABELS
        )

        assert posterior.sum() == pytest.approx(1)
        assert posterior[0].argmax() == 0
