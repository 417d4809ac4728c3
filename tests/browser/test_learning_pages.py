"""The pages on which the FAQ learns from people: by axe-core, wide and narrow, and by keyboard and hand."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from connectors.desk.tickets import create_ticket
from connectors.dialogue.learning import Gap
from connectors.services.conversations import ConversationService
from connectors.services.staff.faq_editing import save_draft
from connectors.services.staff.new_entries import create_entry, set_owner
from connectors.services.staff.phrasings import add_phrasing
from connectors.services.staff.settling import settle
from knowledge.database import Database
from knowledge.importer import import_entries
from knowledge.tables import Message
from tests.browser.conftest import Served
from tests.browser.console import Console
from tests.browser.test_accessibility import LOOKS, assert_accessible
from tests.browser.test_console_accessibility import assert_fits
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import staff, whole_app
from tests.doubles.desk_parts import DUE
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedClock

LONG = "verylongword" * 12
QUESTIONS = (
    "Who approved the last increase of the credit cover?",
    "who has approved the credit cover increase",
    f"Which committee raised it, {LONG}?",
)
PAGES = [
    "/faq",
    "/faq/credit-cover",
    "/faq/how-do-we-leave-the-sec",
    "/faq/new",
    "/faq/new?ids=m1,m2",
    "/faq/credit-cover/replay",
    "/faq/credit-cover/replay?change=withdraw",
    "/gaps",
    "/gaps?days=7",
    "/tickets/1",
    "/health",
]
FORM = {
    "category": "Parties",
    "title": "How do we leave the SEC?",
    "body": "Write to the **Helpdesk**.",
    "audience": "everyone",
    "source": "https://example.org/leave",
    "reviewed": "",
}


@dataclass
class Desk:
    """A console with something to learn from."""

    address: str
    database: Database
    learning: ScriptedLearning


@pytest.fixture
def desk(tmp_path):
    database, clock, learning = (
        Database(f"sqlite:///{tmp_path / 'desk.db'}"),
        FixedClock(),
        ScriptedLearning(),
    )
    database.upgrade()
    fill(database, clock, learning)
    with Served(whole_app(database, clock, console={"learning": learning})) as served:
        yield Desk(f"http://127.0.0.1:{served.port}", database, learning)
    database.close()


def fill(database, clock, learning):
    priya = staff(database, clock, "Priya Nair", "editor")
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)
        for number, question in enumerate(QUESTIONS):
            _ask(session, clock, question, number, priya)
        create_entry(session, clock(), FORM, actor_id=priya)
        draft = FORM | {
            "title": ENTRIES["credit-cover"].title,
            "body": "Other **words**, [linked](https://x.org).",
        }
        save_draft(session, clock(), "credit-cover", draft, seen=1, remark="Shorter", actor_id=priya)
        set_owner(session, clock(), "credit-cover", priya, actor_id=priya)
        add_phrasing(session, clock(), "credit-cover", "what must we set aside", actor_id=priya)
        add_phrasing(
            session, clock(), "credit-cover", f"how much {LONG}", actor_id=priya, proposed=True, ticket_id=1
        )
        settle(session, clock(), ["where is the nearest bus stop"], "not_for_us", actor_id=priya)
    ids = tuple(f"m{number}" for number in _visitors(database))
    learning.groups = [Gap(14, ids[:2], clock(), clock()), Gap(1, ids[2:], clock(), clock())]
    learning.say(waiting=frozenset({"credit-cover", "dcc-reports"}), new=frozenset({"dcc-reports"}))
    learning.replayed = {
        "asked": 120,
        "wanted": 200,
        "counts": {"gained": 1, "lost": 1, "changed": 1},
        "same_entry": 7,
        "changes": [
            _change(QUESTIONS[0], "lost", ("answer", ["credit-cover"]), ("handoff", [])),
            _change(QUESTIONS[2], "changed", ("clarify", ["dcc-reports"]), ("clarify", ["credit-cover"])),
            _change(QUESTIONS[1], "gained", ("handoff", []), ("answer", ["how-do-we-leave-the-sec"])),
        ],
    }


def _change(question, kind, before, after):
    as_dict = [{"action": action, "keys": keys} for action, keys in (before, after)]
    return {"question": question, "kind": kind, "before": as_dict[0], "after": as_dict[1]}


def _ask(session, clock, question, number, priya):
    conversation, _ = ConversationService(clock).start(session)
    common = {"conversation_id": conversation.id, "created_at": clock()}
    decision = {"action": "handoff", "reason": "near_miss"}
    session.add(Message(author="visitor", text=question, decision=decision, state="answered", **common))
    session.flush()
    create_ticket(
        session,
        now=clock(),
        conversation_id=conversation.id,
        name="Asha Patel",
        email="asha@example.org",
        organisation="Northern Metering",
        question=question,
        reason="near_miss",
        candidates=[{"key": "credit-cover", "score": 0.41}],
        channel="web",
        idempotency_key=f"key {number}",
        due=DUE,
    )
    session.add(
        Message(author="staff", text="Dear Asha, the **Panel** did.", person_id=priya, state="sent", **common)
    )
    session.flush()


def _visitors(database):
    with database.session() as session:
        return session.scalars(select(Message.id).where(Message.author == "visitor")).all()


@pytest.fixture
def editor(request, open_page, desk):
    options = getattr(request, "param", {})
    return Console(open_page(f"{desk.address}/console/sign-in", **options), desk.address).sign_in("priya")


@pytest.mark.parametrize("editor", LOOKS, indirect=True)
class TestEachPage:
    def test_has_no_violation_and_fits_the_screen(self, editor):
        page = editor.page
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        for path in PAGES:
            editor.open(path)
            expect(page.get_by_role("heading", level=1)).not_to_have_text("That didn’t work")
            assert_accessible(page)
            assert_fits(page)

    def test_has_none_where_the_index_cannot_be_asked(self, editor, desk):
        desk.learning.away = True
        for path in ("/faq", "/gaps", "/faq/credit-cover/replay"):
            editor.open(path)
            assert_accessible(editor.page)


class TestAnEditor:
    def test_takes_a_proposed_phrasing(self, editor):
        page = editor.open("/faq/credit-cover").page
        expect(page.get_by_text("proposed", exact=True)).to_be_visible()
        page.get_by_role("button", name="Use “how much").click()

        expect(page.get_by_role("status")).to_have_text("The phrasing is used from now on.")
        expect(page.get_by_text("proposed", exact=True)).not_to_be_attached()

    def test_goes_from_a_gap_to_an_entry_and_looks_at_what_would_change(self, editor):
        page = editor.open("/gaps").page
        expect(page.get_by_text("asked 14 times")).to_be_visible()
        page.get_by_role("link", name=f"Draft an entry for “{QUESTIONS[0]}").click()
        expect(page.get_by_label("Question")).to_have_value(QUESTIONS[0])
        page.get_by_label("Answer, in Markdown").fill("The **Panel** did.")
        page.get_by_label("Category").fill("Costs")
        page.get_by_label("Source").fill("https://example.org/panel")
        editor.press("Keep as a draft")
        page.get_by_role("link", name="What would change?").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("What would change")
        expect(page.get_by_text("120 of the 200 latest questions")).to_be_visible()

    def test_learns_from_a_ticket_by_one_click(self, editor):
        page = editor.open("/tickets/1").page
        editor.press("Make a draft entry from the reply")

        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[0])
        expect(page.get_by_label("Answer, in Markdown")).to_have_value("Dear [name], the **Panel** did.")

    def test_needs_no_javascript(self, desk, open_page):
        page = open_page(f"{desk.address}/console/sign-in", java_script_enabled=False)
        priya = Console(page, desk.address).sign_in("priya").open("/gaps")
        priya.page.get_by_role("button", name=f"“{QUESTIONS[0][:20]}").click()

        expect(page.get_by_role("status")).to_contain_text("That is remembered")
