"""A shift at the Helpdesk: two people at the console, a visitor at the widget."""

import pytest
from playwright.sync_api import expect

from tests.browser.console import Console
from tests.browser.widget import Widget
from tests.doubles.console_parts import staff

WITHIN = 3000
"""Milliseconds in which a visitor sees what staff wrote."""


@pytest.fixture
def widget(page):
    """A visitor who has handed a question over."""
    widget = Widget(page).open()
    widget.ask("odd")
    widget.button("Yes please").click()
    widget.field("Name").fill("Asha Patel")
    widget.field("E-mail").fill("asha@example.org")
    widget.button("Send to the Helpdesk").click()
    expect(widget.log).to_contain_text("Your reference is SECAS-000001")
    return widget


@pytest.fixture
def sam(open_page, site):
    staff(site.database, site.clock, "Sam Okoro", "agent")
    return Console(open_page("/console/sign-in"), site.address).sign_in("sam")


@pytest.fixture
def jo(open_page, site):
    staff(site.database, site.clock, "Jo Evans", "agent")
    return Console(open_page("/console/sign-in"), site.address).sign_in("jo")


class TestAShift:
    def test_from_the_queue_to_the_visitors_yes(self, widget, sam):
        expect(sam.page.get_by_role("link", name="SECAS-000001")).to_be_visible()
        sam.press("Next for me")
        expect(sam.thread).to_contain_text("odd")
        sam.box.fill("Dear Asha,\nit was the **Panel**.")
        expect(sam.page.get_by_text("gets this by e-mail at")).to_contain_text("and reads it in the chat")
        sam.press("Preview")
        expect(sam.page.get_by_text("This is what Asha Patel will read")).to_be_visible()
        sam.press("Send")
        expect(sam.page.get_by_role("status")).to_have_text("Your reply is sent.")
        expect(sam.thread).to_contain_text("By e-mail to asha@example.org: waits to be sent")

        expect(widget.log).to_contain_text("it was the Panel.", timeout=WITHIN)
        expect(widget.log).to_contain_text("Sam Okoro, Helpdesk")

        widget.ask("And by how much?")
        expect(sam.page.get_by_text("This ticket has changed since")).to_be_visible(timeout=9000)
        sam.page.get_by_role("link", name="Show what is new").click()
        expect(sam.thread).to_contain_text("And by how much?")
        sam.box.fill("By two pounds.")
        sam.press("Send and resolve")
        widget.confirm_solved(WITHIN)

        sam.page.reload()
        expect(sam.page.get_by_text("The customer said that it is solved")).to_be_visible()

    def test_the_bot_is_silent_while_staff_are_on_the_ticket(self, widget, sam, site):
        sam.press("Next for me")
        expect(sam.thread).to_be_visible()
        asked = len(site.dialogue.asked)

        widget.ask("How do we join?")

        expect(sam.page.get_by_text("This ticket has changed")).to_be_visible(timeout=9000)
        expect(widget.panel.get_by_text("The assistant is writing")).not_to_be_attached()
        assert len(site.dialogue.asked) == asked

    def test_a_reply_waits_for_a_visitor_who_comes_back(self, widget, sam):
        widget.page.goto("about:blank")
        sam.press("Next for me")
        sam.box.fill("Here you are.")
        sam.press("Send")
        expect(sam.page.get_by_role("status")).to_be_visible()

        widget.page.go_back()

        expect(widget.log).to_contain_text("Here you are.", timeout=WITHIN)


class TestTwoPeopleOnOneTicket:
    def test_see_each_other_and_do_not_overwrite_each_other(self, widget, sam, jo):
        sam.open("/tickets/1")
        jo.open("/tickets/1")
        expect(jo.page.get_by_text("Sam Okoro has this ticket open")).to_be_visible()
        sam.box.fill("I am writing this.")
        expect(jo.page.get_by_text("Sam Okoro is writing")).to_be_visible(timeout=9000)

        jo.box.fill("I was faster.")
        jo.press("Send")
        expect(jo.page.get_by_role("status")).to_be_visible()
        sam.press("Send")

        expect(sam.page.get_by_role("alert")).to_contain_text("Jo Evans replied")
        expect(sam.box).to_have_value("I am writing this.")


class TestWriting:
    def test_what_was_written_outlives_another_button_and_a_reload(self, widget, sam):
        sam.open("/tickets/1")
        sam.box.fill("Half a sentence")
        sam.press("Take it")
        expect(sam.page.get_by_text("yours", exact=True)).to_be_visible()

        expect(sam.box).to_have_value("Half a sentence")

    def test_what_was_sent_does_not_come_back(self, widget, sam):
        sam.open("/tickets/1")
        sam.box.fill("A whole sentence.")
        sam.press("Send")
        expect(sam.page.get_by_role("status")).to_be_visible()
        sam.page.reload()

        expect(sam.box).to_have_value("")

    def test_needs_no_javascript(self, widget, site, open_page):
        staff(site.database, site.clock, "Jo Evans", "agent")
        page = open_page("/console/sign-in", java_script_enabled=False)
        jo = Console(page, site.address).sign_in("jo")
        jo.press("Next for me")
        jo.box.fill("Without a script.")
        jo.press("Send")

        expect(page.get_by_role("status")).to_have_text("Your reply is sent.")
        expect(jo.thread).to_contain_text("Without a script.")

    def test_can_be_done_by_keyboard_alone(self, widget, sam):
        page = sam.page
        page.get_by_role("link", name="SECAS-000001").focus()
        page.keyboard.press("Enter")
        expect(sam.thread).to_be_visible()
        sam.box.focus()
        page.keyboard.type("By keyboard.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.get_by_role("status")).to_have_text("Your reply is sent.")


class TestASecondQuestion:
    def test_is_split_off_by_keyboard_and_read_in_the_reports(self, widget, sam):
        page = sam.page
        sam.open("/")
        expect(page.get_by_text("unread", exact=True)).to_be_visible()
        sam.open("/tickets/1")
        page.get_by_text("Change", exact=True).click()
        page.get_by_role("link", name="Split a question off").click()
        page.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
            page.keyboard.press("Tab")
        page.keyboard.type("Who pays the fee?")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", name="SECAS-000002")).to_be_visible()
        expect(page.get_by_role("link", name="SECAS-000001")).to_be_visible()
        sam.open("/")
        expect(page.get_by_text("unread", exact=True)).to_have_count(0)
        page.get_by_role("link", name="Reports").click()
        expect(page.get_by_role("img", name="Questions by week")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as CSV").first.click()
        assert download.value.suggested_filename.startswith("helpdesk-weeks-")
