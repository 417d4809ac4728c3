"""Every page of the console by axe-core, in light and dark, wide and narrow; and that nothing spills over."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, update

from connectors.desk.addresses import NOBODY
from connectors.desk.tickets import create_ticket
from connectors.services.conversations import ConversationService
from connectors.services.staff.api_tokens import make_token
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks.events import EVENTS, delivery_values
from connectors.services.webhooks.outbox import stop
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.importer import import_entries
from knowledge.mail_tables import OutgoingMail
from tests.browser.console import Console
from tests.browser.test_accessibility import LOOKS, assert_accessible
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import PASSWORD, staff
from tests.doubles.desk_parts import DUE, add_staff, add_ticket, ticket_post

PAGES = [
    "/",
    "/?view=all&q=credit",
    "/?view=waiting",
    "/tickets/1",
    "/tickets/2",
    "/tickets/3",
    "/tickets/1/split",
    "/reports",
    "/reports?from=2026-01-01&to=2026-05-02",
    "/reports?from=x&to=y",
    "/replies",
    "/faq",
    "/faq/credit-cover",
    "/hours",
    "/people",
    "/log",
    "/health",
    "/account",
    "/account/tokens",
    "/webhooks",
    "/webhooks/1",
    "/tickets/99",
]


@pytest.fixture
def console(request, open_page, site):
    with site.database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=site.clock(), complete=True)
        conversation, _ = ConversationService(site.clock).start(session)
        create_ticket(
            session,
            now=site.clock(),
            conversation_id=conversation.id,
            name="Asha Patel",
            email="asha.patel.of.the.long.address@northern-metering.example.org",
            organisation="Northern Metering and Very Long Names Incorporated",
            question="Who approved the last increase of the credit cover? " + "Verylongword" * 12,
            reason="near_miss",
            candidates=[{"key": "credit-cover", "score": 0.41}],
            channel="web",
            idempotency_key="key",
            due=DUE,
        )
        add_ticket(session, "nobody", now=site.clock(), channel="mail", email=NOBODY)
    add_programs(site, staff(site.database, site.clock, "Ada Byrne", "admin"))
    add_letter_that_came_back(site)
    return Console(open_page("/console/sign-in", **request.param), site.address)


def add_letter_that_came_back(site):
    """A ticket by mail, with a reply that could not be delivered."""
    with site.database.session() as session:
        ticket = add_ticket(session, "bounced", now=site.clock(), channel="mail").id
        sam = add_staff(session, "Sam Okoro")
        TicketDesk(site.clock, DUE, ticket_post()).reply(session, ticket, sam, None, text="Hello.")
        problem = "550 5.1.1 " + "x" * 200
        session.execute(update(OutgoingMail).values(state="bounced", problem=problem))


def add_programs(site, person):
    """Add a token, a webhook that fails with a delivery that was given up, and one that is off."""
    with site.database.session() as session:
        make_token(session, site.clock(), person, name="nightly report", scopes=["tickets:read"], days=30)
        for address in ("https://hooks.example.org/" + "verylongpath" * 9, "https://www.example.org/hook"):
            webhook = Webhook(
                address=address, events=list(EVENTS), secret="-", author_id=person, created_at=site.clock()
            )
            session.add(webhook)
            session.flush()
            session.execute(insert(WebhookDelivery), [delivery_values(webhook.id, "test", site.clock())])
        session.get_one(Webhook, 1).failing_since = site.clock()
        session.execute(
            update(WebhookDelivery).values(state="given_up", attempts=7, answer="It answered 500.")
        )
        stop(session, webhook, site.clock(), "It took nothing for three days. Last: It answered 404.")


def assert_fits(page):
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} pixels too wide"


@pytest.mark.parametrize("console", LOOKS, indirect=True)
class TestEachPage:
    def test_has_no_violation_and_fits_the_screen(self, console):
        page = console.page
        assert_accessible(page)
        console.sign_in("ada")
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        for path in PAGES:
            console.open(path)
            assert_accessible(page)
            assert_fits(page)

    def test_has_none_where_something_is_wrong_or_was_done(self, console):
        page = console.page
        page.get_by_label("E-mail").fill("ada@helpdesk.example.org")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert_accessible(page)
        console.sign_in("ada").open("/tickets/1").press("Take it")
        page.get_by_text("Change", exact=True).click()
        assert_accessible(page)
        assert_fits(page)
        console.box.fill("A [link](https://example.org) and\n\n- a list")
        console.press("Preview")
        assert_accessible(page)
        console.press("Send")
        expect(page.get_by_role("status")).to_be_visible()
        assert_accessible(page)
        page.get_by_label("Note for colleagues").fill("A note.")
        console.press("Keep the note")
        expect(page.get_by_text("only colleagues see this")).to_be_visible()
        assert_accessible(page)
        console.open("/faq/credit-cover")
        page.get_by_label("Answer, in Markdown").fill("Other words.")
        console.press("Keep as a draft")
        expect(page.get_by_text("there is a draft")).to_be_visible()
        assert_accessible(page)
        console.open("/?view=all")
        page.get_by_text("Saved views").click()
        page.get_by_label("Name of the view").fill("Everything there is")
        console.press("Keep")
        expect(page.get_by_role("link", name="Everything there is")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        console.open("/people").press("New link for Ada Byrne")
        expect(page.get_by_text("A link for Ada Byrne")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)

    def test_has_none_where_programs_are_let_in_or_told(self, console):
        page = console.page
        console.sign_in("ada").open("/account/tokens")
        page.get_by_label("What it is for").fill("another report")
        page.get_by_label("Present password").fill(PASSWORD)
        console.press("Make a token")
        expect(page.get_by_text("at least one thing")).to_be_visible()
        assert_accessible(page)
        page.get_by_label("read tickets").check()
        page.get_by_label("Present password").fill(PASSWORD)
        console.press("Make a token")
        expect(page.get_by_text("Your new token")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        console.open("/webhooks")
        page.get_by_label("Address").fill("https://hooks.example.org/new")
        console.press("Add, and show the secret")
        expect(page.get_by_text("at least one event")).to_be_visible()
        assert_accessible(page)
        page.get_by_label("a ticket was made").check()
        console.press("Add, and show the secret")
        expect(page.get_by_text("whsec_")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
