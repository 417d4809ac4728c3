from dataclasses import replace
from datetime import date

import pytest

from knowledge.entries import FaqEntry, Link
from knowledge.lint import lint

TODAY = date(2026, 11, 23)
KNOWN = ("https://x.example/mat/", "https://x.example/glossary/*", "mailto:*@x.example")
GOOD = FaqEntry(
    key="the-key",
    category="House",
    title="Where is the key?",
    body="Under [the mat](https://x.example/mat/).",
    source="https://x.example/faqs/",
    reviewed_on=TODAY,
    links=(Link("the mat", "https://x.example/mat/"),),
)


def remarks(*entries: FaqEntry, today: date = TODAY) -> list[str]:
    return lint(entries, today=today, known_addresses=KNOWN)


def with_link(text: str, url: str) -> FaqEntry:
    return replace(GOOD, body=f"See [{text}]({url}).", links=(Link(text, url),))


class TestLint:
    def test_a_good_entry_has_no_remark(self) -> None:
        assert remarks(GOOD) == []

    @pytest.mark.parametrize(
        ("entry", "remark"),
        [
            (replace(GOOD, body=" ", links=()), "the answer is empty"),
            (replace(GOOD, title="The key"), "it should end with a question mark"),
            (replace(GOOD, source=""), "there is no source"),
            (replace(GOOD, reviewed_on=None), "nobody has reviewed it yet"),
            (replace(GOOD, reviewed_on=date(2026, 11, 24)), "still to come"),
            (replace(GOOD, reviewed_on=date(2025, 11, 22)), "more than 12 months ago"),
            (with_link("here", "https://x.example/mat/"), "the text 'here'"),
            (with_link("Click here", "https://x.example/mat/"), "the text 'Click here'"),
            (with_link("the rug", "https://x.example/rug/"), "https://x.example/rug/ is not among the known"),
            (with_link("write", "mailto:me@y.example"), "mailto:me@y.example is not among the known"),
            (replace(GOOD, links=()), "stands in the answer, but not among the links"),
            (replace(GOOD, body="Gone."), "stands among the links, but not in the answer"),
        ],
    )
    def test_each_weakness_is_named_with_its_entry(self, entry: FaqEntry, remark: str) -> None:
        [found] = remarks(entry)

        assert found.startswith("the-key: ")
        assert remark in found

    @pytest.mark.parametrize(
        "url", ["https://x.example/mat", "https://x.example/glossary/dcc/", "mailto:desk@x.example"]
    )
    def test_known_addresses_pass(self, url: str) -> None:
        assert remarks(with_link("the place", url)) == []

    def test_a_review_of_a_year_ago_passes(self) -> None:
        assert remarks(replace(GOOD, reviewed_on=date(2025, 11, 23))) == []

    def test_a_leap_day_has_a_year_before_it(self) -> None:
        entry = replace(GOOD, reviewed_on=date(2027, 2, 28))

        assert remarks(entry, today=date(2028, 2, 29)) == []

    def test_double_titles_are_found_in_any_spelling(self) -> None:
        other = replace(GOOD, key="another-key", title="3. where is the KEY?")

        assert remarks(GOOD, other) == ["another-key: the title is the same as that of the-key."]
