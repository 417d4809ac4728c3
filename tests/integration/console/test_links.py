"""Line 20: weak, eternal or empty tokens."""

import re

import pytest
from sqlalchemy import select

from connectors.services.staff.accounts import create_account
from connectors.services.staff.one_time_links import make_first_link
from knowledge.staff_tables import OneTimeLink
from tests.doubles.console_parts import PASSWORD
from tests.integration.console.conftest import Browser

NEW = "a brand new password"


@pytest.fixture
def first(store, clock):
    """The link that makes the first admin."""
    with store.session() as session:
        return f"/welcome/{make_first_link(session, clock())}"


def become_admin(browser, link, **changes):
    form = {"name": "Ada Byrne", "email": "ada@helpdesk.example.org", "password": NEW, "again": NEW}
    return browser.post(link, form | changes)


class TestFirstLink:
    def test_makes_an_admin_who_is_signed_in(self, browser, first):
        become_admin(browser, first)

        assert browser.signed_in
        assert browser.get("/people").status == 200

    def test_opening_it_uses_nothing_up(self, browser, first):
        browser.get(first).get(first)

        assert become_admin(browser, first).signed_in

    def test_works_once(self, app, browser, first):
        become_admin(browser, first)
        other = become_admin(Browser(app), first, email="eve@example.org")

        assert other.status == 404
        assert not other.signed_in

    def test_is_over_once_there_is_an_admin_by_another_way(self, browser, first, ada):
        assert browser.get(first).status == 404
        assert become_admin(browser, first).status == 404

    def test_is_over_after_a_day(self, browser, first, clock):
        clock.forward(hours=24)

        assert become_admin(browser, first).status == 404

    def test_is_over_once_a_newer_one_was_made(self, browser, first, store, clock):
        with store.session() as session:
            make_first_link(session, clock())

        assert browser.get(first).status == 404

    def test_is_not_made_where_there_is_an_admin(self, store, clock, ada):
        with store.session() as session:
            assert make_first_link(session, clock()) is None

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("password", "short", "at least 12 characters"),
            ("password", "aaaaaaaaaaaaaa", "too easy to guess"),
            ("password", "x" * 300, "up to 200"),
            ("again", "another one", "The two passwords differ."),
            ("name", "", "Please give your name."),
            ("email", "ada", "e-mail address"),
        ],
    )
    def test_a_mistake_is_said_and_the_link_stays_good(self, browser, first, field, value, words):
        changes = {field: value} | ({"again": value} if field == "password" else {})
        become_admin(browser, first, **changes)

        assert browser.status == 422
        assert words in browser.text
        assert become_admin(browser, first).signed_in

    @pytest.mark.parametrize("token", ["", "x", "A" * 43, "%00" * 43, "é" * 43])
    def test_a_made_up_one_opens_nothing(self, browser, token):
        assert browser.get(f"/welcome/{token}").status == 404

    def test_is_kept_as_a_hash_only(self, first, store):
        with store.session() as session:
            kept = session.scalars(select(OneTimeLink)).one().token_hash

        assert kept not in first
        assert re.fullmatch("[0-9a-f]{64}", kept)
        assert len(first.removeprefix("/welcome/")) == 43


class TestLinkOfAPerson:
    def link(self, admin, person):
        admin.post(f"/people/{person}/link")
        return re.search(r"/console(/welcome/[\w-]+)", admin.html)[1]

    def test_sets_a_password_and_ends_the_old_sessions(self, app, admin, agent, sam):
        link = self.link(admin, sam)
        browser = Browser(app).post(link, {"password": NEW, "again": NEW})

        assert browser.signed_in
        assert not agent.signed_in
        assert not Browser(app).sign_in(password=PASSWORD).signed_in
        assert Browser(app).sign_in(password=NEW).signed_in

    def test_says_that_tokens_stay_good_to_who_may_have_some(self, admin, sam, browser, store, clock):
        with store.session() as session:
            ben = create_account(
                session, clock(), name="Ben Ash", email="ben@example.org", role="agent", actor_id=None
            )
        said = "Tokens of your programs stay good"

        assert said in browser.get(self.link(admin, sam)).text
        assert said not in browser.get(self.link(admin, ben.person_id)).text

    def test_does_not_name_or_rename_anybody(self, app, admin, sam):
        link = self.link(admin, sam)
        Browser(app).post(link, {"name": "Eve", "email": "eve@example.org", "password": NEW, "again": NEW})

        assert Browser(app).sign_in("sam@helpdesk.example.org", NEW).signed_in

    def test_of_a_closed_account_is_over(self, app, admin, sam):
        link = self.link(admin, sam)
        admin.post(f"/people/{sam}/active", {"active": "no"})

        assert Browser(app).get(link).status == 404

    def test_comes_with_a_new_person(self, app, admin):
        admin.post("/people", {"name": "Lee Wu", "email": "lee@helpdesk.example.org", "role": "agent"})
        link = re.search(r"/console(/welcome/[\w-]+)", admin.html)[1]

        assert Browser(app).post(link, {"password": NEW, "again": NEW}).signed_in

    def test_never_stands_in_the_log(self, admin, sam):
        link = self.link(admin, sam)
        admin.get("/log")

        assert "link made" in admin.text
        assert link.removeprefix("/welcome/") not in admin.html
