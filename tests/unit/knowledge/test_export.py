import json
from datetime import date

from knowledge.entries import FaqEntry, Link
from knowledge.export import to_export
from knowledge.links import links_in


class TestExport:
    def test_an_entry_becomes_plain_values(self) -> None:
        entry = FaqEntry(
            key="the-key",
            category="House",
            title="Where is the key?",
            body="Under the mat.",
            source="https://x.example/faqs/",
            reviewed_on=date(2026, 11, 23),
            links=(Link("the mat", "https://x.example/mat/"),),
        )

        [exported] = to_export([entry])

        assert exported == {
            "key": "the-key",
            "question": "Where is the key?",
            "answer": "Under the mat.",
            "category": "House",
            "source": "https://x.example/faqs/",
            "reviewed_on": "2026-11-23",
            "audience": "everyone",
            "links": [{"text": "the mat", "url": "https://x.example/mat/"}],
        }
        assert json.loads(json.dumps(exported)) == exported

    def test_an_entry_that_nobody_reviewed_has_no_day(self) -> None:
        entry = FaqEntry(key="a", category="b", title="c?", body="d", source="")

        assert to_export([entry])[0]["reviewed_on"] is None


class TestLinks:
    def test_links_are_found_in_order_and_once(self) -> None:
        body = (
            "- [a *b*](https://x.example/1) and [c](mailto:c@x.example)\n\n"
            "| [d](tel:1) |\n|-|\n| [e](tel:1) |"
        )

        assert links_in(body) == (
            Link("a b", "https://x.example/1"),
            Link("c", "mailto:c@x.example"),
            Link("d", "tel:1"),
        )
