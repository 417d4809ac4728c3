import pytest

from retrieval.text import LONGEST, lines_of, normalise, why_unreadable


class TestNormalise:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("  two\u00a0\n words ", "two words"),
            ("zero\u200bwidth", "zerowidth"),
            ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
            ("it’s “fine” – really…", 'it\'s "fine" - really...'),
            ("bell\x07and\x00nul", "bell and nul"),
            ("\u0421redit \u0441over", "Credit cover"),
            ("", ""),
        ],
    )
    def test_makes_texts_comparable(self, given: str, expected: str) -> None:
        assert normalise(given) == expected

    def test_reads_no_more_than_the_longest_message(self) -> None:
        assert len(normalise("a" * (LONGEST + 10))) == LONGEST


class TestLinesOf:
    def test_keeps_where_a_line_ends(self) -> None:
        assert lines_of("the  fee\r\n\n \u200b the papers ") == "the fee\nthe papers"


class TestWhyUnreadable:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "empty"),
            ("12345", "no_words"),
            ("🙂🙂🙂", "no_words"),
            ("?!", "no_words"),
            ("x", "no_words"),
            ("как стать участником", "foreign_language"),
            ("如何加入", "foreign_language"),
            ("J3", "no_words"),
            ("CPL", None),
            ("what is the café's MPID?", None),
        ],
    )
    def test_names_what_can_not_be_a_question(self, text: str, reason: str | None) -> None:
        assert why_unreadable(text) == reason
