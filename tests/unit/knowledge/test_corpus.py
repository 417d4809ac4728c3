from dataclasses import replace
from datetime import date

import pytest

from knowledge.corpus import entry_as_text, parse_entry
from knowledge.entries import FaqEntry, Link
from knowledge.front_matter import Problem

TEXT = """---
key: the-key
category: Security / Privacy
title: 'Where: is the key?'
audience: sec-parties
source: https://x.example/faqs/
reviewed: 2026-11-23
links:
- text: the mat
  url: https://x.example/mat/
- text: 020 7090 7755
  url: tel:+442070907755
---

Under [the mat](https://x.example/mat/).

---

Or call [020 7090 7755](tel:+442070907755).
"""
ENTRY = FaqEntry(
    key="the-key",
    category="Security / Privacy",
    title="Where: is the key?",
    body="Under [the mat](https://x.example/mat/).\n\n---\n\nOr call [020 7090 7755](tel:+442070907755).",
    source="https://x.example/faqs/",
    reviewed_on=date(2026, 11, 23),
    audience="sec-parties",
    links=(Link("the mat", "https://x.example/mat/"), Link("020 7090 7755", "tel:+442070907755")),
)

FIELDS = "key, category, title, audience, source, reviewed, links"
AN_ADDRESS = "it should be an address that begins with"
SCHEMES = "https://, http://, mailto:"


def problems(text: str) -> list[str]:
    with pytest.raises(Problem) as caught:
        parse_entry(text)
    return caught.value.lines


class TestEntryFile:
    def test_an_entry_is_read(self) -> None:
        assert parse_entry(TEXT) == ENTRY

    def test_an_entry_is_written_as_it_is_read(self) -> None:
        assert entry_as_text(ENTRY) == TEXT

    @pytest.mark.parametrize(
        "entry",
        [
            replace(ENTRY, title="\"Why\" & 'how': #1? - {x} [y]", category="é"),
            replace(ENTRY, reviewed_on=None, links=(), audience="everyone"),
            replace(ENTRY, title="yes", category="null", key="2026"),
            replace(ENTRY, title="2026-11-23", category="1.0"),
        ],
    )
    def test_whatever_is_written_can_be_read_again(self, entry: FaqEntry) -> None:
        assert parse_entry(entry_as_text(entry)) == entry

    def test_audience_review_and_links_may_be_left_out(self) -> None:
        entry = parse_entry("---\nkey: a\ncategory: b\ntitle: c?\nsource: https://x.example\n---\nd\n")

        assert (entry.audience, entry.reviewed_on, entry.links) == ("everyone", None, ())


class TestMistakes:
    @pytest.mark.parametrize(
        ("before", "after", "problem"),
        [
            ("key: the-key\n", "", ": key is missing."),
            ("title: 'Where: is the key?'\n", "", ": title is missing."),
            (
                "key: the-key",
                "key: The Key",
                ", line 2: key is 'The Key'; allowed are lower-case letters and digits, joined by hyphens.",
            ),
            ("key: the-key", "key: " + "k" * 81, ", line 2: key has 81 characters; at most 80 are allowed."),
            ("key: the-key", "key: 7", ", line 2: key is 7; it should be a text."),
            (
                "category: Security / Privacy",
                "category: Security\ntags: x",
                f", line 4: tags is unknown; allowed are {FIELDS}.",
            ),
            (
                "audience: sec-parties",
                "audience: nobody",
                ", line 5: audience is 'nobody'; allowed are everyone and sec-parties.",
            ),
            (
                "audience: sec-parties",
                "audience: [everyone]",
                ", line 5: audience is ['everyone']; allowed are everyone and sec-parties.",
            ),
            (
                "reviewed: 2026-11-23",
                "reviewed: yesterday",
                ", line 7: reviewed is 'yesterday'; it should be a day like 2026-11-23, or be left out.",
            ),
            (
                "source: https://x.example/faqs/",
                "source: ftp://x.example/",
                f", line 6: source is 'ftp://x.example/'; {AN_ADDRESS} https:// or http://.",
            ),
            (
                "url: https://x.example/mat/",
                "url: javascript:alert(1)",
                f", line 9: url of a link is 'javascript:alert(1)'; {AN_ADDRESS} {SCHEMES} or tel:.",
            ),
            (
                "url: https://x.example/mat/",
                "link: https://x.example/mat/",
                ", line 9: link of a link is unknown; allowed are text, url.",
            ),
            ("links:\n", "links: none\nx:\n", ", line 8: links should be a list of `text` and `url`."),
            ("title:", "key: other\ntitle:", ", line 4: key is given twice; it stands in line 2 too."),
        ],
    )
    def test_each_is_named_with_its_line_and_what_is_allowed(
        self, before: str, after: str, problem: str
    ) -> None:
        assert problem in problems(TEXT.replace(before, after, 1))

    def test_all_of_a_file_are_named_at_once(self) -> None:
        text = TEXT.replace("the-key", "The Key").replace("audience: sec-parties", "audience: x")

        assert len(problems(text)) == 2

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", ", line 1: a file begins with a line of three hyphens and its front matter."),
            ("key: a\n", ", line 1: a file begins with a line of three hyphens and its front matter."),
            (
                "---\nkey: a\n",
                ", line 1: the front matter has no end; close it with a line of three hyphens.",
            ),
            (
                "---\n- a\n---\nb\n",
                ", line 2: the front matter should be lines like `key: contact-helpdesk`.",
            ),
            ("---\n---\nb\n", ", line 2: the front matter should be lines like `key: contact-helpdesk`."),
            (TEXT.replace("Under", "Un\x00der"), ": there is a NUL character in the text; remove it."),
            (TEXT[: TEXT.index("Under")], ": there is no answer below the front matter."),
        ],
    )
    def test_a_file_without_its_parts_is_refused(self, text: str, problem: str) -> None:
        assert problems(text) == [problem]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("key: the-key", "key: 'the-key"),
            ("key: the-key", "key: the: key"),
            ("key: the-key", "\tkey: the-key"),
            ("key: the-key", "key: !!python/object:os.system x"),
            ("key: the-key", "key: a\x07b"),
            ("reviewed: 2026-11-23", "reviewed: 2026-02-30"),
            ("key: the-key", "? [a, b]\n: c"),
            ("key: the-key", "? {a: b}\n: c"),
            ("key: the-key", "1: the-key"),
        ],
    )
    def test_front_matter_that_is_no_yaml_is_refused(self, before: str, after: str) -> None:
        assert problems(TEXT.replace(before, after, 1))
