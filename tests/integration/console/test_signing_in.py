import hashlib
import json
import re

import pyotp
import pytest
from itsdangerous.encoding import base64_decode
from sqlalchemy import select

from connectors.services.staff.accounts import get_account, set_active
from knowledge.staff_tables import StaffAccount, StaffSession
from tests.doubles.console_parts import PASSWORD, SEAL, staff
from tests.integration.console.conftest import Browser

NO = "That e-mail address, password or code isn't right."


class TestSigningIn:
    def test_leads_to_the_queue(self, browser, sam):
        browser.sign_in()

        assert (browser.status, browser.response.location) == (303, "/console/")
        assert browser.signed_in

    def test_leads_to_the_page_that_was_asked_for(self, browser, sam):
        browser.get("/replies?x=1")
        assert browser.response.location == "/console/sign-in?next=/replies?x%3D1"

        browser.sign_in(next="/replies?x=1")

        assert browser.response.location == "/console/replies?x=1"

    @pytest.mark.parametrize(
        "away", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "evil", "/a\r\nb"]
    )
    def test_never_leads_away_from_here(self, browser, sam, away):
        browser.sign_in(next=away)

        assert browser.response.location == "/console/"

    def test_takes_the_address_in_any_capitals(self, browser, sam):
        assert browser.sign_in(" Sam@HELPDESK.example.org ").signed_in

    def test_out_ends_the_session_on_our_side_too(self, browser, sam):
        browser.sign_in()
        stolen = browser.cookie.value

        browser.post("/sign-out")
        browser.client.set_cookie("helpdesk_console", stolen, path="/console")

        assert not browser.signed_in

    def test_the_cookie_is_for_the_console_alone_and_out_of_reach_of_scripts(self, browser, sam):
        browser.sign_in()

        header = browser.response.headers["Set-Cookie"]
        assert "HttpOnly" in header
        assert "Path=/console" in header
        assert "SameSite=Lax" in header

    def test_over_https_the_cookie_is_marked_secure(self, browser, sam):
        page = browser.client.get("/console/sign-in", base_url="https://localhost")

        assert "Secure" in page.headers["Set-Cookie"]


class TestWhoExistsStaysUnknown:
    """Line 19: finding out which accounts exist."""

    def answers(self, browser, store, clock):
        staff(store, clock, "Jo Evans")
        with store.session() as session:
            set_active(
                session,
                clock(),
                get_account(session, staff(store, clock, "Cy Lee")),
                active=False,
                actor_id=1,
            )
        tries = {
            "unknown": ("nobody@example.org", PASSWORD),
            "wrong password": ("sam@helpdesk.example.org", "four words do not"),
            "closed": ("cy@helpdesk.example.org", PASSWORD),
            "odd": ("x" * 5000, "y" * 5000),
            "empty": ("", ""),
        }
        return {name: browser.sign_in(*given) and browser.response for name, given in tries.items()}

    def test_every_failure_is_answered_in_the_same_way(self, browser, sam, ada, store, clock):
        answers = self.answers(browser, store, clock)

        bodies = {re.sub(r'value="[^"]*"', "", response.text): name for name, response in answers.items()}
        assert len(bodies) == 1
        assert {response.status_code for response in answers.values()} == {422}
        assert NO in next(iter(answers.values())).text.replace("&#39;", "'")

    def test_the_slow_comparison_happens_for_unknown_accounts_too(self, store, clock, sam):
        from connectors.services.staff.sign_in import WrongCredentials, check_credentials
        from tests.doubles.console_parts import CHEAP

        compared = []

        class Counting(type(CHEAP)):
            def fits(self, kept, password):
                compared.append(kept)
                return super().fits(kept, password)

        for email in ("sam@helpdesk.example.org", "nobody@example.org"):
            with store.session() as session, pytest.raises(WrongCredentials):
                check_credentials(
                    session,
                    clock(),
                    email=email,
                    password="wrong",
                    code="",
                    address="192.0.2.1",
                    passwords=Counting(CHEAP.hasher),
                    seal=SEAL,
                )

        assert [kept is None for kept in compared] == [False, True]

    def test_an_account_without_a_password_is_opened_by_none(self, browser, store, clock, sam):
        with store.session() as session:
            session.scalars(select(StaffAccount)).one().password_hash = None

        for password in ("", "None", "the password of nobody", PASSWORD):
            assert not browser.sign_in(password=password).signed_in


