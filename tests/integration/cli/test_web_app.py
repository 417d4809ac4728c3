"""The public process as the wiring puts it together."""

import pytest

from connectors.settings import load_settings
from connectors.wiring import database, web_app

FORWARDED = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
def environ(tmp_path):
    environ = {
        "HELPDESK_DATA_FOLDER": str(tmp_path),
        "HELPDESK_WEB_SECRET": "for tests",
        "HELPDESK_DATA_KEY": "k",
    }
    database(load_settings(environ)).upgrade()
    return environ


class TestWebApp:
    def test_holds_the_visitors_pages_and_the_console(self, environ):
        client = web_app(load_settings(environ)).test_client()

        assert client.get("/").status_code == 200
        assert client.get("/console").location == "/console/sign-in"

    def test_believes_the_proxies_that_are_named(self, environ):
        settings = load_settings(environ | {"HELPDESK_WEB_PROXIES": "127.0.0.1"})

        page = web_app(settings).test_client().get("/console/sign-in", headers=FORWARDED)

        assert "Secure" in page.headers["Set-Cookie"]

    def test_believes_nobody_else(self, environ):
        page = web_app(load_settings(environ)).test_client().get("/console/sign-in", headers=FORWARDED)

        assert "Secure" not in page.headers["Set-Cookie"]
