"""What the whole triage must reach on the mails that were written for it, with the real judge."""

import time
from pathlib import Path

import pytest
import yaml

from connectors import wiring
from connectors.mail.correspondence import DryRun
from connectors.mail.rules.rule import Surroundings
from connectors.mail.triage import Triage
from tests.doubles.mails import FixedCorrespondence, around

FOLDER = Path(__file__).parents[1] / "data" / "mail"
STORIES = yaml.safe_load((FOLDER / "stories.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outcomes(mail_decider):
    memory = DryRun(FixedCorrespondence())
    triage = Triage(Surroundings(around().desk, memory), mail_decider, wiring.mail_impressions())
    found = {}
    began = time.process_time()
    for name in sorted(STORIES):
        mail, outcome = triage.look((FOLDER / f"{name}.eml").read_bytes())
        memory.note(f"{name}.eml", mail, outcome)
        found[name] = outcome
    return found, (time.process_time() - began) / len(STORIES)


def acted_on(outcomes, *wanted):
    return [(o.action, set(o.keys)) for name, o in outcomes[0].items() if STORIES[name]["action"] in wanted]


class TestFigures:
    @pytest.mark.parametrize("action", ["ignore", "quarantine", "duplicate"])
    def test_no_machine_no_spam_and_no_duplicate_is_answered(self, outcomes, action):
        assert all(done == action for done, _ in acted_on(outcomes, action))

    def test_three_of_four_questions_of_the_faq_are_answered_rightly(self, outcomes):
        right = [
            outcome.action == "answer" and set(outcome.keys) == set(STORIES[name]["keys"])
            for name, outcome in outcomes[0].items()
            if STORIES[name]["action"] == "answer"
        ]

        assert sum(right) >= 0.75 * len(right)

    def test_hardly_any_answer_is_wrong(self, outcomes):
        wrong = [
            name
            for name, outcome in outcomes[0].items()
            if outcome.action == "answer" and not set(outcome.keys) <= set(STORIES[name].get("keys", ()))
        ]

        assert len(wrong) <= 0.02 * len(STORIES), wrong

    def test_what_needs_people_reaches_them(self, outcomes):
        reached = [done == "handoff" for done, _ in acted_on(outcomes, "handoff")]

        assert sum(reached) >= 0.95 * len(reached)

    def test_ten_mails_a_second_are_decided_on(self, outcomes):
        assert outcomes[1] <= 0.1
