import numpy as np
import pytest

from retrieval.anyfaq.kernel import Kernel
from retrieval.anyfaq.machine import Machine
from tests.doubles.encoder import WordEncoder

RIDGE = 0.5


@pytest.fixture
def table() -> np.ndarray:
    points = np.random.default_rng(1).normal(size=(40, 6)).astype(np.float32)
    return points @ points.T / 6


@pytest.fixture
def targets() -> np.ndarray:
    return (np.random.default_rng(2).random((40, 3)) > 0.5).astype(np.float32)


def solved(table: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.linalg.solve(table + RIDGE * np.eye(len(table)), targets)


class TestMachine:
    def test_solves_the_ridge_regression(self, table: np.ndarray, targets: np.ndarray) -> None:
        machine = Machine.fit(table.copy(), targets, RIDGE)

        assert machine.predict(table) == pytest.approx(table @ solved(table, targets), abs=1e-4)

    def test_says_of_a_group_what_a_machine_says_that_never_saw_it(
        self, table: np.ndarray, targets: np.ndarray
    ) -> None:
        group, others = np.arange(10), np.arange(10, 40)
        weights = solved(table[np.ix_(others, others)], targets[others])

        unseen = Machine.fit(table.copy(), targets, RIDGE).unseen([group])

        assert unseen[group] == pytest.approx(table[np.ix_(group, others)] @ weights, abs=1e-4)


class TestKernel:
    TEXTS = ("renew my card", "block my card", "opening hours")

    def test_likens_each_text_most_to_itself(self) -> None:
        likeness = Kernel(self.TEXTS, WordEncoder().encode(self.TEXTS)).among_themselves()

        assert np.diag(likeness) == pytest.approx(1, abs=1e-5)
        assert likeness[0, 1] > likeness[0, 2]
        assert likeness == pytest.approx(likeness.T, abs=1e-6)

    def test_gives_messages_the_same_likeness_as_texts(self) -> None:
        vectors = WordEncoder().encode(self.TEXTS)
        kernel = Kernel(self.TEXTS, vectors)

        assert kernel(self.TEXTS, vectors) == pytest.approx(kernel.among_themselves(), abs=1e-6)
