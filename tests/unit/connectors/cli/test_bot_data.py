import subprocess
from pathlib import Path

import pytest

from connectors.cli.bot_data import bot_data
from connectors.cli.pythons import describe_python
from connectors.settings import load_settings
from knowledge.state import FaqState
from retrieval.examples import read_examples
from tests.doubles.small_faq import NEW, write_training_data
from tests.needs import missing
from tests.unit.retrieval.small import ENTRIES

ODD = ["what {about} [this](price) thing", "- /slash first", "\\ | `", "Größe: 5 (five)"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_training_data(tmp_path / "data")


def added(folder: Path) -> list[tuple[str, str]]:
    return [(e.text, e.label) for e in read_examples(folder) if e.hand == "staff"]


class TestBotData:
    def test_is_the_training_data_itself_where_there_is_nothing_to_add(
        self, data: Path, tmp_path: Path
    ) -> None:
        assert bot_data(data, FaqState(1, ENTRIES), tmp_path / "copy") == data
        assert not (tmp_path / "copy").exists()

    def test_holds_the_phrasings_beside_all_else(self, data: Path, tmp_path: Path) -> None:
        state = FaqState(1, ENTRIES, phrasings={"join": ["get in", "become one of you"]})

        folder = bot_data(data, state, tmp_path / "copy")

        assert added(folder) == [("get in", "join"), ("become one of you", "join")]
        assert len(read_examples(folder)) == len(read_examples(data)) + 2
        assert added(data) == []

    def test_leaves_out_what_has_no_intent_or_is_withdrawn(self, data: Path, tmp_path: Path) -> None:
        phrasings = {"leave": ["quit"], "newsletter": ["gazette"]}
        state = FaqState(1, [*ENTRIES[:2], NEW], ENTRIES[2:], phrasings)

        assert bot_data(data, state, tmp_path / "copy") == data

    def test_forgets_what_was_removed_since(self, data: Path, tmp_path: Path) -> None:
        bot_data(data, FaqState(1, ENTRIES, phrasings={"join": ["get in"]}), tmp_path / "copy")

        folder = bot_data(data, FaqState(2, ENTRIES, phrasings={"join": ["sign up"]}), tmp_path / "copy")

        assert added(folder) == [("sign up", "join")]

    def test_holds_no_markup(self, data: Path, tmp_path: Path) -> None:
        folder = bot_data(data, FaqState(1, ENTRIES, phrasings={"join": ODD}), tmp_path / "copy")

        assert [text for text, _ in added(folder)] == [
            "what about this price thing",
            "slash first",
            "Größe: 5 five",
        ]

    def test_can_be_read_by_the_dialogue_server(self, data: Path, tmp_path: Path) -> None:
        python = load_settings().bot.python
        if not describe_python(python):
            missing("the bot's environment: run `make setup`")
        folder = bot_data(data, FaqState(1, ENTRIES, phrasings={"join": ODD}), tmp_path / "copy")
        script = (
            "from rasa.shared.nlu.training_data.loading import load_data; import sys;"
            "found = load_data(sys.argv[1]);"
            "print(*[m.get('text') for m in found.intent_examples], len(found.entity_examples), sep='|')"
        )

        done = subprocess.run(
            [str(python), "-W", "ignore", "-c", script, str(folder / "nlu" / "staff" / "phrasings.yml")],
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.splitlines()[-1] == "what about this price thing|slash first|Größe: 5 five|0"
