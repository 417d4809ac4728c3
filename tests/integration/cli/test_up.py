import re

import pytest

from connectors.cli.up import _News
from connectors.settings import load_settings
from connectors.wiring import database, web_app
from tests.doubles.console_parts import staff
from tests.doubles.web_parts import FixedClock

LINK = re.compile(r"http://127\.0\.0\.1:8080(/console/welcome/[\w-]{43})")


class AllReady:
    """A supervisor of a service that is up."""

    def ready(self):
        return {"web", "answers", "actions", "rasa"}


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(
        {"HELPDESK_DATA_FOLDER": str(tmp_path), "HELPDESK_WEB_SECRET": "for tests", "HELPDESK_DATA_KEY": "k"}
    )
    database(settings).upgrade()
    return settings


class TestNews:
    def test_has_a_link_for_the_first_admin_that_opens(self, settings, capsys):
        _News(settings, AllReady()).tell()

        link = LINK.search(capsys.readouterr().out)[1]
        page = web_app(settings).test_client().get(link)
        assert page.status_code == 200
        assert "This makes your account, as an admin." in page.text

    def test_has_none_where_there_is_an_admin(self, settings, capsys):
        staff(database(settings), FixedClock(), role="admin")

        _News(settings, AllReady()).tell()

        said = capsys.readouterr().out
        assert "Staff sign in at http://127.0.0.1:8080/console" in said
        assert LINK.search(said) is None

    def test_is_told_once(self, settings, capsys):
        news = _News(settings, AllReady())
        news.tell()
        capsys.readouterr()

        news.tell()

        assert capsys.readouterr().out == ""
