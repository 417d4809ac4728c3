"""The labelled messages beside the project, where they are; none of them is part of it."""

from pathlib import Path

import pytest

EVALUATION = Path(__file__).resolve().parents[3] / "shared" / "eval"


@pytest.fixture(scope="session")
def evaluation() -> Path:
    """Return the folder of the evaluation set."""
    if not EVALUATION.is_dir():
        pytest.skip("The evaluation set is not beside the project, and the project works without it.")
    return EVALUATION
