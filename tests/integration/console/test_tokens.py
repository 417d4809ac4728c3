"""The page of one's own tokens."""

import re

import pytest

from connectors.services.staff.api_tokens import DAYS, MOST_TOKENS, tokens_of
from tests.doubles.console_parts import PASSWORD


def make(browser, **changes):
    form = {"name": "nightly report", "days": "30", "password": PASSWORD, "tickets:read": "yes"}
    return browser.post("/account/tokens", form | changes)


def shown(browser):
    found = re.search(r"secas_[\w-]{43}", browser.html)
    return found[0] if found else None


class TestMaking:
    def test_shows_the_token_once_and_it_opens_what_was_chosen(self, app, agent):
        token = shown(make(agent))

        headers = {"Authorization": f"Bearer {token}"}
        assert app.test_client().get("/api/v1/tickets", headers=headers).status_code == 200
        assert app.test_client().get("/api/v1/entries", headers=headers).status_code == 403
        assert shown(agent.get("/account/tokens")) is None
        assert "nightly report" in agent.text
        assert "last used" in agent.text

    def test_is_on_the_log_without_the_token(self, agent, admin):
        token = shown(make(agent))

        assert "token made" in admin.get("/log").text
        assert token not in admin.html

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"password": "wrong"}, "That isn't your present password."),
            ({"password": ""}, "That isn't your present password."),
            ({"name": " "}, "Please say what the token is for."),
            ({"name": "x" * 81}, "up to 80 characters"),
            ({"tickets:read": ""}, "at least one thing"),
            ({"days": "0"}, "A token lasts 30, 90, 365 days"),
            ({"days": "9999999"}, "A token lasts 30, 90, 365 days"),
            ({"entries:write": "yes"}, "“entries:write” needs the role editor; yours is agent."),
        ],
    )
    def test_says_what_is_wrong_and_makes_none(self, agent, sam, store, changes, words):
        make(agent, **changes)

        assert agent.status == 422
        assert words in agent.text
        with store.session() as session:
            assert tokens_of(session, sam) == []

    def test_offers_an_editor_what_an_editor_may(self, agent, editor):
        assert "entries:write" not in agent.get("/account/tokens").html
        assert "entries:write" in editor.get("/account/tokens").html
        assert shown(make(editor, **{"entries:write": "yes"}))

    def test_of_very_many_is_refused(self, agent):
        for _ in range(MOST_TOKENS):
            make(agent)

        assert make(agent).status == 409

    def test_guesses_of_the_password_are_slowed_down(self, agent):
        for _ in range(5):
            make(agent, password="wrong")

        assert make(agent).status == 429

    def test_unknown_scopes_are_refused(self, agent):
        assert make(agent, **{"people:write": "yes"}).status == 422

    def test_every_token_runs_out(self, agent, sam, store, clock):
        for days in DAYS:
            make(agent, days=str(days))

        with store.session() as session:
            lasts = [(token.expires_at - clock()).days for token in tokens_of(session, sam)]
        assert sorted(lasts) == list(DAYS)


class TestWithoutAToken:
    def test_a_signed_in_browser_opens_nothing_of_the_programs(self, agent):
        """Else another site could use the cookie of a member of staff."""
        assert agent.signed_in
        for path in ("/api/v1/tickets", "/api/v1/entries"):
            assert agent.client.get(path).status_code == 401
        assert agent.client.post("/api/v1/tickets/next", json={}).status_code == 401


class TestRevoking:
    def test_ends_a_token(self, app, agent, sam, store):
        token = shown(make(agent))
        with store.session() as session:
            (row,) = tokens_of(session, sam)
        agent.post(f"/account/tokens/{row.id}/revoke")

        headers = {"Authorization": f"Bearer {token}"}
        assert app.test_client().get("/api/v1/tickets", headers=headers).status_code == 401
        assert "You have no tokens." in agent.text

    def test_of_a_colleagues_is_as_if_there_were_none(self, agent, admin, ada, store):
        """Line 7: also for an admin, whose own way is to close the account."""
        make(admin)
        with store.session() as session:
            (row,) = tokens_of(session, ada)

        foreign = agent.post(f"/account/tokens/{row.id}/revoke").text
        assert agent.status == 404
        assert agent.post("/account/tokens/99/revoke").text == foreign
        assert agent.status == 404

    def test_shows_no_tokens_of_colleagues(self, agent, admin):
        make(admin, name="of an admin")

        assert "of an admin" not in agent.get("/account/tokens").text
