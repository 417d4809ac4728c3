"""What an editor publishes is what the running `answers` process says, within seconds and unasked."""

import os
import shutil
import subprocess
import time

import httpx
import pytest

from connectors.cli.ports import free_ports
from connectors.desk.clock import system_clock
from connectors.dialogue.direct import HttpAnswers
from connectors.dialogue.learning import HttpLearning
from connectors.settings import ROOT
from knowledge.database import Database
from retrieval.decision import Context
from tests.doubles.console_parts import staff, whole_app
from tests.integration.console.conftest import Browser
from tests.integration.service.service import Service

pytestmark = pytest.mark.slow

WITHIN = 5
"""Seconds from the press of the button to the new answer."""

TOKEN = "a token for this test"

QUESTION = "Which biscuits does the Panel prefer?"


@pytest.fixture(scope="module")
def folder(data_folder, tmp_path_factory):
    """A data folder of its own: these tests change the FAQ."""
    return shutil.copytree(data_folder, tmp_path_factory.mktemp("publish") / "var", symlinks=True)


@pytest.fixture(scope="module")
def answers(folder):
    """The address of a running `answers` process."""
    (port,) = free_ports(1)
    environ = os.environ | {
        "HELPDESK_DATA_FOLDER": str(folder),
        "HELPDESK_ANSWERS_PORT": str(port),
        "HELPDESK_ANSWERS_TOKEN": TOKEN,
    }
    with (folder / "answers.log").open("w") as log:
        process = subprocess.Popen(
            Service.command("serve", "answers"), cwd=ROOT, env=environ, stdout=log, stderr=log
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until(lambda: _is_ready(address), 60)
            yield address
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def database(folder):
    database = Database(f"sqlite:///{folder / 'helpdesk.db'}")
    staff(database, system_clock, "Priya Nair", "editor")
    yield database
    database.close()


@pytest.fixture
def client():
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def learning(answers, client):
    return HttpLearning(answers, token=TOKEN, client=client)


@pytest.fixture
def editor(database, learning):
    app = whole_app(database, system_clock, console={"learning": learning})
    return Browser(app).sign_in("priya@helpdesk.example.org")


@pytest.fixture
def ask(answers, client):
    """Return what is answered to a question: the words of the replies, and the entries' keys."""
    asked = HttpAnswers(answers, token=TOKEN, timeout=10, client=client)

    def ask(text):
        turn = asked.respond("0" * 32, text, Context())
        return (
            " ".join(reply.answer.body if reply.answer else reply.text for reply in turn.replies),
            [reply.answer.key for reply in turn.replies if reply.answer],
        )

    return ask


def _is_ready(address):
    try:
        return httpx.get(f"{address}/readyz", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _wait_until(holds, seconds):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"this took more than {seconds} seconds"
        time.sleep(0.1)


def form(**changes):
    fields = {
        "category": "Meetings",
        "title": QUESTION,
        "body": "Shortbread, by a wide margin.",
        "audience": "everyone",
        "source": "https://example.org/biscuits",
        "reviewed": "",
    }
    return fields | changes


class TestPublishing:
    def test_a_new_entry_is_answered_within_seconds(self, editor, ask, learning):
        assert ask(QUESTION)[1] == []
        editor.post("/faq/new", form())
        key = "which-biscuits-does-the-panel-prefer"
        assert ask(QUESTION)[1] == []

        editor.post(f"/faq/{key}/publish", {"seen": "1"})

        _wait_until(lambda: ask(QUESTION) == ("Shortbread, by a wide margin.", [key]), WITHIN)
        assert learning.state().waiting == {key}
        assert "waits for the next training" in editor.get(f"/faq/{key}").text

        editor.post(f"/faq/{key}/withdraw", {"withdrawn": "yes", "seen": "1"})

        _wait_until(lambda: ask(QUESTION)[1] == [], WITHIN)

    def test_new_words_of_an_old_entry_are_given_within_seconds(self, editor, ask, database):
        question = "How do I become a SEC Party?"
        (key,) = ask(question)[1]
        words = form(title=question, body="Ring the bell twice.")
        before = editor.get(f"/faq/{key}").html
        seen = before.split('name="seen" value="')[1].split('"')[0]
        editor.post(f"/faq/{key}", words | {"seen": seen, "remark": ""})

        editor.post(f"/faq/{key}/publish", {"seen": str(int(seen) + 1)})

        _wait_until(lambda: ask(question) == ("Ring the bell twice.", [key]), WITHIN)

    def test_an_entry_that_is_withdrawn_is_answered_no_more_within_seconds(self, editor, ask):
        question = "Where can I find the DCC's reports?"
        (key,) = ask(question)[1]
        editor.post(f"/faq/{key}/withdraw", {"withdrawn": "yes", "seen": "1"})

        _wait_until(lambda: key not in ask(question)[1], WITHIN)

        editor.post(f"/faq/{key}/withdraw", {"withdrawn": "no", "seen": "1"})

        _wait_until(lambda: ask(question)[1] == [key], WITHIN)
