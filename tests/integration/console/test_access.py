"""Lines 6, 7, 21, 29 and 30: roles, foreign ids, unknown fields, forged requests, frames."""

import gzip
import re
from pathlib import Path

import pytest

import connectors.console.app
from connectors.console.access import ACCESS
from connectors.console.app import create_console_app
from connectors.services.staff.roles import ROLES
from tests.doubles.console_parts import PASSWORD, console_parts

ANYONE = {"static", "sign_in.show", "sign_in.sign_in", "sign_in.welcome", "sign_in.set_password"}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """Every address of the console."""
    from knowledge.database import Database
    from tests.doubles.web_parts import FixedClock

    console = create_console_app(console_parts(Database("sqlite://"), FixedClock()))
    return list(console.url_map.iter_rules())


def addresses(rules, method):
    for rule in rules:
        if method in rule.methods and rule.endpoint not in ANYONE:
            path = re.sub(r"<[^>]*(_id|number)>", "1", rule.rule)
            path = re.sub(r"<[^>]*key>", "credit-cover", path)
            yield rule.endpoint, path


class TestTheTable:
    def test_names_every_address_and_no_other(self, rules):
        assert {rule.endpoint for rule in rules} == set(ACCESS)

    def test_opens_to_anyone_only_what_signing_in_needs(self):
        assert {endpoint for endpoint, role in ACCESS.items() if role == "anyone"} == ANYONE

    def test_knows_no_other_roles(self):
        assert set(ACCESS.values()) <= {"anyone", *ROLES}


class TestWhoIsNotSignedIn:
    def test_reads_nothing(self, rules, browser, ada):
        for _, path in addresses(rules, "GET"):
            assert browser.get(path).status == 303, path
            assert browser.response.location.startswith("/console/sign-in"), path

    def test_changes_nothing(self, rules, browser, ada):
        for _, path in addresses(rules, "POST"):
            assert browser.post(path).status == 401, path


class TestEachRole:
    @pytest.mark.parametrize("role", ROLES)
    def test_opens_what_the_table_says_and_nothing_else(
        self, rules, role, agent, editor, admin, make_ticket, faq
    ):
        make_ticket()
        browser = {"agent": agent, "editor": editor, "admin": admin}[role]

        for endpoint, path in addresses(rules, "GET"):
            allowed = ROLES.index(role) >= ROLES.index(ACCESS[endpoint])
            assert (browser.get(path).status != 403) == allowed, endpoint

    @pytest.mark.parametrize("role", ["agent", "editor"])
    def test_changes_nothing_beyond_it(self, rules, role, agent, editor):
        browser = {"agent": agent, "editor": editor}[role]

        for endpoint, path in addresses(rules, "POST"):
            if ROLES.index(role) < ROLES.index(ACCESS[endpoint]):
                assert browser.post(path).status == 403, endpoint

    def test_sees_only_its_own_pages_in_the_menu(self, agent, admin):
        assert "People" not in agent.get("/").text
        assert "People" in admin.get("/").text


class TestForeignIds:
    """Lines 6 to 8: an unknown and a forbidden thing look alike."""

    @pytest.mark.parametrize("path", ["/tickets/99", "/tickets/0", "/tickets/99999999999", "/tickets/x"])
    def test_of_tickets_are_not_there(self, agent, path):
        assert agent.get(path).status == 404

    @pytest.mark.parametrize("deed", ["do", "reply", "here"])
    def test_of_tickets_cannot_be_changed(self, agent, deed):
        fields = {
            "do": {"do": "claim", "value": "", "version": "1"},
            "reply": {"do": "send", "text": "Hello", "version": "1"},
            "here": {"version": "1", "writing": "no"},
        }

        assert agent.post(f"/tickets/99/{deed}", fields[deed]).status == 404

    def test_of_visitors_are_no_staff(self, admin, make_ticket):
        make_ticket()
        visitor = 2  # Ada is 1.

        for deed in ({"role": "admin"}, {"active": "yes"}):
            assert admin.post(f"/people/{visitor}/{next(iter(deed))}", deed).status == 404
        assert admin.post(f"/people/{visitor}/link").status == 404

    def test_a_ticket_is_given_to_staff_only(self, admin, make_ticket):
        ticket, _, _ = make_ticket()

        version = re.search(r'name="version" value="(\d+)"', admin.get(f"/tickets/{ticket}").html)[1]
        admin.post(f"/tickets/{ticket}/do", {"do": "assign", "value": "2", "version": version})

        assert admin.status == 422
        assert "member of staff" in admin.text

    def test_a_visitors_token_opens_nothing_here(self, app, make_ticket):
        ticket, _, token = make_ticket()

        response = app.test_client().get(
            f"/console/tickets/{ticket}", headers={"Authorization": f"Bearer {token}"}
        )

        assert response.status_code == 303


