import pytest

from connectors.mail.topics import TopicModes, read_topics
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput


def entry(key, category):
    return FaqEntry(key, category, "Title?", "Body.", "https://example.org")


COVER = entry("credit-cover", "Credit Cover")
CACOP = entry("cacop", "SEC Change")
LATEST = entry("latest-sec", "SEC Change")


class TestReading:
    def test_takes_keys_and_categories_however_they_are_written(self):
        found = read_topics(" credit-cover auto , Panel /  Sub-Committees OFF,")

        assert found == {"credit-cover": "auto", "panel / sub-committees": "off"}

    @pytest.mark.parametrize(
        "text", ["credit-cover", "auto", "credit-cover on", "credit-cover=auto", "a autos"]
    )
    def test_anything_else_is_refused_by_name(self, text):
        with pytest.raises(InvalidInput, match=text):
            read_topics(text)

    def test_nothing_is_named_twice(self):
        with pytest.raises(InvalidInput, match="twice"):
            read_topics("cacop auto, CACOP off")


class TestModes:
    modes = TopicModes("draft", read_topics("credit-cover auto, SEC Change off, latest-sec auto"))

    @pytest.mark.parametrize(
        ("entries", "mode"),
        [
            ([COVER], "auto"),
            ([CACOP], "off"),
            ([LATEST], "auto"),
            ([entry("other", "Other")], "draft"),
            ([COVER, entry("other", "Other")], "draft"),
            ([COVER, CACOP], "off"),
            ([], "off"),
        ],
    )
    def test_are_those_of_the_entry_then_of_its_category_then_the_usual(self, entries, mode):
        assert self.modes.mode_of(entries) == mode

    def test_name_what_is_never_quoted(self):
        assert self.modes.off([COVER, CACOP, LATEST]) == {"cacop"}
