import threading

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from connectors.dialogue.dialogue import DialogueUnavailable
from connectors.services.ticket_desk import TicketDesk
from knowledge.tables import Conversation
from tests.browser.widget import Widget
from tests.doubles.desk_parts import DUE, add_staff, add_ticket

MESSAGES = "**/api/v1/conversations/*/messages"


@pytest.fixture
def widget(page):
    return Widget(page).open()


class TestFirstSight:
    def test_shows_a_launcher_and_keeps_nothing(self, page):
        widget = Widget(page)

        expect(widget.launcher).to_be_visible()
        expect(widget.panel).to_be_hidden()
        widget.open()
        expect(widget.log).to_contain_text("automated service")
        assert widget.stored() == "{}"
        assert page.context.cookies() == []

    def test_puts_the_pages_question_into_the_box_without_sending_it(self, page, site):
        page.get_by_role("link", name="What is credit cover?").click()

        expect(Widget(page).box).to_have_value("What is credit cover?")
        assert site.dialogue.asked == []


SCRIPTS = (
    "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    "<svg onload=\"document.title='run'\"></svg><b onmouseover=alert(1)>x</b> [y](javascript:alert(1))"
)


class TestScripts:
    """Line 1: they are shown as words, whoever wrote them."""

    def check(self, widget):
        expect(widget.log).to_contain_text("<svg onload=")
        for element in ("script", "img[src=x]", "svg[onload]", "[onmouseover]", "a[href^=javascript]"):
            expect(widget.log.locator(element)).to_have_count(0)
        assert widget.page.title() != "run"

    def test_of_a_visitor_do_not_run(self, widget):
        widget.ask(SCRIPTS)
        expect(widget.button("Yes")).to_have_count(1)

        self.check(widget)

    def test_of_staff_do_not_run(self, widget, site):
        widget.ask("How do we join?")
        expect(widget.button("Yes")).to_have_count(1)
        with site.database.session() as session:
            conversation = session.scalars(select(Conversation)).one().id
            ticket = add_ticket(session, conversation=conversation, now=site.clock()).id
            desk = TicketDesk(site.clock, DUE)
            desk.reply(session, ticket, add_staff(session, SCRIPTS[:200]), None, text=SCRIPTS)

        self.check(widget)


class TestAsking:
    def test_shows_the_answer_with_source_review_date_and_safe_links(self, widget):
        widget.ask("How do we join?")

        expect(widget.log).to_contain_text("Fill in the membership form")
        expect(widget.log).to_contain_text("Source: example.org · Reviewed 23 November 2026")
        link = widget.log.get_by_role("link", name="the office")
        expect(link).to_have_attribute("href", "https://example.org/join")
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer")

    def test_shows_that_the_answer_is_being_written(self, widget, site):
        go_on = threading.Event()
        site.dialogue.before = go_on.wait
        widget.ask("How do we join?")

        expect(widget.panel.get_by_text("The assistant is writing")).to_be_attached()
        go_on.set()
        expect(widget.log).to_contain_text("membership form")
        expect(widget.panel.get_by_text("The assistant is writing")).not_to_be_attached()

    def test_sends_questions_one_after_the_other(self, widget, site):
        widget.ask("one").ask("two").ask("three")

        expect(widget.button("Yes")).to_have_count(3)
        assert [text for _, text, _ in site.dialogue.asked] == ["one", "two", "three"]

    def test_begins_a_new_line_with_shift(self, widget, site):
        widget.box.press_sequentially("one")
        widget.box.press("Shift+Enter")
        widget.box.press_sequentially("two")
        widget.box.press("Enter")

        expect(widget.log).to_contain_text("membership form")
        assert site.dialogue.asked[0][1] == "one\ntwo"

    def test_shows_typed_html_as_text(self, widget):
        widget.ask("<img src=x onerror=\"document.title='caught'\"><b>bold</b>")

        expect(widget.log).to_contain_text("<b>bold</b>")
        expect(widget.page).not_to_have_title("caught")

    def test_asks_for_words_when_there_are_none(self, widget):
        widget.ask("   ")

        expect(widget.panel.get_by_role("alert")).to_have_text("Please type a question first.")

    def test_keeps_a_text_that_is_too_long(self, widget, site):
        widget.ask("x" * 4001)

        expect(widget.panel.get_by_role("alert")).to_contain_text(
            "up to 4,000 characters; this one has 4,001"
        )
        expect(widget.box).to_have_value("x" * 4001)
        assert site.dialogue.asked == []


