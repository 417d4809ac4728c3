from datetime import date

import pytest

from knowledge.doubts import closing_day, doubt
from knowledge.entries import FaqEntry

TODAY = date(2026, 11, 23)


def entry(title: str = "Why?", body: str = "Because.") -> FaqEntry:
    return FaqEntry(key="why", category="General", title=title, body=body, source="")


class TestDoubt:
    def test_an_ordinary_entry_raises_none(self) -> None:
        assert doubt(entry(), TODAY) is None

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            (entry(body=" "), "no answer"),
            (entry(title="w" * 401), "longer than 400"),
            (entry(body="w" * 50_001), "longer than 50,000"),
            (entry(title="Have your say (closes 22 November 2026)"), "it closed on 22 November 2026"),
            (entry(body="Please see responses to Q1 and Q2."), "points to other answers"),
            (entry(body="See the answer to question 4."), "points to other answers"),
            (entry(body="Refer to Q12."), "points to other answers"),
        ],
    )
    def test_what_needs_a_persons_eye_is_said(self, given: FaqEntry, reason: str) -> None:
        assert reason in (doubt(given, TODAY) or "")

    @pytest.mark.parametrize(
        "given",
        [
            entry(title="Have your say (closes 23 November 2026)"),
            entry(title="What happened on 1 May 2020?"),
            entry(body="See the Guidance Notes."),
            entry(body="See the answer to Q1. " + "But read this as well. " * 10),
        ],
    )
    def test_what_only_looks_alike_raises_none(self, given: FaqEntry) -> None:
        assert doubt(given, TODAY) is None


class TestClosingDay:
    @pytest.mark.parametrize(
        ("title", "day"),
        [
            ("Consultation – deadline: Friday 3rd May 2024", date(2024, 5, 3)),
            ("Open until 31 January 2027", date(2027, 1, 31)),
            ("Closing date 1st of March, 2025", date(2025, 3, 1)),
            ("Open until 31 February 2027", None),
            ("When do elections close?", None),
        ],
    )
    def test_it_is_read_from_a_title(self, title: str, day: date | None) -> None:
        assert closing_day(title) == day
