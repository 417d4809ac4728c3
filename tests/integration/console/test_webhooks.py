"""The pages about webhooks."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from connectors.services.webhooks.addresses import Gate
from connectors.services.webhooks.events import record_events
from connectors.services.webhooks.outbox import stop
from knowledge.api_tables import Webhook, WebhookDelivery
from tests.doubles.console_parts import SEAL, whole_app
from tests.integration.console.conftest import Browser

ADDRESS = "https://hooks.example.org/helpdesk?key=x"


@pytest.fixture(autouse=True)
def recorded():
    record_events()


def add(browser, **changes):
    return browser.post("/webhooks", {"address": ADDRESS, "ticket.created": "yes"} | changes)


def rows(store, table):
    with store.session() as session:
        return session.scalars(select(table)).all()


class TestAdding:
    def test_shows_the_secret_once_and_keeps_it_sealed(self, admin, store):
        secret = re.search(r"whsec_[\w-]{43}", add(admin).html)[0]

        (hook,) = rows(store, Webhook)
        assert SEAL.open(hook.secret) == secret
        assert (hook.address, hook.events) == (ADDRESS, ["ticket.created"])
        assert secret not in admin.get("/webhooks").html + admin.get("/webhooks/1").html

    def test_is_on_the_log_without_address_and_secret(self, admin):
        add(admin)

        assert "webhook added" in admin.get("/log").text
        assert "hooks.example.org" not in admin.html

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"address": ""}, "1 to 1000 plain characters"),
            ({"address": "http://hooks.example.org/"}, "begin with https://"),
            ({"address": "javascript:alert(1)"}, "looks like https://"),
            ({"ticket.created": ""}, "at least one event"),
        ],
    )
    def test_says_what_is_wrong_and_adds_none(self, admin, store, changes, words):
        add(admin, **changes)

        assert admin.status == 422
        assert words in admin.text
        assert rows(store, Webhook) == []

    @pytest.mark.parametrize(
        "inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"]
    )
    def test_of_an_address_inside_is_refused(self, store, clock, ada, inside):
        """Line 14."""
        gate = Gate(resolve=lambda name, port: [inside])
        browser = Browser(whole_app(store, clock, console={"gate": gate})).sign_in("ada@helpdesk.example.org")

        assert add(browser).status == 422
        assert "private network" in browser.text
        assert rows(store, Webhook) == []

    def test_of_what_holds_a_script_shows_it_as_text(self, admin):
        add(admin, address='https://hooks.example.org/"><script>alert(1)</script>')

        assert "<script>alert" not in admin.html
        assert "<script>alert" not in admin.get("/webhooks").html


class TestLooking:
    def test_shows_how_deliveries_went(self, admin, store, make_ticket):
        add(admin)
        make_ticket()
        with store.session() as session:
            session.execute(
                text("UPDATE webhook_delivery SET state='given_up', attempts=7, answer='It answered 500.'")
            )

        page = admin.get("/webhooks/1").text
        assert "ticket.created SECAS-000001 given up 7 It answered 500." in page

    def test_shows_one_that_fails_and_one_that_was_switched_off(self, admin, store, clock):
        add(admin)
        with store.session() as session:
            session.get_one(Webhook, 1).failing_since = clock() - timedelta(days=1)
        assert "It has taken nothing since" in admin.get("/webhooks").text
        with store.session() as session:
            stop(session, session.get_one(Webhook, 1), clock(), "It took nothing for three days.")

        assert "switched off" in admin.get("/webhooks").text
        assert "It took nothing for three days." in admin.get("/webhooks/1").text

    def test_is_hinted_at_on_the_page_of_health(self, admin, store, clock):
        add(admin)
        assert "Webhooks that take nothing None good" in admin.get("/health").text
        with store.session() as session:
            session.get_one(Webhook, 1).failing_since = clock()

        assert "Webhooks that take nothing 1 look here" in admin.get("/health").text

    @pytest.mark.parametrize("path", ["/webhooks/0", "/webhooks/99", "/webhooks/x"])
    def test_at_what_is_not_there_is_404(self, admin, path):
        assert admin.get(path).status == 404

    def test_is_for_admins_only(self, agent, editor, admin):
        add(admin)
        for browser in (agent, editor):
            assert browser.get("/webhooks").status == 403
            assert browser.get("/webhooks/1").status == 403
            for deed in ("test", "switch", "remove"):
                assert browser.post(f"/webhooks/1/{deed}").status == 403


class TestChanging:
    def test_sends_a_test(self, admin, store):
        add(admin)
        admin.post("/webhooks/1/test")

        assert "A test is on its way." in admin.text
        assert [delivery.event for delivery in rows(store, WebhookDelivery)] == ["test"]

    def test_switches_off_and_on(self, admin, store):
        add(admin)
        admin.post("/webhooks/1/switch", {"on": "no"})
        assert "Somebody switched it off." in admin.text
        assert admin.post("/webhooks/1/test").status == 409
        admin.post("/webhooks/1/switch", {"on": "yes"})

        assert rows(store, Webhook)[0].active

    def test_removes(self, admin, store):
        add(admin)
        admin.post("/webhooks/1/remove")

        assert "There is none yet." in admin.text
        assert rows(store, Webhook) == []

    @pytest.mark.parametrize("deed", ["test", "switch", "remove"])
    def test_what_is_not_there_is_404(self, admin, deed):
        assert admin.post(f"/webhooks/99/{deed}", {"on": "no"} if deed == "switch" else {}).status == 404
