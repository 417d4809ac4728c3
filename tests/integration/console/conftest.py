import re
import shutil
from html import unescape

import pytest

from connectors.desk.tickets import create_ticket
from connectors.services.conversations import ConversationService
from knowledge.database import Database
from knowledge.importer import import_entries
from knowledge.tables import Message
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import PASSWORD, staff, whole_app
from tests.doubles.desk_parts import DUE
from tests.doubles.mailbox import Mailbox
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedClock


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory):
    """A SQLite file with all tables and nothing in them, to copy from."""
    path = tmp_path_factory.mktemp("console") / "empty.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def store(tmp_path, blank_file):
    """A SQLite file with all tables."""
    shutil.copy(blank_file, tmp_path / "helpdesk.db")
    database = Database(f"sqlite:///{tmp_path / 'helpdesk.db'}")
    yield database
    database.close()


@pytest.fixture
def mailbox(store, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    return Mailbox(store, folder, mode="draft")


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def learning():
    """What the process that holds the index says."""
    return ScriptedLearning()


@pytest.fixture
def app(store, clock, learning):
    return whole_app(store, clock, console={"learning": learning})


class Browser:
    """A browser without JavaScript, at the console."""

    def __init__(self, app, address="192.0.2.10"):
        self.client = app.test_client()
        self.environ = {"REMOTE_ADDR": address}
        self.response = None

    def get(self, path, **options):
        self.response = self.client.get(f"/console{path}", environ_overrides=self.environ, **options)
        return self

    def post(self, path, data=None, *, follow=True, headers=None, csrf=None, base_url=None):
        if csrf is None:
            csrf = self.csrf()
        form = {"csrf": csrf} | (data or {})
        self.response = self.client.post(
            f"/console{path}",
            data={name: value for name, value in form.items() if value is not None},
            headers=headers or {},
            follow_redirects=follow,
            environ_overrides=self.environ,
            **({"base_url": base_url} if base_url else {}),
        )
        return self

    def csrf(self):
        """Return the token of the forms, from a page that anybody may see."""
        page = self.client.get("/console/sign-in", environ_overrides=self.environ)
        return re.search(r'name="csrf" value="([^"]*)"', page.text)[1]

    def sign_in(self, email="sam@helpdesk.example.org", password=PASSWORD, code="", **fields):
        form = {"email": email, "password": password, "code": code} | fields
        return self.post("/sign-in", form, follow=False)

    @property
    def status(self):
        return self.response.status_code

    @property
    def html(self):
        return self.response.text

    @property
    def text(self):
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.response.text)).split())

    @property
    def signed_in(self):
        return self.client.get("/console/account", environ_overrides=self.environ).status_code == 200

    @property
    def cookie(self):
        return self.client.get_cookie("helpdesk_console", path="/console")


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def sam(store, clock):
    """An agent."""
    return staff(store, clock, "Sam Okoro", "agent")


@pytest.fixture
def priya(store, clock):
    """An editor."""
    return staff(store, clock, "Priya Nair", "editor")


@pytest.fixture
def ada(store, clock):
    """An admin."""
    return staff(store, clock, "Ada Byrne", "admin")


@pytest.fixture
def agent(app, sam):
    return Browser(app).sign_in("sam@helpdesk.example.org")


@pytest.fixture
def editor(app, priya):
    return Browser(app).sign_in("priya@helpdesk.example.org")


@pytest.fixture
def admin(app, ada):
    return Browser(app).sign_in("ada@helpdesk.example.org")


@pytest.fixture
def make_ticket(store, clock):
    """Make a ticket with a conversation; return its id and what opens the conversation."""
    count = iter(range(1000))

    def make(question="Who approved the last increase?", name="Asha Patel", email="asha@example.org", **more):
        with store.session() as session:
            conversation, token = ConversationService(clock).start(session)
            session.add(
                Message(
                    conversation_id=conversation.id,
                    author="visitor",
                    text=question,
                    state="answered",
                    created_at=clock(),
                )
            )
            fields = {
                "organisation": "Northern Metering",
                "reason": "near_miss",
                "candidates": [{"key": "credit-cover", "score": 0.41}],
                "channel": "web",
            }
            ticket = create_ticket(
                session,
                now=clock(),
                conversation_id=conversation.id,
                name=name,
                email=email,
                question=question,
                idempotency_key=f"key-{next(count)}",
                due=DUE,
                **(fields | more),
            )
            return ticket.id, conversation.id, token

    return make


@pytest.fixture
def faq(store, clock):
    """Two published entries."""
    with store.session() as session:
        import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)
