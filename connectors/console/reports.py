"""Reports: what came in, who answered it and how fast; as tables, as pictures and as CSV."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, make_response, render_template

from connectors.console.charts import Chart, columns, rows
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import read_query
from connectors.services.reports.csv_lines import Cell, csv_lines
from connectors.services.reports.period import QUICK, Period, last_days, read_period
from connectors.services.reports.report import COUNTED, HEADINGS, TIMED, Line, Report, make_report
from knowledge.errors import InvalidInput

MOST_TOPICS = 50
"""Topics on the page; the CSV has them all."""

MOST_ROWS = 12
"""Topics in the picture."""


def create_reports(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of the reports."""
    pages = Blueprint("reports", __name__, url_prefix="/reports")
    reports = Reports(parts)
    pages.get("")(reports.show)
    pages.get("/weeks.csv")(reports.weeks)
    pages.get("/topics.csv")(reports.topics)
    return pages


class Reports:
    """Shows what was done in a period.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show the report of a period."""
        given, now = read_query("from", "to"), self._parts.clock()
        wrong, period = "", last_days(now)
        try:
            period = read_period(given["from"], given["to"], now)
        except InvalidInput as error:
            wrong = str(error)
        report = self._report(period)
        page = render_template(
            "reports.html",
            report=report,
            period=period,
            given=given if wrong else {"from": period.first.isoformat(), "to": period.last.isoformat()},
            wrong=wrong,
            quick=[(words, last_days(now, days)) for words, days in QUICK.values()],
            charts=_charts(report),
            most_topics=MOST_TOPICS,
            headings=HEADINGS,
            timed=TIMED,
        )
        return make_response(page, 422 if wrong else 200)

    def weeks(self) -> Response:
        """Give the table by week as CSV."""
        report = self._asked()

        def lines() -> Iterator[list[Cell]]:
            yield ["First day", "Last day", *_titles()]
            for week, line in report.weeks:
                yield [week.first.isoformat(), week.last.isoformat(), *_values(line)]
            yield [report.period.first.isoformat(), report.period.last.isoformat(), *_values(report.total)]

        return _download(lines(), "weeks", report.period)

    def topics(self) -> Response:
        """Give the table by topic as CSV."""
        report = self._asked()

        def lines() -> Iterator[list[Cell]]:
            yield ["Topic", *_titles()]
            for topic, line in report.topics:
                yield [topic, *_values(line)]
            yield ["All", *_values(report.total)]

        return _download(lines(), "topics", report.period)

    def _asked(self) -> Report:
        given = read_query("from", "to")
        return self._report(read_period(given["from"], given["to"], self._parts.clock()))

    def _report(self, period: Period) -> Report:
        with self._parts.database.session() as store:
            return make_report(store, period)


def _charts(report: Report) -> list[Chart]:
    labels = [_short(week.first) for week, _ in report.weeks]
    lines = [line for _, line in report.weeks]
    counted = [
        (COUNTED[name].words, [line.counts[name] for line in lines])
        for name in ("arrivals", "answered", "handed_over")
    ]
    timed = [
        (heading.words.split(", ")[1], [line.hours.get(name) for line in lines])
        for name, heading in TIMED.items()
    ]
    by_topic = [(topic, line.counts["arrivals"]) for topic, line in report.topics if line.counts["arrivals"]]
    return [
        columns("questions", "Questions by week", labels, counted),
        columns("responses", "First response by week, in open hours", labels, timed, " h"),
        rows("topics", "Arrivals by topic", by_topic[:MOST_ROWS]),
    ]


def _titles() -> list[str]:
    return [
        f"{heading.words} (open hours)" if name in TIMED else heading.words
        for name, heading in HEADINGS.items()
    ]


def _values(line: Line) -> list[Cell]:
    values = (line.value(name) for name in HEADINGS)
    return [round(value, 2) if isinstance(value, float) else value for value in values]


def _download(lines: Iterator[list[Cell]], name: str, period: Period) -> Response:
    response = Response(csv_lines(lines), mimetype="text/csv")
    file = f"helpdesk-{name}-{period.first}-{period.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
