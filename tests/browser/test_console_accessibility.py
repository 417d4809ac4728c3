"""Every page of the console by axe-core, in light and dark, wide and narrow; and by keyboard alone."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from connectors.console.app import create_console_app
from knowledge.database import Database
from tests.browser.conftest import Served
from tests.browser.console import Console
from tests.browser.console_pages import BEFORE_SIGNING_IN, NO_PAGES, PAGES
from tests.browser.full_desk import fill
from tests.browser.keyboard import tab_through
from tests.browser.looks import STILL, assert_good
from tests.browser.scales import weigh
from tests.doubles.console_parts import PASSWORD, console_parts, whole_app
from tests.doubles.post import MONDAY
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedClock

TROUBLE = "That didn’t work"


@dataclass
class Desk:
    """A running console with one of everything.

    Attributes:
        address: Of the process.
        names: What stands in the addresses of single pages.
        learning: Answers in place of the process with the index.
    """

    address: str
    names: dict[str, str]
    learning: ScriptedLearning


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder, clock, learning = tmp_path_factory.mktemp("desk"), FixedClock(MONDAY), ScriptedLearning()
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    database.upgrade()
    (folder / "mails").mkdir()
    names = fill(database, clock, learning, folder / "mails")
    with Served(whole_app(database, clock, console={"learning": learning})) as served:
        yield Desk(f"http://127.0.0.1:{served.port}", names, learning)
    database.close()


@pytest.fixture(scope="module")
def stranger(chromium, desk):
    """Somebody who hasn't signed in."""
    context = chromium.new_context(**STILL)
    yield Console(context.new_page(), desk.address)
    context.close()


@pytest.fixture(scope="module")
def console(chromium, desk):
    """The admin, who has signed in once for all pages."""
    context = chromium.new_context(**STILL)
    console = Console(context.new_page(), desk.address).sign_in("ada")
    expect(console.page.get_by_role("heading", name="Queue")).to_be_visible()
    yield console
    context.close()


@pytest.fixture
def open_pages(request, desk):
    """Go through the addresses of a page; yields the browser's page at each."""

    def go(endpoint):
        who = request.getfixturevalue("stranger" if endpoint in BEFORE_SIGNING_IN else "console")
        who.page.set_viewport_size({"width": 1280, "height": 740})
        for path in PAGES[endpoint]:
            who.open(path.format(**desk.names))
            assert who.page.get_by_role("heading", level=1).inner_text() != TROUBLE, path
            yield who.page

    return go


class TestThePages:
    def test_are_all_there_are(self):
        console = create_console_app(console_parts(Database("sqlite://"), FixedClock()))
        opened = {rule.endpoint for rule in console.url_map.iter_rules() if "GET" in rule.methods}

        assert PAGES.keys() | NO_PAGES.keys() == opened
        assert not PAGES.keys() & NO_PAGES.keys()


@pytest.mark.parametrize("endpoint", PAGES)
class TestEachPage:
    def test_has_no_violation_and_fits_the_screen(self, endpoint, open_pages):
        for page in open_pages(endpoint):
            assert_good(page)

    def test_is_reached_by_keyboard_in_every_part_and_shows_where_one_is(self, endpoint, open_pages):
        for page in open_pages(endpoint):
            tab_through(page)

    def test_loads_at_most_150_kilobytes(self, endpoint, stranger, console, desk):
        who = stranger if endpoint in BEFORE_SIGNING_IN else console
        for path in PAGES[endpoint]:
            loaded = weigh(who.page, who.address + path.format(**desk.names))

            # As our server sends it: nothing is compressed, so behind a proxy that does it is less.
            assert 10_000 < loaded.on_the_wire <= 150_000, path


class TestWithoutTheIndex:
    @pytest.mark.parametrize("path", ["/faq", "/gaps", "/faq/credit-cover/replay"])
    def test_pages_have_no_violation(self, console, desk, path):
        desk.learning.away = True
        try:
            assert_good(console.open(path).page)
        finally:
            desk.learning.away = False


class TestWhereSomethingIsWrongOrWasDone:
    """What a page says after a button; each has no violation and fits the screen."""

    def test_at_signing_in(self, stranger):
        page = stranger.open("/sign-in").page
        page.get_by_label("E-mail").fill("ada@helpdesk.example.org")
        page.get_by_label("Password").fill("wrong")
        stranger.press("Sign in")
        expect(page.get_by_role("alert")).to_be_visible()

        assert_good(page)

    def test_on_a_ticket(self, console):
        page = console.open("/tickets/1").press("Take it").page
        page.get_by_text("Change", exact=True).click()
        assert_good(page)
        console.box.fill("A [link](https://example.org) and\n\n- a list")
        console.press("Preview")
        assert_good(page)
        console.press("Send")
        expect(page.get_by_role("status")).to_be_visible()
        assert_good(page)
        page.get_by_label("Note for colleagues").fill("A note.")
        console.press("Keep the note")
        expect(page.get_by_text("only colleagues see this")).to_be_visible()

        assert_good(page)

    def test_on_an_entry(self, console):
        page = console.open("/faq/dcc-reports").page
        page.get_by_label("Answer, in Markdown").fill("Other words.")
        console.press("Keep as a draft")
        expect(page.get_by_text("there is a draft")).to_be_visible()

        assert_good(page)

    def test_in_the_queue(self, console):
        page = console.open("/?view=all").page
        page.get_by_text("Saved views").click()
        page.get_by_label("Name of the view").fill("Everything there is")
        console.press("Keep")
        expect(page.get_by_role("link", name="Everything there is")).to_be_visible()

        assert_good(page)

    def test_in_the_menu(self, console):
        page = console.open("/").page
        page.get_by_text("More", exact=True).click()
        expect(page.get_by_role("link", name="Health")).to_be_visible()

        assert_good(page)

    def test_on_a_canned_reply(self, console):
        page = console.open("/replies").page
        page.get_by_label("Title").fill("Greeting")
        page.get_by_label("Words").fill("Dear {nmae},")
        console.press("Keep it")
        expect(page.get_by_text("There is no placeholder {nmae}.")).to_be_visible()

        assert_good(page)

    def test_where_people_are_let_in(self, console):
        page = console.open("/people").press("New link for Ada Byrne").page
        expect(page.get_by_text("A link for Ada Byrne")).to_be_visible()
        assert_good(page)
        console.open("/account").page.get_by_label("Present password").last.fill(PASSWORD)
        console.press("Set it up")
        expect(page.get_by_text("Enter this key in your app")).to_be_visible()

        assert_good(page)

    def test_where_programs_are_let_in(self, console):
        page = console.open("/account/tokens").page
        page.get_by_label("What it is for").fill("another report")
        page.get_by_label("Present password").fill(PASSWORD)
        console.press("Make a token")
        expect(page.get_by_text("at least one thing")).to_be_visible()
        assert_good(page)
        page.get_by_label("read tickets").check()
        page.get_by_label("Present password").fill(PASSWORD)
        console.press("Make a token")
        expect(page.get_by_text("Your new token")).to_be_visible()

        assert_good(page)

    def test_where_programs_are_told(self, console):
        page = console.open("/webhooks").page
        page.get_by_label("Address").fill("https://hooks.example.org/new")
        console.press("Add, and show the secret")
        expect(page.get_by_text("at least one event")).to_be_visible()
        assert_good(page)
        page.get_by_label("a ticket was made").check()
        console.press("Add, and show the secret")
        expect(page.get_by_text("whsec_")).to_be_visible()

        assert_good(page)
