import pytest

from connectors.console.charts import HEIGHT, WIDTH, columns, rows, say


class TestColumns:
    def test_have_a_bar_for_each_value_and_none_for_nothing(self):
        chart = columns("c", "Title", ["2 Nov", "9 Nov"], [("Arrivals", [3, 0]), ("Answered", [None, 2])])

        assert [(bar.series, bar.words) for bar in chart.bars] == [
            (0, "2 Nov: Arrivals 3"),
            (1, "9 Nov: Answered 2"),
        ]

    def test_are_as_high_as_their_values(self):
        tall, half = columns("c", "Title", ["a", "b"], [("x", [8, 4])]).bars

        assert tall.height == pytest.approx(2 * half.height, abs=0.2)

    @pytest.mark.parametrize("count", [1, 4, 53, 106])
    @pytest.mark.parametrize("value", [0, 0.2, 1, 7, 99, 12_345])
    def test_stay_inside_the_picture(self, count, value):
        chart = columns("c", "Title", ["9 Nov"] * count, [("x", [value] * count), ("y", [value] * count)])

        for bar in chart.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT

    def test_say_in_words_what_stands_out(self):
        chart = columns("c", "Title", ["2 Nov", "9 Nov"], [("median", [0.5, 1.25])], " h")

        assert chart.description == "2 groups of bars; the highest is 9 Nov, median 1.2 h."

    def test_of_nothing_say_so(self):
        assert "the highest is zero" in columns("c", "Title", ["2 Nov"], [("x", [None])]).description

    def test_write_no_more_labels_than_can_be_read(self):
        chart = columns("c", "Title", [f"week {number}" for number in range(53)], [("x", [1] * 53)])

        assert len([text for text in chart.texts if text.text.startswith("week")]) <= 14


class TestRows:
    def test_shorten_a_long_name_in_the_picture_only(self):
        chart = rows("c", "Title", [("A topic with a name that is far too long for it", 2)])

        assert chart.texts[0].text == "A topic with a name that is f…"
        assert chart.bars[0].words == "A topic with a name that is far too long for it: 2"

    def test_of_nothing_are_an_empty_picture(self):
        assert rows("c", "Title", []).bars == []


class TestSay:
    @pytest.mark.parametrize(
        ("value", "words"), [(0, "0"), (1234, "1,234"), (2.0, "2"), (0.25, "0.2"), (1.37, "1.4")]
    )
    def test_a_number_is_short(self, value, words):
        assert say(value) == words
