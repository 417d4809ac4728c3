from pathlib import Path

import numpy as np
import pytest

from retrieval.companions import Companions
from retrieval.examples import OpenQuestion

KEYS = ("account", "codeworks", "meetings", "newsletter")


@pytest.fixture
def companions() -> Companions:
    logins = [OpenQuestion(f"login {n}", ("account", "codeworks"), "ambiguous", "anna") for n in range(5)]
    return Companions.of(logins, KEYS)


class TestCompanions:
    def test_come_before_what_was_never_meant_with_the_best(self, companions: Companions) -> None:
        order = companions.order(np.array([0.9, 0.01, 0.02, 0.015]))

        assert order.tolist()[:2] == [0, 1]

    def test_do_not_outweigh_a_likely_entry(self, companions: Companions) -> None:
        assert set(companions.order(np.array([0.02, 0.0, 0.5, 0.48])).tolist()[:2]) == {2, 3}

    def test_of_several_questions_in_one_message_say_nothing(self) -> None:
        both = [OpenQuestion("two things", ("account", "newsletter"), "multi", "anna")]

        assert Companions.of(both, KEYS).order(np.array([0.1, 0.2, 0.3, 0.4])).tolist() == [3, 2, 1, 0]

    def test_come_back_from_a_file(self, companions: Companions, tmp_path: Path) -> None:
        companions.save(tmp_path / "companions.npy")

        found = Companions.load(tmp_path / "companions.npy")

        assert np.array_equal(found.shares, companions.shares)
