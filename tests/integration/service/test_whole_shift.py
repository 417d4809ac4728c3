"""A whole shift in a real browser, with the whole service behind it: Rasa, the trained judge, the desk."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from connectors.desk.clock import system_clock
from knowledge.database import Database
from tests.browser.chromium import running_chromium
from tests.browser.console import Console
from tests.browser.widget import Widget
from tests.doubles.console_parts import staff
from tests.integration.service.service import Service

pytestmark = pytest.mark.slow

WITHIN = 3000
"""Milliseconds in which a visitor sees what staff wrote."""

LOOKED_AGAIN = 9000
"""Milliseconds in which the console has looked for news at least once."""

ANSWERED = 20_000
"""Milliseconds in which the assistant has answered, on a machine that does much else."""

QUESTION = "Which biscuits does the Panel prefer?"
ANSWER = "Shortbread, by a wide margin."


@pytest.fixture(scope="module")
def address(data_folder, tmp_path_factory):
    """The whole service, on a data folder of its own, with three people at the desk."""
    folder = shutil.copytree(data_folder, tmp_path_factory.mktemp("shift") / "var", symlinks=True)
    database = Database(f"sqlite:///{folder / 'helpdesk.db'}")
    for name, role in (("Sam Okoro", "agent"), ("Jo Evans", "agent"), ("Priya Nair", "editor")):
        staff(database, system_clock, name, role)
    database.close()
    service = Service(folder)
    try:
        service.wait_for("Everything is running")
        yield service.address
    finally:
        service.end()


@pytest.fixture
def enter(address):
    """Return how people enter, each with a browser profile of their own: visitors, or staff by name."""
    with running_chromium() as browser:

        def enter(name=""):
            page = browser.new_context().new_page()
            page.set_default_timeout(ANSWERED)
            page.goto(address)
            return Console(page, address).sign_in(name) if name else Widget(page).open()

        yield enter


def hand_over(visitor, name, question):
    """Ask for a person and answer what the assistant asks; return the ticket's reference."""
    talk = {
        "Can I talk to somebody?": "What’s your name?",
        name: "Which e-mail address",
        f"{name.split()[0].lower()}@example.org": "Which organisation are you with?",
        "none": "What would you like to ask the Helpdesk?",
        question: "Is that right?",
        "yes": "Your reference is",
    }
    for said, answered in talk.items():
        visitor.ask(said)
        expect(visitor.log).to_contain_text(answered, timeout=ANSWERED)
    return re.search(r"SECAS-\d{6}", visitor.log.inner_text())[0]


def next_until(person, ticket):
    """Take what is due next; other tests have left tickets that are due before."""
    for _ in range(10):
        person.open("/").press("Next for me")
        expect(person.page.get_by_role("button", name="Give it back")).to_be_visible()
        if person.page.get_by_role("heading", name=ticket).is_visible():
            return
    pytest.fail(f"{ticket} never came.")


def reply(person, text):
    person.box.fill(text)
    person.press("Send")
    expect(person.page.get_by_role("status")).to_contain_text("Your reply is sent.")


def resolve_and_reopen(person, visitor):
    person.press("Resolve")
    visitor.confirm_solved(WITHIN)
    person.page.reload()
    expect(person.page.get_by_text("This ticket is closed.")).to_be_visible()
    person.press("Reopen")
    expect(person.box).to_be_visible()


def merge(person, ticket, into):
    person.open(f"/?q={ticket}")
    person.page.get_by_text("Change", exact=True).click()
    person.page.get_by_label("Merge into").fill(into)
    person.press("Merge")
    expect(person.page.get_by_text(f"This ticket was merged into {into}")).to_be_visible()
    person.open(f"/?q={into}")
    expect(person.page.get_by_text("Merged in")).to_be_visible()


def collide(first, second, ticket):
    for person in (first, second):
        person.open(f"/?q={ticket}")
    expect(second.page.get_by_text("Sam Okoro has this ticket open")).to_be_visible()
    first.box.fill("I am writing this.")
    expect(second.page.get_by_text("Sam Okoro is writing")).to_be_visible(timeout=LOOKED_AGAIN)
    reply(second, "I was faster.")
    first.press("Send")
    expect(first.page.get_by_role("alert")).to_contain_text("Jo Evans replied")
    expect(first.box).to_have_value("I am writing this.")


def publish(editor):
    """Write a new entry and publish it; wait until the console says that it is served."""
    page = editor.open("/faq").page
    page.get_by_role("link", name="New entry").click()
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_label("Answer, in Markdown").fill(ANSWER)
    page.get_by_label("Category").fill("Meetings")
    page.get_by_label("Source").fill("https://example.org/biscuits")
    editor.press("Keep as a draft")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    editor.press("Publish the draft")
    expect(page.get_by_role("status")).to_be_visible()
    # How soon it has to be is measured in test_publish, without browsers beside it.
    for _ in range(ANSWERED // 500):
        page.wait_for_timeout(500)
        page.reload()
        if page.get_by_text("waits for the next training").is_visible():
            return
    pytest.fail("The new entry isn't served.")


class TestAWholeShift:
    def test_from_the_first_question_to_the_answer_that_it_became(self, enter):
        asha, sam, jo = enter(), enter("sam"), enter("jo")
        ticket = hand_over(asha, "Asha Patel", QUESTION)
        next_until(sam, ticket)
        reply(sam, "Dear Asha,\nit is **shortbread**.")
        expect(asha.log).to_contain_text("it is shortbread.", timeout=WITHIN)
        expect(asha.log).to_contain_text("Sam Okoro, Helpdesk")

        resolve_and_reopen(sam, asha)
        merge(jo, hand_over(enter(), "Asha Patel", "I have asked about biscuits already."), into=ticket)
        collide(sam, jo, ticket)

        ben = enter().ask(QUESTION)
        expect(ben.log.locator(".visitor ~ .bot")).not_to_have_count(0, timeout=ANSWERED)
        expect(ben.log).not_to_contain_text(ANSWER)
        publish(enter("priya"))
        ben.ask(QUESTION)
        expect(ben.log).to_contain_text(ANSWER, timeout=ANSWERED)
        expect(ben.log).to_contain_text("Source: example.org")
