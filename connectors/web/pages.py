"""The demo page: a plain help page with the widget in place."""

from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, render_template

from connectors.desk.dates import long_day
from connectors.web.dependencies import WebDependencies

SUGGESTIONS = (
    ("Joining the Code", "How do we become a SEC Party?", "Who can join, the forms, and what happens next."),
    ("Costs", "How much does it cost to join the Code?", "What to pay, when, and to whom."),
    ("DCC User", "How do I become a DCC User?", "From the first steps to going live."),
    ("Assessments", "How do I book a security assessment?", "Security and privacy, step by step."),
    ("Credit cover", "What is credit cover?", "Who needs it and how the amount is set."),
    ("Change", "How do I propose a change to the Code?", "Modifications, releases and who decides."),
)
"""Heading, question and a line about it, for the cards of the demo page."""


def create_pages(parts: WebDependencies) -> Blueprint:
    """Return the demo page."""
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(long_date)
    pages.add_app_template_filter(host)

    @pages.get("/")
    def demo() -> str:
        return render_template(
            "demo.html",
            suggestions=SUGGESTIONS,
            contact=parts.contact,
            hours=parts.hours.sentence(parts.clock()),
        )

    return pages


def long_date(day: str) -> str:
    """Return an ISO day as people write it: ``23 November 2026``."""
    return long_day(date.fromisoformat(day))


def host(address: str) -> str:
    """Return the site of an address as people read it: ``smartenergycodecompany.co.uk``."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