class TestEndlessTries:
    """Line 19: endless password tries, and locking staff out."""

    def fail(self, browser, times, email="sam@helpdesk.example.org"):
        return [browser.sign_in(email, "wrong").status for _ in range(times)]

    def test_are_slowed_down_and_say_how_long(self, browser, sam):
        statuses = self.fail(browser, 7)

        assert statuses == [422] * 5 + [429] * 2
        assert browser.response.headers["Retry-After"] == "1"
        assert "Please wait 1 minute" in browser.text

    def test_for_unknown_accounts_are_slowed_down_alike(self, browser, sam):
        assert self.fail(browser, 7, "nobody@example.org") == [422] * 5 + [429] * 2

    def test_the_right_password_does_not_help_while_one_must_wait(self, browser, sam):
        self.fail(browser, 6)

        assert browser.sign_in().status == 429

    def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(self, browser, sam, clock):
        self.fail(browser, 5)
        waits = []
        for _ in range(13):
            browser.sign_in(password="wrong")
            waits.append(int(browser.response.headers["Retry-After"]))
            clock.forward(seconds=waits[-1])
            assert browser.sign_in(password="wrong").status == 422

        assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]

    def test_of_a_stranger_do_not_lock_staff_out(self, app, browser, sam):
        stranger = Browser(app, "198.51.100.7")
        self.fail(stranger, 40)

        assert browser.sign_in().signed_in

    def test_from_many_networks_do_not_lock_out_who_was_here_before(self, app, browser, sam):
        browser.sign_in().post("/sign-out")
        for number in range(60):
            self.fail(Browser(app, f"198.51.100.{number}"), 1)

        assert self.fail(Browser(app, "203.0.113.1"), 1) == [429]
        assert browser.sign_in().signed_in

    def test_of_one_password_on_many_names_are_slowed_down(self, browser, sam):
        statuses = [self.fail(browser, 1, f"name{number}@example.org")[0] for number in range(32)]

        assert statuses.count(429) == 2

    def test_from_one_ipv6_network_count_together(self, app, sam):
        statuses = [self.fail(Browser(app, f"2001:db8:1:2::{number}"), 1)[0] for number in range(1, 8)]

        assert statuses.count(429) == 2

    def test_a_spoofed_proxy_header_changes_nothing(self, browser, sam):
        for number in range(5):
            browser.post(
                "/sign-in",
                {"email": "sam@helpdesk.example.org", "password": "wrong", "code": "", "next": ""},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )

        assert browser.sign_in(password="wrong").status == 429

    def test_are_forgotten_after_a_success(self, browser, sam):
        self.fail(browser, 4)
        browser.sign_in().post("/sign-out")

        assert self.fail(browser, 5) == [422] * 5


