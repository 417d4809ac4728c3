"""Lines 1 and 3 of what an attacker tries: scripts and odd links in the HTML of a mail."""

import pytest
from bs4 import BeautifulSoup

from connectors.console.mail_html import links_of, safe_page

SCRIPTS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object><embed src=x>",
    "<form action=/console/people><button>Press</button></form><input autofocus onfocus=alert(1)>",
    "<base href='https://evil.example'><link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<p style='background:url(https://evil.example/x)' class=x id=y onmouseover=alert(1)>Hello</p>",
    "<body background='https://evil.example/x' onload=alert(1)>Hello",
    "<video src=x onerror=alert(1)><source src=y></video><audio src=z autoplay></audio>",
    "<style>@import 'https://evil.example/x.css'; body { display: none }</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x</p></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<a href=# onclick=alert(1)>x</a><details ontoggle=alert(1) open>y</details>",
    "</body></html><script>alert(1)</script>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<template><script>alert(1)</script></template><slot onslotchange=alert(1)></slot>",
]
ODD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "javascript&Tab;:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://evil.example/x",
    "//evil.example/x",
    "/console/people",
    "?view=all",
    "#",
    "ms-msdt:/id",
]
ALLOWED = {"a", "b", "body", "div", "head", "html", "meta", "p", "table", "title"}


def body_of(html):
    return BeautifulSoup(safe_page(html), "html.parser").body


class TestScripts:
    @pytest.mark.parametrize("html", SCRIPTS)
    def test_nothing_is_left_that_runs_loads_or_sends(self, html):
        for element in body_of(html).find_all(True):
            assert element.name in ALLOWED, element
            assert set(element.attrs) <= {"href", "rel"}, element

    def test_the_words_around_stay(self):
        body = body_of("<p>Dear <b>all</b></p><script>alert(1)</script><p>Bye</p>")

        assert str(body) == "<body><p>Dear <b>all</b></p><p>Bye</p></body>"

    def test_no_image_and_no_style_is_left(self):
        body = body_of("<p style='color:red'>Hello</p><img src='https://track.example/1.gif'>")

        assert str(body) == "<body><p>Hello</p></body>"

    def test_the_page_says_in_itself_what_it_is_written_in(self):
        assert safe_page("é").startswith('<!doctype html><html lang="en"><head><meta charset="utf-8">')


class TestLinks:
    @pytest.mark.parametrize("link", ODD_LINKS)
    def test_of_any_other_kind_lead_nowhere(self, link):
        html = f'<a href="{link}">press</a>'

        assert "href" not in body_of(html).find("a").attrs
        assert links_of(html) == []

    @pytest.mark.parametrize(
        "link",
        ["https://example.org/a?b=1", "http://example.org", "mailto:a@example.org", "tel:+442070907755"],
    )
    def test_of_the_four_kinds_stay_and_tell_nobody_where_they_were_pressed(self, link):
        anchor = body_of(f'<a href="{link}" target="_top" onclick="x()">press</a>').find("a")

        assert anchor["href"] == link
        assert anchor["rel"] == ["noopener", "noreferrer", "nofollow"]
        assert set(anchor.attrs) == {"href", "rel"}

    def test_are_listed_once_each_by_where_they_lead(self):
        html = '<a href="https://a.example">bank.example</a><a href="https://a.example">x</a>'

        assert links_of(html) == ["https://a.example"]

    def test_are_listed_up_to_a_number(self):
        assert len(links_of("".join(f'<a href="https://a{n}.example">x</a>' for n in range(200)))) == 50


class TestBombs:
    """Line 28: what would keep the sanitiser busy for minutes."""

    @pytest.mark.timeout(20)
    @pytest.mark.parametrize(
        "html",
        [
            "<div>" * 400_000,
            "<ul><li>" * 250_000,
            "<div></x>" * 200_000,
            "<div><table><tr><td></div></td></tr></table>" * 40_000,
            "<blockquote><p>" * 130_000,
            "<b>" * 600_000,
            "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
            "<" * 2_000_000,
            "&amp;" * 400_000,
        ],
        ids=lambda html: html[:12],
    )
    def test_end_soon(self, html):
        assert safe_page(html).startswith("<!doctype html>")
        assert links_of(html) == []

    def test_what_is_longer_is_cut_and_says_so(self):
        page = safe_page("<p>Hello</p>" * 50_000)

        assert page.endswith("<hr><p>The rest is left out here.</p></body></html>")

    def test_what_is_nested_too_deeply_says_so(self):
        assert "nested too deeply" in safe_page("<div>" * 6_000)

    def test_a_long_mail_is_shown_all_the_same(self):
        html = "<table>" + "<tr><td><div>Hello</div><br><p>there" * 10_000 + "</table>"

        assert safe_page(html).count("Hello") == 10_000
