"""The pictures of what visitors see: a conversation from the greeting to the reply of the Helpdesk."""

import re

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from connectors.desk.actors import Actor
from knowledge.tables import Person, Ticket
from scripts.screenshots.desk import Pictured
from scripts.screenshots.dialogue import ANSWERED, CLOSE, UNKNOWN
from tests.browser.widget import Widget

REPLY = "Dear Asha,\n\nthe **Panel** approved it in March; the papers are on our site."


def take(browser: Browser, address: str, pictured: Pictured, save) -> None:
    """Take all of them.

    Args:
        browser: Opens the pages.
        address: Of the public process.
        pictured: What is behind it.
        save: Keeps a picture under a name.
    """
    look = {"viewport": {"width": 1024, "height": 800}, "reduced_motion": "reduce"}
    page = browser.new_context(**look).new_page()
    page.goto(address)
    save("page-demo", page)
    _ask_plainly(browser.new_context(**look).new_page(), address, save)
    widget = Widget(page).open()
    save("widget-greeting", widget.panel)
    for name, text, seen in (
        ("widget-answer", ANSWERED, "Source:"),
        ("widget-choice", CLOSE, "None of these"),
        ("widget-offer", UNKNOWN, "Yes, please"),
    ):
        widget.ask(text)
        expect(widget.log).to_contain_text(seen)
        save(name, widget.panel)
    reference = _hand_over(widget, save)
    _hear_from_staff(widget, pictured, reference, save)
    _ask_for_the_status(widget, pictured, reference, save)


def _ask_plainly(page, address, save):
    page.goto(f"{address}/ask")
    page.locator("#text").fill(ANSWERED)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Reviewed")).to_be_visible()
    page.set_viewport_size({"width": 1024, "height": 1100})
    page.evaluate("scrollTo(0, 0)")
    save("page-plain", page)


def _hand_over(widget, save):
    widget.button("Yes, please").click()
    widget.field("Name").fill("Asha Patel")
    widget.field("E-mail").fill("asha@northern.example")
    save("widget-form", widget.panel)
    widget.button("Send to the Helpdesk").click()
    expect(widget.log).to_contain_text("Your reference is")
    save("widget-ticket", widget.panel)
    return re.search(r"SECAS-\d{6}", widget.log.inner_text())[0]


def _hear_from_staff(widget, pictured, reference, save):
    with pictured.database.session() as session:
        nadia = session.scalars(select(Person).where(Person.name == "Nadia Rahman")).one()
        ticket = session.get_one(Ticket, int(reference[-6:]))
        pictured.desk.reply(session, ticket.id, Actor(nadia.id, "admin"), None, text=REPLY)
        pictured.desk.resolve(session, ticket.id, Actor(nadia.id, "admin"), None)
    expect(widget.log).to_contain_text("Did that solve it?", timeout=10_000)
    save("widget-staff", widget.panel)


def _ask_for_the_status(widget, pictured, reference, save):
    widget.ask(f"What is the status of {reference}?")
    expect(widget.log).to_contain_text("we have sent a code")
    widget.ask(pictured.codes.last)
    expect(widget.log).to_contain_text("The last reply was sent")
    save("widget-status", widget.panel)
