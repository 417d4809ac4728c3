from datetime import UTC, datetime

import pytest
from lxml import html

from connectors.cli.report.page import Evaluated, Line, Table, page
from retrieval.evaluation import Labelled, Verdict, judge

AT = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def verdict(name: str, answers: tuple[str, ...], action: str, *ranking: str, confidence: float) -> Verdict:
    message = Labelled(
        name, f"<b>{name}</b> & more", "in_scope" if answers else "out_of_scope", answers, "plain"
    )
    said = {"id": name, "action": action, "keys": ranking[:1], "ranking": ranking, "confidence": confidence}
    return judge(message, said)


VERDICTS = [
    verdict("right", ("fees",), "answer", "fees", "joining", confidence=0.95),
    verdict("wrong", ("fees",), "answer", "joining", "fees", confidence=0.9),
    verdict("stranger", (), "decline", "joining", "fees", confidence=0.1),
]


@pytest.fixture
def shown() -> html.HtmlElement:
    table = Table("2026-11-20", "on hands", ("entry right",), (("BM25, alone", (0.5,)), ("nothing", (None,))))
    lines = [Line("least confidence of an answer", 0.8, "held-out hands")]
    candidates = {"wrong": [("joining", 0.61), ("fees", 0.3)]}
    return html.fromstring(
        page(Evaluated("Evaluation", AT, VERDICTS, {"fees": "Money"}, lines, candidates, [table]))
    )


class TestPage:
    def test_needs_nothing_from_elsewhere_and_runs_nothing(self, shown: html.HtmlElement) -> None:
        assert shown.xpath("//script | //link | //img | //@src") == []
        assert [link for link in shown.xpath("//a/@href") if not link.startswith("#")] == []

    def test_draws_two_plots_with_a_name_for_who_cannot_see_them(self, shown: html.HtmlElement) -> None:
        names = shown.xpath("//*[local-name()='svg']/@aria-label")

        assert names == ["Precision against coverage", "Reliability of the confidence"]

    def test_marks_the_line_in_use(self, shown: html.HtmlElement) -> None:
        assert "from 0.80 on: 50.0% right, 100% answered" in shown.text_content()

    def test_lists_every_miss_with_its_candidates_and_none_else(self, shown: html.HtmlElement) -> None:
        rows = shown.xpath("//h2[@id='misses']/following::tbody/tr")

        words = " ".join(rows[0].text_content().split())
        assert len(rows) == 1
        assert words.startswith(
            "wrong <b>wrong</b> & more in_scope fees answer 0.90 joining joining 0.61 fees 0.30"
        )

    @pytest.mark.parametrize(
        "words", ["Money", "plain", "out_of_scope", "2026-11-20", "BM25, alone", "held-out hands"]
    )
    def test_shows_groups_thresholds_and_comparisons(self, shown: html.HtmlElement, words: str) -> None:
        assert words in shown.text_content()

    def test_copes_with_messages_that_were_not_ranked(self) -> None:
        silent = judge(Labelled("a", "hi", "chitchat", ()), {"id": "a", "action": "chat"})

        assert "chitchat" in page(Evaluated("Evaluation", AT, [silent]))
