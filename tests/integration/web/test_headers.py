from contextlib import closing

import pytest

HOST = "https://host.example.org"
PAGES = ["/", "/ask", "/nothing-here"]


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


class TestEveryResponse:
    @pytest.mark.parametrize(
        "path", [*PAGES, "/api/v1/openapi.json", "/healthz", "/widget/helpdesk.js", "/static/site.css"]
    )
    def test_is_not_sniffed_and_starts_from_nothing_allowed(self, client, path):
        with closing(client.get(path)) as response:
            pass

        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert directives(response)["default-src"] == "'none'"
        assert directives(response)["frame-ancestors"] == "'none'"

    @pytest.mark.parametrize("path", PAGES)
    def test_of_a_page_allows_nothing_inline_and_nothing_foreign(self, client, path):
        policy = directives(client.get(path, headers={"Accept": "text/html"}))

        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["form-action"] == "'self'"
        assert "unsafe" not in str(policy)

    @pytest.mark.parametrize("path", ["/ask", "/api/v1/openapi.json"])
    def test_with_words_of_a_visitor_is_kept_by_nobody(self, client, path):
        assert client.get(path).headers["Cache-Control"] == "no-store"


class TestWidgetFiles:
    def test_can_be_loaded_by_any_site_as_a_module(self, client):
        with closing(
            client.get("/widget/helpdesk.js", headers={"Origin": "https://any.example.org"})
        ) as response:
            pass

        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.mimetype == "text/javascript"

    def test_are_asked_for_again_but_sent_only_when_changed(self, client):
        with closing(client.get("/widget/helpdesk.js")) as first:
            second = client.get("/widget/helpdesk.js", headers={"If-None-Match": first.headers["ETag"]})
            second.close()

        assert "no-cache" in first.headers["Cache-Control"]
        assert second.status_code == 304


class TestOtherSites:
    def preflight(self, client, origin):
        return client.options(
            "/api/v1/conversations",
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )

    def test_that_are_named_may_use_the_api(self, client):
        response = self.preflight(client, HOST)

        assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Origin"] == HOST
        assert "Idempotency-Key" in response.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in response.headers

    def test_that_are_named_can_read_errors_too(self, client):
        response = client.post("/api/v1/conversations", data="{", headers={"Origin": HOST})

        assert response.status_code == 415
        assert response.headers["Access-Control-Allow-Origin"] == HOST

    @pytest.mark.parametrize(
        "origin", ["https://evil.example.org", f"{HOST}.evil.org", "null", "http://host.example.org", "*"]
    )
    def test_that_are_not_may_not(self, client, origin):
        assert "Access-Control-Allow-Origin" not in self.preflight(client, origin).headers

    def test_get_no_say_over_the_pages(self, client):
        assert "Access-Control-Allow-Origin" not in client.get("/ask", headers={"Origin": HOST}).headers