class TestEveryIdOfTheConsole:
    """Lines 7 and 8: each id parameter, with what is unknown and with what is a colleague's."""

    @pytest.mark.parametrize("number", ["0", "77777", "2147483647"])
    def test_that_is_unknown_shows_and_changes_nothing(self, rules, admin, make_ticket, faq, number):
        make_ticket()
        for method in ("GET", "POST"):
            for rule in rules:
                if method in rule.methods and "_id>" in rule.rule:
                    path = re.sub(r"<[^>]*_id>", number, rule.rule)
                    # Some look at what is asked for before they look for what it is asked of.
                    expected = {404} if method == "GET" else {404, 422}
                    answer = admin.get(path) if method == "GET" else admin.post(path)
                    assert answer.status in expected, path

    def test_of_a_colleagues_own_things_looks_the_same_as_unknown(self, agent, editor, store, sam):
        agent.post("/views", {"name": "Mine alone", "view": "all"})
        form = {"name": "report", "days": "30", "password": PASSWORD, "tickets:read": "yes"}
        agent.post("/account/tokens", form)
        for path in ("/views/{}/delete", "/account/tokens/{}/revoke"):
            foreign, unknown = editor.post(path.format(1)).text, editor.post(path.format(99)).text
            assert foreign == unknown, path

        assert "Mine alone" in agent.get("/").text
        assert "report" in agent.get("/account/tokens").text
        assert "Mine alone" not in editor.get("/").text


class TestUnknownFields:
    """Line 21: mass assignment."""

    def test_are_refused_in_every_form(self, rules, admin, make_ticket):
        make_ticket()
        for endpoint, path in addresses(rules, "POST"):
            if endpoint == "sign_in.sign_out":
                continue
            assert admin.post(path, {"is_admin": "yes"}).status in {422, 404}, endpoint
            assert "is_admin" in admin.text or admin.status == 404, endpoint

    @pytest.mark.parametrize("field", ["role", "person_id", "active", "password_hash"])
    def test_do_not_make_an_admin_of_a_new_account(self, admin, field):
        form = {"name": "Eve", "email": "eve@example.org", "role": "agent"}
        admin.post("/people", form | {field + "_": "admin"})

        assert admin.status == 422

    def test_twice_the_same_field_is_refused(self, admin):
        form = {"name": "Eve", "email": "eve@example.org", "role": ["agent", "admin"]}

        assert admin.post("/people", form).status == 422

    @pytest.mark.parametrize("query", ["?admin=1", "?view=mine&view=all"])
    def test_of_addresses_are_refused(self, agent, query):
        assert agent.get("/" + query).status == 422


class TestForgery:
    """Line 29: cross-site request forgery."""

    @pytest.mark.parametrize("token", ["", "made-up", "x" * 43])
    def test_without_our_token_every_change_is_refused(self, rules, admin, token):
        for endpoint, path in addresses(rules, "POST"):
            assert admin.post(path, csrf=token).status == 403, endpoint
        assert admin.signed_in

    def test_with_the_token_of_another_session_is_refused(self, admin, agent):
        assert admin.post("/next", csrf=agent.csrf()).status == 403

    def test_with_the_token_from_before_signing_in_is_refused(self, browser, sam):
        before = browser.csrf()
        browser.sign_in()

        assert browser.post("/next", csrf=before).status == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example.org"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_from_another_site_is_refused_even_with_a_token(self, admin, headers):
        assert admin.post("/next", headers=headers).status == 403

    def test_of_signing_in_is_refused(self, browser, sam):
        form = {"email": "sam@helpdesk.example.org", "password": "four words do well", "csrf": ""}
        browser.client.post("/console/sign-in", data=form)

        assert not browser.signed_in

    def test_nothing_is_changed_by_opening_an_address(self, rules):
        assert [rule.endpoint for rule in rules if rule.methods >= {"GET", "POST"}] == []


class TestHeaders:
    """Line 30: clickjacking, and scripts from elsewhere."""

    @pytest.mark.parametrize(
        "path", ["/sign-in", "/", "/tickets/1", "/tickets/99", "/people", "/static/console.css"]
    )
    def test_frame_nothing_and_allow_nothing_inline_or_foreign(self, admin, make_ticket, path):
        make_ticket()
        with admin.get(path).response as response:
            policy = dict(
                part.strip().partition(" ")[::2]
                for part in response.headers["Content-Security-Policy"].split(";")
            )

        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert "unsafe" not in str(policy)
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in response.headers

    def test_pages_are_kept_by_nobody(self, admin):
        assert admin.get("/").response.headers["Cache-Control"] == "no-store"


class TestWeight:
    def test_no_page_loads_more_than_150_kilobytes_compressed(self, agent, make_ticket, faq):
        for number in range(30):
            make_ticket(f"Question {number}? " + "x" * 3000, email=f"p{number}@example.org")
        for path in ("/?view=all", "/tickets/1", "/faq"):
            html = agent.get(path).html
            files = re.findall(r'(?:href|src)="/console(/static/[^"]+)"', html)
            size = len(gzip.compress(html.encode()))
            for file in sorted(set(files)):
                with agent.get(file).response as response:
                    size += len(gzip.compress(response.get_data()))

            assert len(set(files)) == 4
            assert size <= 150_000, path

    def test_htmx_is_kept_with_its_version_and_licence(self):
        vendor = Path(connectors.console.app.__file__).parent / "static" / "vendor"

        assert 'version:"2.0.11"' in (vendor / "htmx-2.0.11.min.js").read_text()
        assert (vendor / "htmx-LICENSE.txt").read_text().startswith("Zero-Clause BSD")

    def test_templates_hold_nothing_inline(self):
        for path in (Path(connectors.console.app.__file__).parent / "templates").iterdir():
            assert not re.search(
                r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|\|\s*safe\b", path.read_text()
            )
