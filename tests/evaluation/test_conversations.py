"""Conversations of two to four turns, through the dialogue server, the actions and the trained judge.

`developed_on.yml` was there while follow-ups were worked on, `held_back.yml` was written afterwards.
"""

import secrets
from collections.abc import Iterator

import pytest
import urllib3

from connectors import wiring
from connectors.cli.asking import running_dialogue
from connectors.cli.loading import load_complete_settings
from connectors.dialogue.dialogue import Dialogue
from connectors.dialogue.rasa import RasaDialogue
from tests.evaluation.conversation_files import read
from tests.needs import missing

ENOUGH = 0.9


@pytest.fixture(scope="module")
def dialogue() -> Iterator[Dialogue]:
    settings = load_complete_settings()
    for needed in (settings.bot.python, settings.data.folder / "models" / "bot" / "model.tar.gz"):
        if not needed.is_file():
            missing(f"{needed.name} (make setup)")
    with running_dialogue(settings, lambda _: None) as reachable, urllib3.PoolManager() as pool:
        url = f"http://{wiring.LOOPBACK}:{reachable.bot.port}/webhooks/helpdesk/webhook"
        yield RasaDialogue(url, token=reachable.bot.token.get_secret_value(), timeout=30, pool=pool)


class TestConversations:
    def test_are_at_least_sixty_of_two_to_four_turns(self) -> None:
        conversations = [*read("developed_on.yml"), *read("held_back.yml")]

        assert len(conversations) >= 60
        assert all(2 <= len(conversation.turns) <= 4 for conversation in conversations)

    @pytest.mark.parametrize("name", ["developed_on.yml", "held_back.yml"])
    def test_go_as_they_should(self, name: str, dialogue: Dialogue) -> None:
        conversations = read(name)

        wrong = [c.play(dialogue, secrets.token_hex(16)) for c in conversations]

        faults = [fault for fault in wrong if fault]
        assert len(faults) <= (1 - ENOUGH) * len(conversations), "\n".join(faults)
