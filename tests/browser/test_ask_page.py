import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(open_page):
    return open_page("/", java_script_enabled=False)


def ask(page, text):
    page.get_by_role("textbox", name="Your question").or_(page.get_by_label("Ask something else")).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


class TestWithoutJavaScript:
    def test_the_way_in_is_a_link(self, page):
        page.get_by_role("link", name="Ask on a plain page instead").click()

        expect(page.get_by_role("heading", name="Ask a question")).to_be_visible()

    def test_a_card_brings_its_question_along(self, page):
        page.get_by_role("link", name="What is credit cover?").click()

        expect(page.get_by_label("Your question")).to_have_value("What is credit cover?")

    def test_the_whole_way_from_question_to_ticket(self, page):
        page.get_by_role("link", name="Ask a question").click()
        ask(page, "How do we join?")
        expect(page.get_by_text("Reviewed 23 November 2026")).to_be_visible()
        ask(page, "fees")
        page.get_by_role("button", name="How do we join the club?").click()
        ask(page, "odd")
        page.get_by_role("button", name="Yes please").click()
        page.get_by_role("button", name="Send to the Helpdesk").click()
        expect(page.get_by_text("Please give your name.")).to_be_visible()
        page.get_by_label("Name").fill("Alex Field")
        page.get_by_label("E-mail").fill("alex@example.org")
        page.get_by_role("button", name="Send to the Helpdesk").click()

        expect(page.get_by_text("SECAS-000001")).to_be_visible()

    def test_a_no_to_the_answer_leads_to_a_person(self, page):
        page.get_by_role("link", name="Ask a question").click()
        ask(page, "How do we join?")
        page.get_by_role("button", name="No", exact=True).click()
        page.get_by_role("button", name="Pass it to the Helpdesk").click()

        expect(page.get_by_role("button", name="Send to the Helpdesk")).to_be_visible()

    def test_a_reload_keeps_the_thread_and_sends_nothing_again(self, page, site):
        page.get_by_role("link", name="Ask a question").click()
        ask(page, "How do we join?")
        # A reload in the middle of the form's own navigation is refused by the browser.
        expect(page.get_by_text("Reviewed 23 November 2026")).to_be_visible()
        page.reload()

        expect(page.get_by_text("How do we join?", exact=True)).to_be_visible()
        assert len(site.dialogue.asked) == 1
