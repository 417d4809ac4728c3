"""Line 16: a cell that a spreadsheet would run is neutralised."""

import csv
import io

import pytest

from connectors.services.reports.csv_lines import csv_lines, neutral

FORMULA = '=HYPERLINK("https://evil.example","Click")'


class TestNeutral:
    @pytest.mark.parametrize(
        "text",
        [
            FORMULA,
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1+1",
            "\u00a0=1+1",
            "＝1+1",
            "＋1",
        ],
    )
    def test_what_may_be_run_begins_with_an_apostrophe(self, text):
        assert neutral(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "Credit Cover", "a=b", "2026-11-24", "5 - 3", "Security / Privacy"])
    def test_what_cannot_stays(self, text):
        assert neutral(text) == text


class TestLines:
    def test_can_be_read_back(self):
        rows = [["Topic", "Arrivals"], ['Fees, "big" ones', 3], ["Two\nlines", None], [FORMULA, 1.5]]

        read = list(csv.reader(io.StringIO("".join(csv_lines(rows)))))

        assert read == [
            ["Topic", "Arrivals"],
            ['Fees, "big" ones', "3"],
            ["Two\nlines", ""],
            [f"'{FORMULA}", "1.5"],
        ]

    def test_come_one_at_a_time(self):
        def endless():
            while True:
                yield ["again"]

        assert next(csv_lines(endless())) == "again\r\n"

    def test_leave_numbers_numbers(self):
        assert list(csv_lines([[-1, -0.5]])) == ["-1,-0.5\r\n"]
