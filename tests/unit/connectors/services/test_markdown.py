import pytest

from connectors.services.markdown import render_markdown


class TestRenderMarkdown:
    def test_keeps_lists_and_links(self):
        html = render_markdown("See [the form](https://example.org/f):\n\n- one\n- two")

        assert (
            '<a href="https://example.org/f" target="_blank" rel="noopener noreferrer">the form</a>' in html
        )
        assert "<li>two</li>" in html

    @pytest.mark.parametrize("address", ["mailto:help@example.org", "tel:02079460000", "http://example.org/"])
    def test_keeps_the_schemes_that_people_use(self, address):
        assert f'href="{address}"' in render_markdown(f"[here]({address})")

    @pytest.mark.parametrize(
        "link",
        [
            "[x](javascript:alert(1))",
            "[x](java&#115;cript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](<java\nscript:alert(1)>)",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](vbscript:x)",
            "[x](file:///etc/passwd)",
            "<javascript:alert(1)>",
            "![x](javascript:alert(1))",
        ],
    )
    def test_makes_no_link_of_other_schemes(self, link):
        assert "href" not in render_markdown(link)

    @pytest.mark.parametrize(
        "words",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg><g onload=alert(1)></svg>",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            '<a href="https://example.org" onclick="alert(1)">x</a>',
            "<iframe src=https://example.org></iframe>",
            "<style>*{display:none}</style>",
            "<form action=https://example.org><input name=p></form>",
        ],
    )
    def test_shows_html_as_text(self, words):
        html = render_markdown(words)

        assert "&lt;" in html
        assert not any(
            tag in html for tag in ("<script", "<img", "<svg", "<iframe", "<style", "<form", "<a ")
        )

    def test_loads_no_pictures(self):
        assert "<img" not in render_markdown("![a picture](https://example.org/p.png)")

    def test_is_quick_on_nasty_nesting(self):
        assert render_markdown("[" * 2000 + "](x)" * 1000)
