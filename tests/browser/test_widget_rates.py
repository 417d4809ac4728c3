"""Line 31, as the visitor sees it: too much at once is kept, and sent by itself."""

import re

import pytest
from playwright.sync_api import expect

from connectors.web.rates import RateLimits, Rates
from tests.browser.conftest import Served
from tests.browser.looks import violations
from tests.browser.widget import Widget
from tests.doubles.console_parts import whole_app

FREE = "1000000/second"


@pytest.fixture
def serve(site):
    """Serves the site once more, with some limits; ends after the pages are closed."""
    servers = []

    def make(**rates):
        limits = RateLimits(Rates(**(dict.fromkeys(vars(Rates()), FREE) | rates)))
        parts = {"dialogue": site.dialogue, "limits": limits}
        served = Served(whole_app(site.database, site.clock, web=parts))
        servers.append(served.__enter__())
        return f"http://127.0.0.1:{served.port}/"

    yield make
    for served in servers:
        served.__exit__()


@pytest.fixture
def limited(serve, open_page):
    """Opens the widget of a site with some limits."""
    return lambda **rates: Widget(open_page(serve(**rates))).open()


class TestTooMuchAtOnce:
    def test_is_said_kindly_and_sent_again_by_itself(self, limited, site):
        widget = limited(visitor="1/2second")
        widget.ask("one").ask("two")

        expect(widget.log).to_contain_text(
            re.compile(r"a little too much at once, sorry\. It works again in \d seconds?\.")
        )
        expect(widget.log).to_contain_text("This message is sent by itself then.")
        assert violations(widget.page) == []
        expect(widget.button("Yes")).to_have_count(2)
        expect(widget.log).not_to_contain_text("too much at once")
        assert [text for _, text, _ in site.dialogue.asked] == ["one", "two"]

    def test_is_kept_for_later_where_the_wait_is_long(self, limited, site):
        widget = limited(visitor="1/hour")
        widget.ask("one")
        expect(widget.button("Yes")).to_have_count(1)
        widget.ask("two")

        expect(widget.log).to_contain_text("Not sent. That was a little too much at once, sorry.")
        expect(widget.button("Try again")).to_be_visible()
        assert '"text":"two"' in widget.stored().replace("\\", "")
        assert [text for _, text, _ in site.dialogue.asked] == ["one"]

    def test_of_new_conversations_keeps_the_first_message_too(self, limited, site):
        widget = limited(starts="1/2second")
        widget.page.evaluate("fetch('api/v1/conversations', {method: 'POST'}).then(() => {})")
        widget.ask("one")

        expect(widget.button("Yes")).to_have_count(1)
        assert [text for _, text, _ in site.dialogue.asked] == ["one"]
