"""What first impressions reach on mails of hands that they did not learn from."""

import numpy as np
import pytest

from connectors import wiring
from connectors.mail.caution import DOUBTFUL
from connectors.mail.rules.wording import INNOCENT
from retrieval.mails import read_mails

GROUPS = 5


@pytest.fixture(scope="module")
def unseen():
    """Return the training mails, each with the impression that it makes where its hand is left out."""
    examples = read_mails(wiring.TRAINING_DATA)
    hands = sorted({example.hand for example in examples})
    found = []
    for group in (set(hands[start::GROUPS]) for start in range(GROUPS)):
        theirs = [example for example in examples if example.hand in group]
        impressions = wiring.fit_impressions([example for example in examples if example.hand not in group])
        found += zip(theirs, impressions.of([example.letter for example in theirs]), strict=True)
    return found


class TestMachines:
    def test_and_advertisements_are_told_from_people(self, unseen):
        machines = [i.machine for mail, i in unseen if mail.writer == "machine"]
        spam = [i.machine for mail, i in unseen if mail.writer == "spam"]

        assert np.mean(np.array(machines) >= DOUBTFUL) >= 0.98
        assert np.mean(np.array(spam) >= DOUBTFUL) >= 0.96

    def test_whoever_asks_what_the_faq_answers_is_hardly_ever_taken_for_one(self, unseen):
        asks = [impression.machine for mail, impression in unseen if mail.keys]

        assert np.mean(np.array(asks) >= DOUBTFUL) <= 0.03


class TestPeople:
    def test_a_matter_for_people_is_hardly_ever_taken_for_innocent(self, unseen):
        matters = [impression.people for mail, impression in unseen if mail.keys == ()]

        assert np.mean(np.array(matters) < INNOCENT) <= 0.07

    def test_most_questions_of_the_faq_are_innocent(self, unseen):
        asks = [impression.people for mail, impression in unseen if mail.keys]

        assert np.mean(np.array(asks) < INNOCENT) >= 0.8
