import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.widget import Widget

LOOKS = [
    pytest.param(
        {"color_scheme": scheme, "viewport": {"width": width, "height": 740}}, id=f"{scheme}-{width}"
    )
    for scheme in ("light", "dark")
    for width in (1280, 360)
]


def assert_accessible(page):
    # What is still fading in would be measured by its half-way colours.
    page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished))")
    page.wait_for_timeout(300)
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []


@pytest.fixture(params=LOOKS)
def page(request, open_page):
    return open_page("/", **request.param)


class TestEachState:
    def test_of_the_widget_has_no_violation(self, page):
        widget = Widget(page)
        assert_accessible(page)
        widget.open()
        assert_accessible(page)
        widget.ask("How do we join?")
        expect(widget.button("Yes")).to_be_visible()
        assert_accessible(page)
        widget.ask("fees")
        expect(widget.button("None of these")).to_be_visible()
        assert_accessible(page)
        widget.ask("odd")
        widget.button("Yes please").click()
        widget.button("Send to the Helpdesk").click()
        expect(widget.panel.get_by_text("Please give your name.")).to_be_visible()
        assert_accessible(page)
        widget.field("Name").fill("Alex Field")
        widget.field("E-mail").fill("alex@example.org")
        widget.button("Send to the Helpdesk").click()
        expect(widget.log).to_contain_text("SECAS-000001")
        assert_accessible(page)

    def test_of_trouble_has_no_violation(self, page):
        widget = Widget(page).open()
        page.route("**/api/v1/**", lambda route: route.abort())
        widget.ask("How do we join?")
        expect(widget.log).to_contain_text("Not sent yet")
        assert_accessible(page)
        widget.ask("   ")
        expect(widget.panel.get_by_role("alert")).to_have_text("Please type a question first.")
        assert_accessible(page)

    def test_of_the_plain_page_has_no_violation(self, page, site):
        page.goto(site.address + "/ask")
        assert_accessible(page)
        for text in ("How do we join?", "fees", "odd"):
            page.locator("#text").fill(text)
            page.get_by_role("button", name="Send", exact=True).click()
            expect(page.get_by_text(text, exact=True)).to_be_visible()
            assert_accessible(page)
        page.get_by_role("button", name="Yes please").click()
        page.get_by_role("button", name="Send to the Helpdesk").click()
        expect(page.get_by_text("Please give your name.")).to_be_visible()
        assert_accessible(page)

    def test_of_an_error_page_has_no_violation(self, page, site):
        page.goto(site.address + "/nothing-here")
        assert_accessible(page)
