"""The reports in the console: their page, their CSV, and who may read them."""

import csv
import io
import re

import pytest

from connectors.services.reports.report import HEADINGS

FILES = ["/reports/weeks.csv", "/reports/topics.csv"]
FORMULA = "=cmd|' /C calc'!A0"


def read(browser):
    return list(csv.reader(io.StringIO(browser.response.text)))


class TestPage:
    def test_says_what_each_figure_means(self, agent):
        text = agent.get("/reports").text

        for heading in HEADINGS.values():
            assert heading.words in text
            assert heading.meaning.split(":")[0][:40] in text

    def test_draws_what_the_tables_say(self, agent, make_ticket):
        make_ticket()
        html = agent.get("/reports").html

        assert html.count('role="img"') == 3
        assert len(re.findall(r"<title id=", html)) == len(re.findall(r"<desc id=", html)) == 3
        assert ": Handed over 1</title>" in html
        assert not re.search(r"\sstyle=|<script>|\son[a-z]+=", html)

    def test_covers_the_days_that_were_chosen(self, agent):
        text = agent.get("/reports?from=2026-03-02&to=2026-03-15").text

        assert "2 March 2026 to 15 March 2026" in text
        assert "2 March 2026 0" in text
        assert "9 March 2026 0" in text
        assert "part of a week" not in text

    @pytest.mark.parametrize(
        "query", ["from=x&to=2026-01-01", "from=2026-02-01&to=2026-01-01", "from=2026-01-01"]
    )
    def test_says_what_is_wrong_with_the_days(self, agent, query):
        assert agent.get(f"/reports?{query}").status == 422
        assert 'role="alert"' in agent.html
        assert "Shown are the last four weeks." in agent.text

    @pytest.mark.parametrize("path", ["/reports", *FILES])
    def test_knows_no_other_parameters(self, agent, path):
        assert agent.get(f"{path}?from=2026-01-01&to=2026-01-02&sort=1").status == 422

    def test_shows_a_topic_as_text(self, agent, make_ticket, store):
        number, _, _ = make_ticket()
        topic = '<svg onload="alert(1)">'
        agent.get(f"/tickets/{number}")
        agent.post(f"/tickets/{number}/do", {"do": "topic", "value": topic, "version": "1"})

        assert "&lt;svg onload" in agent.get("/reports").html
        assert topic not in agent.html


class TestCsv:
    def test_of_weeks_has_the_figures_of_the_page(self, agent, make_ticket):
        make_ticket()
        head, *weeks, total = read(agent.get("/reports/weeks.csv?from=2026-04-27&to=2026-05-10"))

        assert head[:3] == ["First day", "Last day", "Arrivals"]
        assert head[-1] == "First response, 90th percentile (open hours)"
        handed_over = head.index("Handed over")
        assert [(week[0], week[handed_over]) for week in weeks] == [("2026-04-27", "1"), ("2026-05-04", "0")]
        assert total[handed_over] == "1"
        assert total[-1] == ""

    def test_of_topics_runs_no_formula(self, agent, make_ticket):
        number, _, _ = make_ticket()
        agent.post(f"/tickets/{number}/do", {"do": "topic", "value": FORMULA, "version": "1"})

        rows = read(agent.get("/reports/topics.csv"))

        assert [row[0] for row in rows] == ["Topic", f"'{FORMULA}", "All"]

    @pytest.mark.parametrize("path", FILES)
    def test_is_a_download_that_comes_line_by_line(self, agent, path):
        response = agent.get(f"{path}?from=2026-04-27&to=2026-05-10").response

        assert response.is_streamed
        assert response.mimetype == "text/csv"
        assert re.fullmatch(
            r'attachment; filename="helpdesk-\w+-2026-04-27-2026-05-10\.csv"',
            response.headers["Content-Disposition"],
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("path", FILES)
    def test_is_for_those_who_may_read_the_page(self, browser, path):
        assert browser.get(path).status == 303
        assert browser.response.location.startswith("/console/sign-in")

    @pytest.mark.parametrize("path", FILES)
    def test_refuses_the_same_days_as_the_page(self, agent, path):
        assert agent.get(f"{path}?from=2026-02-01&to=2026-01-01").status == 422
        assert "before it begins" in agent.text
