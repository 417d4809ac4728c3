"""The pages on which the FAQ learns from people, by hand."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from knowledge.database import Database
from tests.browser.conftest import Served
from tests.browser.console import Console
from tests.browser.full_desk import QUESTIONS, fill_learning
from tests.doubles.console_parts import staff, whole_app
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedClock


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
    fill_learning(database, clock, learning, staff(database, clock, "Priya Nair", "editor"))
    with Served(whole_app(database, clock, console={"learning": learning})) as served:
        yield Desk(f"http://127.0.0.1:{served.port}", database, learning)
    database.close()


@pytest.fixture
def editor(open_page, desk):
    return Console(open_page(f"{desk.address}/console/sign-in"), desk.address).sign_in("priya")


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