class TestChoosing:
    def test_by_a_button(self, widget, site):
        widget.ask("fees")
        widget.button("How do we join the club?").click()

        expect(widget.log).to_contain_text("membership form")
        assert site.dialogue.asked[-1][2] == '/choose_entry{"entry":"joining"}'

    def test_takes_buttons_away_that_have_had_their_time(self, widget):
        widget.ask("odd")
        expect(widget.button("Yes please")).to_be_visible()
        widget.ask("hello")

        expect(widget.log).to_contain_text("Hello there!")
        expect(widget.button("Yes please")).to_have_count(0)


class TestRating:
    def test_yes_is_thanked_for_and_remembered(self, widget):
        widget.ask("How do we join?")
        widget.button("Yes").click()
        expect(widget.log).to_contain_text("Thank you for telling us.")

        widget.page.reload()

        expect(widget.log).to_contain_text("Thank you for telling us.")

    def test_no_offers_a_person(self, widget):
        widget.ask("How do we join?")
        widget.button("No").click()
        widget.button("Pass it to the Helpdesk").click()

        expect(widget.button("Send to the Helpdesk")).to_be_visible()
        expect(widget.field("Question")).to_have_value("How do we join?")


class TestHandingOver:
    def test_says_what_is_missing_then_gives_a_reference(self, widget):
        widget.ask("odd")
        widget.button("Yes please").click()
        expect(widget.field("Name")).to_be_focused()
        widget.field("E-mail").fill("nobody")
        widget.button("Send to the Helpdesk").click()

        expect(widget.field("Name")).to_have_attribute("aria-invalid", "true")
        expect(widget.field("Name")).to_have_accessible_description("Please give your name.")
        expect(widget.field("Question")).to_have_value("odd")
        widget.field("Name").fill("Alex Field")
        widget.field("E-mail").fill("alex@example.org")
        widget.button("Send to the Helpdesk").click()

        expect(widget.log).to_contain_text("Your reference is SECAS-000001")
        expect(widget.log).to_contain_text("opens again on Tuesday 5 May")
        expect(widget.box).to_be_focused()

    def test_can_be_put_off_and_taken_up_again(self, widget):
        widget.ask("odd")
        widget.button("Yes please").click()
        widget.button("Back to the chat").click()
        expect(widget.box).to_be_focused()
        widget.button("Open the form").click()

        expect(widget.field("Name")).to_be_focused()

    def test_keeps_what_was_typed_when_sending_fails(self, widget):
        widget.ask("odd")
        widget.button("Yes please").click()
        widget.field("Name").fill("Alex Field")
        widget.field("E-mail").fill("alex@example.org")
        widget.page.route("**/tickets", lambda route: route.fulfill(status=503, body="{}"), times=1)
        widget.button("Send to the Helpdesk").click()

        expect(widget.panel.get_by_role("alert").first).to_contain_text("Nothing you typed is lost")
        expect(widget.field("Name")).to_have_value("Alex Field")
        widget.button("Send to the Helpdesk").click()
        expect(widget.log).to_contain_text("SECAS-000001")

    def test_works_with_nothing_behind_it(self, widget, site):
        site.dialogue.script["Who set the fee?"] = DialogueUnavailable()
        site.answers.up = False
        widget.ask("Who set the fee?")

        expect(widget.field("Question")).to_have_value("Who set the fee?")


class TestReload:
    def test_keeps_messages_and_the_open_panel(self, widget, site):
        widget.ask("How do we join?")
        expect(widget.log).to_contain_text("membership form")
        widget.page.reload()

        expect(widget.panel).to_be_visible()
        expect(widget.log).to_contain_text("How do we join?")
        expect(widget.log).to_contain_text("membership form")
        assert len(site.dialogue.asked) == 1

    def test_sends_what_was_still_on_its_way(self, widget, site):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")
        widget.page.route(MESSAGES, lambda route: route.abort())
        widget.ask("How do we join?")
        expect(widget.log).to_contain_text("Not sent yet")
        widget.page.unroute(MESSAGES)
        widget.page.reload()

        expect(widget.log).to_contain_text("membership form")
        assert [text for _, text, _ in site.dialogue.asked] == ["hello", "How do we join?"]

    def test_finds_a_new_conversation_where_the_old_one_is_gone(self, widget):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")
        widget.page.evaluate(
            "for (const key of Object.keys(localStorage))"
            " localStorage[key] = JSON.stringify({ ...JSON.parse(localStorage[key]), token: 'old' })"
        )
        widget.page.reload()
        expect(widget.log).not_to_contain_text("Hello there!")
        widget.ask("How do we join?")

        expect(widget.log).to_contain_text("membership form")

    def test_after_starting_over_knows_nothing(self, widget):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")
        widget.button("Start over").click()
        widget.button("Forget it").click()

        expect(widget.log).not_to_contain_text("Hello there!")
        assert widget.stored() == "{}"


