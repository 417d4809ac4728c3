"""What visitors load; the console's pages are weighed where all of them are opened anyway."""

from playwright.sync_api import expect

from connectors.web.app import WIDGET
from tests.browser.scales import gzipped, weigh
from tests.browser.widget import Widget


def ask(page):
    widget = Widget(page).open().ask("How do we join?")
    expect(widget.log).to_contain_text("membership form")


class TestVisitorsPages:
    def test_load_at_most_150_kilobytes(self, page, site):
        for path in ("/", "/ask", "/nothing-here"):
            assert 5_000 < weigh(page, site.address + path).on_the_wire <= 150_000, path

    def test_with_a_chat_that_has_an_answer_load_no_more(self, page, site):
        assert weigh(page, f"{site.address}/", then=ask).on_the_wire <= 150_000


class TestTheWidget:
    def test_loads_at_most_20_kilobytes_by_gzip_on_another_site(self, open_page, site, host_page):
        host_page.widget = site.address
        page = open_page()
        parts = {url for url in weigh(page, host_page.address, then=ask).addresses if "/widget/" in url}

        assert {url.rpartition("/")[2] for url in parts} == {path.name for path in WIDGET.iterdir()}
        assert 5_000 < sum(gzipped(page, url) for url in parts) <= 20 * 1024
