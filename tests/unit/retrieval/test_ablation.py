import numpy as np
import pytest

from retrieval.ablation import Heard, compare
from retrieval.training import HeldOut

LABELS = ("join", "fees", "greet")
COUNT = 60


@pytest.fixture
def heard() -> Heard:
    random = np.random.default_rng(3)
    numbers = random.integers(0, len(LABELS), COUNT)
    scores = random.normal(size=(COUNT, len(LABELS), 2))
    scores[np.arange(COUNT), numbers, 0] += 3  # the first member knows, the second guesses
    answers = tuple((LABELS[number],) for number in numbers)
    hands = tuple(f"hand_{row % 4}" for row in range(COUNT))
    texts = tuple(map(str, range(COUNT)))
    return Heard.of(
        HeldOut(scores, answers, texts, np.zeros((COUNT, 2), np.float32), hands, np.zeros(COUNT, bool)),
        LABELS,
    )


class TestCompare:
    def test_tells_a_member_that_knows_from_one_that_guesses(self, heard: Heard) -> None:
        rows = dict(compare(heard, ["knower", "guesser"]))

        assert rows["knower, alone"][0] > 0.8 > rows["guesser, alone"][0]
        assert rows["without guesser"][2] < rows["without knower"][2]

    def test_gives_no_likelihood_to_a_member_alone(self, heard: Heard) -> None:
        assert dict(compare(heard, ["knower", "guesser"]))["knower, alone"][2] is None

    def test_keeps_the_hands_of_the_two_halves_apart(self, heard: Heard) -> None:
        first, second = heard.halves

        assert {row % 4 for row in first}.isdisjoint({row % 4 for row in second})
