"""The real Rasa and the real action server on free ports, with a stand-in for the answers process."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.integration.bot.fake_answers import FakeAnswers
from tests.integration.bot.servers import BOT, ROOT, TOKEN, Servers
from tests.integration.bot.talk import Talk
from tests.needs import missing


@pytest.fixture(scope="session")
def bot_python():
    python = Path(os.environ.get("BOT_PYTHON") or BOT / ".venv/bin/python")
    if not python.exists():
        missing(f"the bot's environment, {python} (make setup)")
    return python


@pytest.fixture(scope="session")
def model(bot_python):
    """The model that set-up trains, made now if it isn't there or out of date."""
    folder = Path(os.environ.get("BOT_MODEL") or ROOT / "var/models/bot")
    subprocess.run([bot_python, BOT / "train.py", "--out", folder], check=True, cwd=BOT)
    return folder


@pytest.fixture(scope="session")
def fake_answers():
    with FakeAnswers(TOKEN) as fake:
        yield fake


@pytest.fixture(scope="session")
def servers(bot_python, model, fake_answers, tmp_path_factory):
    servers = Servers(bot_python, model, tmp_path_factory.mktemp("bot"), fake_answers.url)
    try:
        servers.start_actions()
        servers.start_rasa()
        yield servers
    finally:
        servers.stop()


@pytest.fixture(autouse=True)
def healthy(fake_answers):
    fake_answers.reset()


@pytest.fixture
def talk(servers):
    talk = Talk(servers)
    with talk.client:
        yield talk
