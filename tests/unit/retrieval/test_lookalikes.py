import pytest

from retrieval.lookalikes import latin_letters


class TestLatinLetters:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            pytest.param("\u0421redit \u0441over", "Credit cover", id="Cyrillic letters in words"),
            pytest.param("\u0397ow do I j\u03bfin", "How do I join", id="Greek letters in words"),
            pytest.param("the \u0422\u0410D", "the TAD", id="an acronym"),
            pytest.param(
                "version of the \u0421\u0420\u0410", "version of the CPA", id="a whole word of them"
            ),
            pytest.param("plain words", "plain words", id="nothing to do"),
            pytest.param("caf\u00e9 na\u00efve", "caf\u00e9 na\u00efve", id="Latin letters with accents"),
            pytest.param("10 \u03bcg and \u03a9", "10 \u03bcg and \u03a9", id="signs of measures"),
        ],
    )
    def test_replace_what_only_looks_like_them(self, given: str, expected: str) -> None:
        assert latin_letters(given) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "\u043a\u0430\u043a \u0441\u0442\u0430\u0442\u044c \u0447\u043b\u0435\u043d\u043e\u043c",
            "\u03c0\u03ce\u03c2 \u03b3\u03af\u03bd\u03bf\u03bc\u03b1\u03b9 \u03bc\u03ad\u03bb\u03bf\u03c2",
        ],
    )
    def test_leave_another_language_as_it_is(self, text: str) -> None:
        assert latin_letters(text) == text