class TestSessions:
    """Line 23: session fixation; stale sessions."""

    def test_signing_in_brings_a_new_session(self, browser, sam):
        browser.get("/sign-in")
        before = browser.cookie.value

        browser.sign_in()

        assert browser.cookie.value != before

    def test_signing_in_again_ends_the_session_before(self, browser, sam):
        browser.sign_in()
        first = browser.cookie.value
        browser.sign_in()
        browser.client.set_cookie("helpdesk_console", first, path="/console")

        assert not browser.signed_in

    def test_a_cookie_that_was_planted_before_is_of_no_use_afterwards(self, browser, app, sam):
        stranger = Browser(app)
        stranger.get("/sign-in")
        browser.client.set_cookie("helpdesk_console", stranger.cookie.value, path="/console")
        browser.sign_in()

        assert browser.signed_in
        assert not stranger.signed_in

    def test_a_changed_cookie_signs_nobody_in(self, browser, sam):
        browser.sign_in()
        changed = browser.cookie.value[:-2] + "xx"
        browser.client.set_cookie("helpdesk_console", changed, path="/console")

        assert not browser.signed_in

    def test_tokens_are_kept_as_hashes_only(self, browser, store, sam):
        browser.sign_in()
        token = json.loads(base64_decode(browser.cookie.value.split(".")[0]))["staff"]

        with store.session() as session:
            kept = session.scalars(select(StaffSession)).one().token_hash
        assert len(token) == 43
        assert kept == hashlib.sha256(token.encode()).hexdigest()

    def test_without_use_a_session_ends(self, browser, clock, sam):
        browser.sign_in()
        clock.forward(minutes=119)
        assert browser.signed_in
        clock.forward(minutes=120)

        assert not browser.signed_in

    def test_a_queue_that_looks_for_news_by_itself_is_no_use(self, browser, clock, sam):
        browser.sign_in()
        for _ in range(4):
            clock.forward(minutes=40)
            browser.get("/rows", headers={"HX-Request": "true"})

        assert browser.status == 401
        assert "You were signed out." in browser.text

    def test_a_ticket_that_looks_for_news_by_itself_is_no_use(self, browser, clock, sam, make_ticket):
        make_ticket()
        browser.sign_in()
        for _ in range(4):
            clock.forward(minutes=40)
            sign = {"version": "1", "writing": "no"}
            browser.post("/tickets/1/here", sign, headers={"HX-Request": "true"})

        assert browser.status == 401

    def test_a_session_in_use_ends_after_half_a_day(self, browser, clock, sam):
        browser.sign_in()
        for _ in range(11):
            clock.forward(hours=1)
            assert browser.signed_in
        clock.forward(hours=1)

        assert not browser.signed_in

    def test_a_password_change_ends_every_other_session(self, app, browser, sam):
        other = Browser(app).sign_in()
        browser.sign_in()
        before = browser.cookie.value

        browser.post(
            "/account/password",
            {"current": PASSWORD, "password": "five other words do too", "again": "five other words do too"},
        )

        assert "Your password is changed." in browser.text
        assert browser.signed_in
        assert browser.cookie.value != before
        assert not other.signed_in

    def test_a_password_change_says_that_programs_go_on_and_where_they_are_stopped(self, agent):
        agent.get("/account")

        assert "It doesn’t stop your programs" in agent.text
        assert 'href="/console/account/tokens">revoke their tokens</a>' in agent.html

    def test_a_closed_account_is_out_at_once(self, app, admin, agent, sam):
        admin.post(f"/people/{sam}/active", {"active": "no"})

        assert not agent.signed_in
        assert not Browser(app).sign_in().signed_in

    def test_another_role_begins_with_signing_in_anew(self, admin, agent, sam):
        admin.post(f"/people/{sam}/role", {"role": "editor"})

        assert not agent.signed_in


class TestCodes:
    def set_up(self, browser):
        browser.post("/account/code", {"code_password": PASSWORD})
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.html)[1].replace(" ", "")
        return pyotp.TOTP(secret)

    @pytest.fixture
    def totp(self, agent, clock):
        totp = self.set_up(agent)
        agent.post("/account/code/confirm", {"code": totp.at(clock())})
        clock.forward(minutes=1)
        return totp

    def test_are_asked_for_once_a_first_one_was_right(self, app, totp, clock):
        assert not Browser(app).sign_in().signed_in
        assert Browser(app).sign_in(code=totp.at(clock())).signed_in

    def test_a_wrong_first_one_changes_nothing(self, app, agent):
        self.set_up(agent)
        agent.post("/account/code/confirm", {"code": "000000"})

        assert "That code isn't right." in agent.text
        assert Browser(app).sign_in().signed_in

    def test_a_wrong_one_is_answered_like_a_wrong_password(self, browser, totp):
        browser.sign_in(code="000000")

        assert NO in browser.text

    def test_each_works_once(self, app, totp, clock):
        code = totp.at(clock())

        assert Browser(app).sign_in(code=code).signed_in
        assert not Browser(app).sign_in(code=code).signed_in

    def test_an_old_one_does_not_work(self, browser, totp, clock):
        code = totp.at(clock())
        clock.forward(minutes=2)

        assert not browser.sign_in(code=code).signed_in

    @pytest.mark.parametrize("code", ["", " ", "abcdef", "٠٠٠٠٠٠"])
    def test_what_is_none_never_fits(self, browser, totp, code):
        assert not browser.sign_in(code=code).signed_in

    def test_an_admin_takes_a_lost_phone_off(self, app, admin, totp, sam):
        admin.post(f"/people/{sam}/code")

        assert Browser(app).sign_in().signed_in

    def test_stopping_asks_for_the_password(self, app, agent, totp):
        agent.post("/account/code/stop", {"code_password": "wrong"})
        assert "isn't your present password" in agent.text
        assert not Browser(app).sign_in().signed_in

        agent.post("/account/code/stop", {"code_password": PASSWORD})

        assert Browser(app).sign_in().signed_in
