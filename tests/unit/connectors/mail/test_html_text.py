"""HTML is turned into text as far as text is read."""

from connectors.mail.html_text import html_to_text
from connectors.mail.limits import LONGEST_TEXT

PARAGRAPHS = 40_000


class TestALongPage:
    def test_has_the_same_beginning_as_if_all_of_it_were_read(self):
        html = "<p></p><br>" + "<p>How do we <b>join</b>?</p><br>\n" * PARAGRAPHS

        text = html_to_text(html)

        all_of_it = "How do we join?\n\n\n" * PARAGRAPHS
        assert text[:LONGEST_TEXT] == all_of_it[:LONGEST_TEXT]

    def test_is_not_read_to_its_end(self):
        html = "<p>How do we join?</p>" * PARAGRAPHS + "<p>Never read.</p>"

        assert "Never read." not in html_to_text(html)

    def test_of_hardly_more_letters_than_are_read_is(self):
        html = f"<p>{'a' * LONGEST_TEXT}</p><p>Read.</p>"

        assert html_to_text(html).endswith("Read.")
