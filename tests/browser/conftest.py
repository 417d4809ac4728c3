import threading
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect
from waitress import create_server

from knowledge.database import Database
from tests.browser.chromium import running_chromium
from tests.doubles.console_parts import whole_app
from tests.doubles.scripted_dialogue import CHOICE, FORM, HELLO, OFFER, ScriptedAnswers, ScriptedDialogue
from tests.doubles.web_parts import FixedClock

SCRIPT = {"fees": CHOICE, "odd": OFFER, "/affirm": FORM, "/ask_human": FORM, "hello": HELLO}

expect.set_options(timeout=8000)


# Not for the whole session: Playwright keeps an event loop in this thread, beside which no other may run.
@pytest.fixture(scope="module")
def chromium():
    with running_chromium() as browser:
        yield browser


@dataclass
class Site:
    """A running web process, with the console."""

    address: str
    dialogue: ScriptedDialogue
    answers: ScriptedAnswers
    database: Database
    clock: FixedClock


class Served:
    """A Flask app on a free port of the loopback, in a thread, behind the server that we ship."""

    def __init__(self, app: Flask) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=8)
        self.port = self._server.effective_port
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.task_dispatcher.shutdown()
        # In the server's own thread: closed from here, sockets would vanish under its select.
        self._server.trigger.pull_trigger(self._server.close)
        self._thread.join()


@pytest.fixture(scope="session")
def host_page():
    """Another organisation's site: a strict policy, and the one line in its page."""
    app = Flask("host")
    app.widget = ""

    @app.get("/")
    def page():
        policy = f"default-src 'none'; script-src {app.widget}; connect-src {app.widget}"
        html = (
            '<!doctype html><html lang="en"><title>Host</title><body><main><h1>Another site</h1></main>'
            f'<script type="module" src="{app.widget}/widget/helpdesk.js" defer></script>'
        )
        return html, {"Content-Security-Policy": policy}

    with Served(app) as served:
        # Not 127.0.0.1, so that it is another origin than the widget's.
        app.address = f"http://localhost:{served.port}"
        yield app


@pytest.fixture
def site(tmp_path, host_page):
    database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")
    database.upgrade()
    dialogue, answers = ScriptedDialogue(SCRIPT), ScriptedAnswers()
    clock = FixedClock()
    parts = {"dialogue": dialogue, "answers": answers, "origins": (host_page.address,)}
    with Served(whole_app(database, clock, web=parts)) as served:
        yield Site(f"http://127.0.0.1:{served.port}", dialogue, answers, database, clock)
    database.close()


@pytest.fixture
def open_page(chromium, site):
    """Opens a page in a fresh browser profile; whatever it complains about fails the test."""
    contexts, complaints = [], []

    def open_at(path="/", **options):
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Refused" in said.text else None)
        page.goto(path if "://" in path else site.address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    return open_page()
