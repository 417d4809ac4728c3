import pytest

from retrieval.splitting import MOST_PARTS, Span, last_words_of, parts_of, spans_of


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
            ("the fee\nthe papers", ["the fee", "the papers"]),
            ("(a) the fee (b) the papers", ["the fee", "the papers"]),
            ("the fee. In addition, the papers", ["the fee", "In addition", "the papers"]),
            ("fee and papers", ["fee", "papers"]),
            ("nominate an alternate", []),
            ("How do we join?", []),
            ("to 1 and 2", []),
            ("", []),
        ],
    )
    def test_cuts_where_a_new_question_may_begin(self, text: str, parts: list[str]) -> None:
        assert parts_of(text) == parts

    def test_leaves_a_story_whole(self) -> None:
        assert parts_of("and this is it. " * (MOST_PARTS + 1)) == []


class TestSpansOf:
    def test_are_the_parts(self) -> None:
        assert spans_of("the fee and the papers") == [Span("the fee", 0, 1), Span("the papers", 1, 2)]

    def test_hold_neighbours_as_well_where_there_are_more_than_two(self) -> None:
        texts = [span.text for span in spans_of("We moved. Where do I tell you, and until when?")]

        assert texts == [
            "We moved",
            "Where do I tell you",
            "until when?",
            "We moved Where do I tell you",
            "Where do I tell you until when?",
        ]

    def test_overlap_where_they_share_a_part(self) -> None:
        first, second, pair = Span("a", 0, 1), Span("b", 1, 2), Span("a b", 0, 2)

        assert pair.overlaps(first)
        assert second.overlaps(pair)
        assert not first.overlaps(second)


class TestLastWordsOf:
    def test_are_the_questions_and_the_end(self) -> None:
        story = "I am new here. Is that so? We sat and talked. How do we join? Many thanks, Joan"

        assert last_words_of(story) == [
            "Is that so?",
            "How do we join?",
            "We sat and talked. How do we join?",
        ]

    @pytest.mark.parametrize("text", ["", "How do we join?", "How do we join? Thanks in advance."])
    def test_are_none_of_a_single_sentence(self, text: str) -> None:
        assert last_words_of(text) == []
