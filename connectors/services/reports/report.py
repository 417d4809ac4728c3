"""A report: what was counted, by week and by topic, with what each figure means."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.services.reports import counting
from connectors.services.reports.period import Period, Week
from knowledge.tables import Entry, Revision

NO_TOPIC = "No topic"


@dataclass(frozen=True)
class Heading:
    """What stands over a figure.

    Attributes:
        words: Its name for people.
        meaning: What exactly is counted.
    """

    words: str
    meaning: str


COUNTED: Mapping[str, Heading] = {
    "arrivals": Heading(
        "Arrivals",
        "Questions that came in: messages in the chat that the assistant had to decide on, mails that became "
        "tickets, and tickets that programs of staff entered. Greetings, thanks, and buttons are left out.",
    ),
    "answered": Heading(
        "Answered by the assistant",
        "Questions that the assistant answered in the words of the FAQ, at once or after asking which entry "
        "was meant, and mails that it answered without a person.",
    ),
    "approved": Heading(
        "Answered with approval",
        "Mails that the assistant drafted an answer to, and that a person let go out as it was. Where the "
        "words were changed first, it counts as handed over.",
    ),
    "confirmed": Heading(
        "Confirmed as helpful",
        "Of the answered ones: the visitor said yes to “Did this answer it?”.",
    ),
    "refused": Heading(
        "Not helpful",
        "Of the answered ones: the visitor said no to “Did this answer it?”.",
    ),
    "assumed": Heading(
        "Assumed helpful",
        "Of the answered ones: the visitor neither said yes or no, nor wrote again, nor went on to the "
        "Helpdesk. Nobody knows whether they were helped.",
    ),
    "handed_over": Heading(
        "Handed over",
        "Tickets that people had to answer, by chat, form and mail. Tickets that staff split off and "
        "answers that were only approved are left out.",
    ),
    "reopened": Heading(
        "Reopened",
        "How often a ticket was opened again after it had been resolved or closed, by the customer or by "
        "staff.",
    ),
}
"""The figures that are counted, by name."""

TIMED: Mapping[str, Heading] = {
    "median": Heading(
        "First response, median",
        "Half of the first replies by staff, approved drafts too, took no longer than this, in opening hours "
        "from the making of the ticket on. Each counts in the week in which it was written.",
    ),
    "ninetieth": Heading(
        "First response, 90th percentile",
        "Nine in ten first replies took no longer than this, counted in the same way.",
    ),
}
"""The figures in hours of open time, by name."""

HEADINGS: Mapping[str, Heading] = {**COUNTED, **TIMED}


@dataclass
class Line:
    """The figures of a week, a topic, or all.

    Attributes:
        counts: By the names in `COUNTED`; what is missing is 0.
        hours: By the names in `TIMED`; what is missing had no first reply.
    """

    counts: Counter[str] = field(default_factory=Counter)
    hours: dict[str, float] = field(default_factory=dict)

    def value(self, name: str) -> int | float | None:
        """Return a figure; None where there is none."""
        return self.counts[name] if name in COUNTED else self.hours.get(name)


@dataclass(frozen=True)
class Report:
    """What was done in a period.

    Attributes:
        period: The days.
        total: Of all.
        weeks: Each week with its line, in order.
        topics: Each topic with its line, the one with most arrivals first.
    """

    period: Period
    total: Line
    weeks: tuple[tuple[Week, Line], ...]
    topics: tuple[tuple[str, Line], ...]


def make_report(session: Session, period: Period) -> Report:
    """Count what was done in a period."""
    weeks = counting.weeks_of(period)
    total, by_topic = Line(), defaultdict[str, Line](Line)
    by_week = [Line() for _ in period.weeks]
    for figure, week, topic, count in _counts(session, weeks):
        for line in (total, by_week[week], by_topic[topic]):
            line.counts[figure] += count
    _time(session, weeks, "all", lambda _: total)
    _time(session, weeks, "week", lambda week: by_week[int(str(week))])
    _time(session, weeks, "topic", lambda topic: by_topic[str(topic) or NO_TOPIC])
    topics = sorted(by_topic.items(), key=lambda item: (-_weight(item[1]), item[0].lower()))
    return Report(period, total, tuple(zip(period.weeks, by_week, strict=True)), tuple(topics))


def _counts(session: Session, weeks: counting.Weeks) -> Iterator[tuple[str, int, str, int]]:
    topics = _topics(session)
    for figure, statements in counting.BY_ENTRY.items():
        for statement in statements:
            for week, key, count in session.execute(statement(weeks)):
                yield figure, week, topics.get(key or "", NO_TOPIC), count
    for figure, statements in counting.BY_TOPIC.items():
        for statement in statements:
            for week, topic, count in session.execute(statement(weeks)):
                yield figure, week, topic or NO_TOPIC, count


def _time(session: Session, weeks: counting.Weeks, by: str, line_of: Callable[[object], Line]) -> None:
    """Note the percentiles of the first responses on the lines that they belong to."""
    for part, place, size, seconds in session.execute(counting.first_responses(weeks, by)):
        for name, percentile in zip(TIMED, counting.PERCENTILES, strict=True):
            if place == counting.place_of(percentile, size):
                line_of(part).hours[name] = seconds / 3600


def _topics(session: Session) -> dict[str, str]:
    """Return the category of every entry by its key, as its newest revision has it."""
    rows = session.execute(
        select(Entry.key, Revision.category).join(Entry.revisions).order_by(Revision.number)
    )
    return dict(rows.all())


def _weight(line: Line) -> int:
    return line.counts["arrivals"] + line.counts["handed_over"]
