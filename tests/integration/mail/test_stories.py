"""Each mail of the stories goes where the table beside them says, as far as rules decide it."""

from pathlib import Path

import pytest
import yaml

from connectors import wiring
from connectors.mail.correspondence import DryRun
from connectors.mail.rules.rule import SETS_ASIDE, Surroundings
from connectors.mail.triage import Triage
from tests.doubles.mails import FixedCorrespondence, ScriptedDecider, around

FOLDER = Path(__file__).parents[2] / "data" / "mail"
STORIES = yaml.safe_load((FOLDER / "stories.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outcomes():
    memory = DryRun(FixedCorrespondence())
    triage = Triage(Surroundings(around().desk, memory), ScriptedDecider(), wiring.mail_impressions())
    found = {}
    for name in sorted(STORIES):
        mail, outcome = triage.look((FOLDER / f"{name}.eml").read_bytes())
        memory.note(f"{name}.eml", mail, outcome)
        found[name] = outcome
    return found


class TestStories:
    def test_every_file_is_in_the_table_and_every_line_has_its_file(self):
        assert {file.stem for file in FOLDER.glob("*.eml")} == set(STORIES)

    def test_there_are_enough_of_them(self):
        assert len(STORIES) >= 120

    @pytest.mark.parametrize("name", [n for n, s in STORIES.items() if s["action"] == "answer"])
    def test_no_rule_stands_between_a_question_and_its_answer(self, outcomes, name):
        assert outcomes[name].rule == "decided"
        assert not outcomes[name].quiet

    @pytest.mark.parametrize("name", [n for n, s in STORIES.items() if s["action"] != "answer"])
    def test_everything_else_goes_where_it_belongs(self, outcomes, name):
        assert outcomes[name].action == STORIES[name]["action"]
        assert outcomes[name].ticket == STORIES[name].get("ticket", outcomes[name].ticket)

    @pytest.mark.parametrize("name", [n for n in STORIES if n[0] in "ms"])
    def test_no_machine_and_no_spam_gets_as_much_as_a_receipt(self, outcomes, name):
        assert outcomes[name].action in SETS_ASIDE or outcomes[name].quiet

    @pytest.mark.parametrize("name", [n for n, s in STORIES.items() if s.get("quiet")])
    def test_what_nobody_can_be_sure_of_reaches_people_without_a_receipt(self, outcomes, name):
        assert outcomes[name].action == "handoff"
        assert outcomes[name].quiet