class TestTrouble:
    def test_tries_again_with_the_same_key_after_errors(self, widget, site):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")
        keys, failures = [], [503, 500]

        def fail(route):
            keys.append(route.request.headers["idempotency-key"])
            if failures:
                route.fulfill(status=failures.pop(), content_type="text/html", body="<h1>Bad gateway</h1>")
            else:
                route.continue_()

        widget.page.route(MESSAGES, fail)
        widget.ask("How do we join?")

        expect(widget.log).to_contain_text("membership form")
        assert len(keys) == 3
        assert len(set(keys)) == 1

    def test_is_answered_once_when_only_the_reply_was_lost(self, widget, site):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")

        def lose(route):
            route.fetch()
            route.abort()

        widget.page.route(MESSAGES, lose, times=1)
        widget.ask("How do we join?")

        expect(widget.button("Yes")).to_have_count(1)
        assert [text for _, text, _ in site.dialogue.asked] == ["hello", "How do we join?"]

    def test_keeps_the_text_and_offers_another_try(self, widget, site):
        widget.page.clock.install()
        widget.page.route("**/api/v1/**", lambda route: route.abort())
        widget.ask("How do we join?")
        for _ in range(40):
            widget.page.wait_for_timeout(100)
            widget.page.clock.run_for(8000)
            if "Not sent." in widget.log.inner_text():
                break

        expect(widget.log).to_contain_text("How do we join?")
        expect(widget.log).to_contain_text("Not sent.")
        widget.page.unroute("**/api/v1/**")
        widget.button("Try again").click()
        expect(widget.log).to_contain_text("membership form")

    def test_shows_a_reply_that_another_worker_finished(self, widget, site):
        widget.ask("hello")
        expect(widget.log).to_contain_text("Hello there!")
        Widget(other := widget.page.context.new_page())
        other.goto(site.address)
        second = Widget(other)
        expect(second.log).to_contain_text("Hello there!")
        second.ask("How do we join?")

        expect(widget.log).to_contain_text("membership form", timeout=15_000)


class TestKeyboard:
    def test_is_enough_for_everything(self, page, site):
        widget = Widget(page)
        widget.launcher.focus()
        page.keyboard.press("Enter")
        expect(widget.box).to_be_focused()
        page.keyboard.type("fees")
        page.keyboard.press("Enter")
        choice = widget.button("How do we join the club?")
        expect(choice).to_be_visible()

        for _ in range(12):
            page.keyboard.press("Shift+Tab")
            if choice.evaluate("button => button.getRootNode().activeElement === button"):
                break
        page.keyboard.press("Enter")

        expect(widget.log).to_contain_text("membership form")
        expect(widget.box).to_be_focused()

    def test_closes_with_escape_and_gives_the_focus_back(self, widget):
        expect(widget.box).to_be_focused()
        widget.page.keyboard.press("Escape")

        expect(widget.panel).to_be_hidden()
        expect(widget.launcher).to_be_focused()

    def test_goes_through_the_panel_in_its_order(self, widget):
        widget.box.focus()
        order = []
        for _ in range(3):
            widget.page.keyboard.press("Tab")
            order.append(
                widget.panel.evaluate(
                    "panel => panel.getRootNode().activeElement?.getAttribute('aria-label')"
                )
            )

        assert order[0] == "Send"

    def test_stays_inside_the_panel_on_a_phone(self, open_page):
        page = open_page(viewport={"width": 360, "height": 740})
        widget = Widget(page).open()
        for _ in range(20):
            page.keyboard.press("Tab")
            assert widget.panel.evaluate("panel => panel.contains(panel.getRootNode().activeElement)")


class TestPlaces:
    @pytest.mark.parametrize("width", [320, 360, 1280])
    def test_needs_no_scrolling_sideways(self, open_page, width):
        page = open_page(viewport={"width": width, "height": 700})
        widget = Widget(page).open().ask("How do we join?" + "x" * 200)
        expect(widget.button("Yes")).to_be_visible()

        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert widget.panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
        assert page.locator(".scroller").evaluate("box => box.scrollWidth <= box.clientWidth")

    def test_works_on_another_site_under_its_strict_policy(self, open_page, site, host_page):
        host_page.widget = site.address
        widget = Widget(open_page(host_page.address + "/")).open()
        widget.ask("How do we join?")

        expect(widget.log).to_contain_text("membership form")
        assert widget.page.context.cookies() == []

    def test_keeps_still_where_motion_is_unwanted(self, open_page):
        page = open_page(reduced_motion="reduce")
        widget = Widget(page).open()

        assert widget.panel.evaluate("panel => getComputedStyle(panel).animationName") == "none"
