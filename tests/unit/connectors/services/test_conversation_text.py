import pytest

from connectors.services.conversation_text import check_key, clean_text
from knowledge.errors import InvalidInput


class TestCleanText:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  hello  ", "hello"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("a\x00b\x07c\x1b[31m", "abc[31m"),
            ("tab\tstays", "tab\tstays"),
            ("👩‍🔬🎉", "👩‍🔬🎉"),
            ("<b>bold</b>", "<b>bold</b>"),
            ("¿Cómo me uno?", "¿Cómo me uno?"),
            ("half a pair \ud83d", "half a pair"),
        ],
    )
    def test_keeps_words_and_drops_control_characters(self, typed, kept):
        assert clean_text(typed) == kept

    @pytest.mark.parametrize("typed", ["", "   ", "\n\n", "\x00\x01", "\u3000"])
    def test_refuses_nothing_at_all(self, typed):
        with pytest.raises(InvalidInput, match="Please type a question first"):
            clean_text(typed)

    def test_takes_the_longest_message(self):
        assert len(clean_text("x" * 4000)) == 4000

    def test_refuses_a_longer_one_and_says_the_limit(self):
        with pytest.raises(InvalidInput, match="up to 4,000 characters; this one has 10,000"):
            clean_text("x" * 10_000)

    def test_counts_after_cleaning(self):
        assert clean_text("\x00" * 3000 + "x" * 4000) == "x" * 4000


class TestCheckKey:
    @pytest.mark.parametrize("key", ["a", "0f8fad5b-d9cb-469f-a165-70867728950e", "k" * 80])
    def test_takes_plain_characters(self, key):
        assert check_key(key) == key

    @pytest.mark.parametrize("key", [None, "", "k" * 81, "ké", "a\nb"])
    def test_refuses_the_rest(self, key):
        with pytest.raises(InvalidInput, match="Idempotency-Key"):
            check_key(key)
