import pytest

from retrieval.splitting import MOST_PARTS, parts_of


class TestPartsOf:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("How do we join? And where are the papers?", ["How do we join?", "And where are the papers?"]),
            ("the fee and also the next meeting", ["the fee", "the next meeting"]),
            ("the annual fee; the papers", ["the annual fee", "the papers"]),
            ("- the fee - the papers", ["the fee", "the papers"]),
            ("1. the fee 2. the papers", ["the fee", "the papers"]),
            (
                "join the code, get the newsletter plus meeting dates",
                ["join the code", "get the newsletter", "meeting dates"],
            ),
            ("How do we join?", []),
            ("fee and papers", []),
            ("", []),
        ],
    )
    def test_cuts_where_a_new_question_may_begin(self, text: str, parts: list[str]) -> None:
        assert parts_of(text) == parts

    def test_leaves_a_story_whole(self) -> None:
        assert parts_of("and this is it. " * (MOST_PARTS + 1)) == []
