"""A NUL, which PostgreSQL can't store: nothing is found by it, and nobody reads that the database is down."""

import re

import pytest

from connectors.console.app import create_console_app
from tests.doubles.console_parts import console_parts
from tests.integration.web.staff_program import Program


@pytest.fixture
def store(database):
    return database


@pytest.fixture
def program(app, store, clock):
    return Program.of(app, store, clock, "Priya Nair", "editor")


class TestANul:
    @pytest.mark.parametrize("name", ["%00", "credit-cover%00"])
    def test_in_an_address_leads_nowhere(self, store, clock, admin, faq, name):
        for rule in create_console_app(console_parts(store, clock)).url_map.iter_rules():
            path = re.sub(r"<(?![^>]*_id>)[^>]*>", name, rule.rule)
            if path != rule.rule and "_id" not in path and "static" not in path:
                for method in rule.methods & {"GET", "POST"}:
                    status = (admin.get(path) if method == "GET" else admin.post(path)).status
                    assert status in {404, 422}, (method, path)

    @pytest.mark.parametrize("name", ["q", "topic", "tag"])
    def test_in_a_filter_finds_nothing(self, agent, program, make_ticket, name):
        make_ticket()

        assert "Nothing fits." in agent.get(f"/?view=all&{name}=abc%00d").text
        assert program.get(f"/tickets?view=all&{name}=abc%00d").json["tickets"] == []

    def test_in_a_key_of_an_entry_is_no_entry(self, program, faq):
        assert program.get("/entries/credit-cover%00").status_code == 404

    def test_in_an_address_to_sign_in_is_a_wrong_one(self, browser, sam):
        assert browser.sign_in("sam@helpdesk.example.org\x00x").status == 422
        assert not browser.signed_in
