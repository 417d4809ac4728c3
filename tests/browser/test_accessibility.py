"""The visitors' pages in every state by axe-core, in light and dark, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import STILL, assert_good
from tests.browser.widget import Widget


@pytest.fixture
def page(open_page):
    return open_page("/", **STILL)


class TestEachState:
    def test_of_the_widget_has_no_violation(self, page):
        widget = Widget(page)
        assert_good(page)
        widget.open()
        assert_good(page)
        widget.ask("How do we join?")
        expect(widget.button("Yes")).to_be_visible()
        assert_good(page)
        widget.ask("fees")
        expect(widget.button("None of these")).to_be_visible()
        assert_good(page)
        widget.ask("odd")
        widget.button("Yes please").click()
        widget.button("Send to the Helpdesk").click()
        expect(widget.panel.get_by_text("Please give your name.")).to_be_visible()
        assert_good(page)
        widget.field("Name").fill("Alex Field")
        widget.field("E-mail").fill("alex@example.org")
        widget.button("Send to the Helpdesk").click()
        expect(widget.log).to_contain_text("SECAS-000001")
        assert_good(page)

    def test_of_trouble_has_no_violation(self, page):
        widget = Widget(page).open()
        page.route("**/api/v1/**", lambda route: route.abort())
        widget.ask("How do we join?")
        expect(widget.log).to_contain_text("Not sent yet")
        assert_good(page)
        widget.ask("   ")
        expect(widget.panel.get_by_role("alert")).to_have_text("Please type a question first.")
        assert_good(page)

    def test_of_the_plain_page_has_no_violation(self, page, site):
        page.goto(site.address + "/ask")
        assert_good(page)
        for text in ("How do we join?", "fees", "odd"):
            page.locator("#text").fill(text)
            page.get_by_role("button", name="Send", exact=True).click()
            expect(page.get_by_text(text, exact=True)).to_be_visible()
            assert_good(page)
        page.get_by_role("button", name="Yes please").click()
        page.get_by_role("button", name="Send to the Helpdesk").click()
        expect(page.get_by_text("Please give your name.")).to_be_visible()
        assert_good(page)

    def test_of_an_error_page_has_no_violation(self, page, site):
        page.goto(site.address + "/nothing-here")
        assert_good(page)
