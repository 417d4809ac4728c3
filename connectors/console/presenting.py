"""How moments and days are written in the console: in London's time, as people say them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from connectors.console.access import may_open
from connectors.desk.dates import long_day
from connectors.desk.due_words import say_due
from connectors.services.markdown import render_markdown
from connectors.services.post.ticket_post import Delivery
from connectors.services.staff.mail_words import STATES

LONDON = ZoneInfo("Europe/London")

PAGES = (
    ("queue.show", "Queue"),
    ("mail.show", "Mail"),
    ("canned.show", "Replies"),
    ("faq.show", "FAQ"),
    ("gaps.show", "Gaps"),
    ("reports.show", "Reports"),
)
"""The pages of the main menu."""

FURTHER_PAGES = (
    ("opening.show", "Hours"),
    ("people.show", "People"),
    ("webhooks.show", "Webhooks"),
    ("people.log", "Log"),
    ("health.show", "Health"),
)
"""What is opened less often, folded away under “More” so that the menu fits one line."""


def add_filters(app: Flask) -> None:
    """Give the templates the ways of writing that they share."""
    app.add_template_filter(moment)
    app.add_template_filter(long_day)
    app.add_template_filter(machine_time)
    app.add_template_filter(say_due)
    app.add_template_filter(age_words)
    app.add_template_filter(percent)
    app.add_template_filter(safe_markdown)
    app.add_template_filter(size_words)
    app.add_template_global(delivery_words)
    app.add_template_global(navigation)
    app.jinja_env.globals.update(PAGES=PAGES, FURTHER_PAGES=FURTHER_PAGES)
    app.add_template_global(may_open)


def navigation(pages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of the pages that whoever is signed in may open, as endpoint and name."""
    return [(endpoint, name) for endpoint, name in pages if may_open(endpoint)]


def delivery_words(letter: Delivery) -> str:
    """Say where a letter is: ``By e-mail to jane@example.org: sent``."""
    words = f"By e-mail to {letter.recipient}: {STATES.get(letter.state, letter.state)}"
    return f"{words} ({letter.problem})" if letter.problem and letter.state != "sent" else words


def safe_markdown(text: str, *, breaks: bool = False) -> Markup:
    """Return Markdown as sanitised HTML, ready for a template."""
    return Markup(render_markdown(text, breaks=breaks))  # noqa: S704 - sanitised by nh3


def moment(at: datetime) -> str:
    """Return a moment as ``Tue 24 Nov 2026, 10:40``, in London's time."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b %Y}, {local.hour}:{local:%M}"


def machine_time(at: datetime) -> str:
    """Return a moment for the attribute ``datetime``."""
    return at.isoformat(timespec="seconds")


def age_words(at: datetime, now: datetime) -> str:
    """Say how long ago something was, roughly."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 24 * 60:
        return f"{minutes // 60} h ago"
    days = minutes // (24 * 60)
    return "yesterday" if days == 1 else f"{days} days ago"


def size_words(size: int) -> str:
    """Return a number of bytes as people say it; nothing where it isn't known."""
    if size < 1:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


def percent(share: float) -> str:
    """Return a share as whole per cent; what is nearly sure is not called certain."""
    return f"{min(99, max(0, round(share * 100)))} %"
