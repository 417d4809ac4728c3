"""What measures need: the labelled messages beside the project, where they are, and what decides on mails."""

from pathlib import Path

import pytest

from connectors import wiring
from connectors.mail.deciding import MOST_REMEMBERED, QuestionDecider
from connectors.settings import load_settings
from knowledge.corpus import read_corpus
from knowledge.state import FaqState
from retrieval.encoder import RememberingEncoder
from retrieval.judge import FusionJudge

EVALUATION = Path(__file__).resolve().parents[3] / "shared" / "eval"


@pytest.fixture(scope="session")
def evaluation() -> Path:
    """Return the folder of the evaluation set, none of which is part of the project."""
    if not EVALUATION.is_dir():
        pytest.skip("The evaluation set is not beside the project, and the project works without it.")
    return EVALUATION


@pytest.fixture(scope="session")
def mail_decider() -> QuestionDecider:
    """Return what decides on mails, with the real judge and the starter FAQ."""
    entries = read_corpus(wiring.TRAINING_DATA / "faq")
    encoder, model = wiring.model_keeper(load_settings(), threads=1).current(FaqState(0, entries))
    remembering = RememberingEncoder(encoder, MOST_REMEMBERED)
    keys = frozenset(entry.key for entry in entries)
    return QuestionDecider(FusionJudge(remembering, model), remembering, keys, load_settings({}).mail.sure)
