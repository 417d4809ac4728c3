import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.titles import key_of_title, normalise_title, slug_of


class TestNormaliseTitle:
    @pytest.mark.parametrize(
        "other",
        [
            "30. When are the elections?",
            "Q3: When are the elections?",
            "question 12) when are the elections",
            "WHEN ARE THE ELECTIONS ?",
            "When\u00a0are the  elections?",
        ],
    )
    def test_number_case_spaces_and_punctuation_make_no_difference(self, other: str) -> None:
        assert normalise_title(other) == normalise_title("When are the elections?")

    @pytest.mark.parametrize("other", ["When are the election?", "365 days: when are the elections?", ""])
    def test_other_words_do(self, other: str) -> None:
        assert normalise_title(other) != normalise_title("When are the elections?")

    def test_both_apostrophes_are_one(self) -> None:
        assert normalise_title("Where are the DCC’s reports?") == normalise_title(
            "Where are the DCC's reports?"
        )


class TestSlug:
    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("How do I join?", "how-do-i-join"),
            ("Café & Crème", "cafe-creme"),
            ("The DCC’s reports", "the-dccs-reports"),
            ("日本", ""),
            ("x" * 100, "x" * 80),
        ],
    )
    def test_a_text_becomes_words_joined_by_hyphens(self, text: str, slug: str) -> None:
        assert slug_of(text) == slug

    @given(st.text())
    def test_it_is_a_key_or_empty(self, text: str) -> None:
        slug = slug_of(text)

        assert len(slug) <= 80
        assert slug == slug_of(slug)
        assert not slug.startswith("-")
        assert not slug.endswith("-")

    def test_a_long_text_ends_after_a_whole_word(self) -> None:
        assert slug_of("word " * 30) == "-".join(["word"] * 16)

    def test_the_number_of_a_title_is_no_part_of_its_key(self) -> None:
        assert key_of_title("30. When are the elections?") == "when-are-the-elections"
