"""What the triage must reach on mails that nothing was learnt from, two sets by hands of their own."""

import json
from pathlib import Path

import pytest

from connectors import wiring
from connectors.mail.correspondence import DryRun
from connectors.mail.rules.rule import SETS_ASIDE, Surroundings
from connectors.mail.triage import Triage
from tests.doubles.mails import FixedCorrespondence, around

FOLDER = Path(__file__).parents[1] / "data" / "mail_unseen"


@pytest.fixture(scope="module")
def outcomes(mail_decider):
    """Return the label and the outcome of every mail."""
    found = []
    for labels in sorted(FOLDER.glob("*/labels.json")):
        memory = DryRun(FixedCorrespondence())
        triage = Triage(Surroundings(around().desk, memory), mail_decider, wiring.mail_impressions())
        for name, label in json.loads(labels.read_text(encoding="utf-8")).items():
            mail, outcome = triage.look((labels.parent / name).read_bytes())
            memory.note(name, mail, outcome)
            found.append((label, outcome))
    return found


def of_kind(outcomes, kind):
    return [(label, outcome) for label, outcome in outcomes if label["kind"] == kind]


class TestUnseenMails:
    def test_are_many(self, outcomes):
        assert len(outcomes) == 120

    @pytest.mark.parametrize("kind", ["machine", "spam"])
    def test_of_machines_and_spam_get_neither_an_answer_nor_a_receipt(self, outcomes, kind):
        assert all(outcome.action in SETS_ASIDE or outcome.quiet for _, outcome in of_kind(outcomes, kind))
        assert not [outcome for _, outcome in of_kind(outcomes, kind) if outcome.action == "answer"]

    def test_that_ask_what_the_faq_answers_get_the_answer(self, outcomes):
        right = [
            outcome.action == "answer" and set(outcome.keys) == set(label["keys"])
            for label, outcome in of_kind(outcomes, "answer")
        ]

        assert sum(right) >= 0.75 * len(right)

    def test_that_are_for_people_reach_them(self, outcomes):
        reached = [outcome.action == "handoff" for _, outcome in of_kind(outcomes, "people")]

        assert sum(reached) >= 0.95 * len(reached)

    def test_hardly_ever_get_a_wrong_answer(self, outcomes):
        wrong = [
            outcome.keys
            for label, outcome in outcomes
            if outcome.action == "answer" and not set(outcome.keys) <= set(label["keys"])
        ]

        assert len(wrong) <= 0.02 * len(outcomes), wrong
