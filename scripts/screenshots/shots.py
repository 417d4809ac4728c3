"""Which pictures there are: of every page of the console, and of the visitors' side in every state."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Shot:
    """A picture of a page of the console.

    Attributes:
        name: Of its file, without the ending.
        page: The page's endpoint.
        path: Where it is; names in braces are those of `desk.build`.
        do: What is done before the picture is taken.
        tall: Pixels after which the picture ends.
    """

    name: str
    page: str
    path: str
    do: Callable[[Page], None] = nothing
    tall: int = 1000


def open_details(*words: str) -> Callable[[Page], None]:
    """Return what opens the parts that are folded away under some words."""

    def do(page: Page) -> None:
        for one in words:
            page.get_by_text(one, exact=True).first.click()

    return do


def write_reply(page: Page) -> None:
    """Put a canned reply and some words into the box, and look at them."""
    page.get_by_role("button", name="Greeting", exact=True).click()
    box = page.get_by_role("textbox", name="Reply to")
    box.fill(f"{box.input_value()}\n\nAny **officer of the company** may sign it instead.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("This is what").wait_for()


def make_token(page: Page) -> None:
    """Fill the form in, without sending it."""
    page.get_by_label("What it is for").fill("nightly report")
    page.get_by_label("read tickets").check()


def misspell(page: Page) -> None:
    """Change a canned reply to one with a placeholder that there isn't."""
    page.get_by_label("Words").fill("Dear {nmae}, thank you.")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("There is no placeholder").wait_for()


BEFORE_SIGNING_IN = (
    Shot("console-sign-in", "sign_in.show", "/sign-in", tall=700),
    Shot("console-welcome", "sign_in.welcome", "/welcome/{link}", tall=700),
)

CONSOLE = (
    Shot("console-queue", "queue.show", "/?view=open", open_details("Saved views")),
    Shot("console-ticket", "ticket.show", "/tickets/{ticket}", write_reply, tall=1700),
    Shot("console-ticket-change", "ticket.show", "/tickets/{ticket}", open_details("Change")),
    Shot("console-split", "splitting.show", "/tickets/{ticket}/split"),
    Shot("console-letters", "ticket.show", "/tickets/{mailed}"),
    Shot("console-mail", "mail.show", "/mail?view=all"),
    Shot("console-mail-draft", "mail.open", "/mail/{draft}"),
    Shot("console-replies", "canned.show", "/replies"),
    Shot("console-replies-wrong", "canned.edit", "/replies/1", misspell),
    Shot("console-faq", "faq.show", "/faq"),
    Shot("console-faq-entry", "faq.entry", "/faq/credit-cover", tall=1300),
    Shot("console-faq-new", "entries.new", "/faq/new?ids={asked}"),
    Shot("console-gaps", "gaps.show", "/gaps"),
    Shot("console-replay", "replay.show", "/faq/credit-cover/replay"),
    Shot("console-reports", "reports.show", "/reports", tall=1545),
    Shot("console-hours", "opening.show", "/hours"),
    Shot("console-people", "people.show", "/people"),
    Shot("console-log", "people.log", "/log", tall=640),
    Shot("console-webhooks", "webhooks.show", "/webhooks"),
    Shot("console-webhook", "webhooks.log", "/webhooks/1", tall=640),
    Shot("console-health", "health.show", "/health"),
    Shot("console-account", "account.show", "/account"),
    Shot("console-tokens", "tokens.show", "/account/tokens", make_token),
)

VISITORS = (
    "page-demo",
    "page-plain",
    "widget-greeting",
    "widget-answer",
    "widget-choice",
    "widget-offer",
    "widget-form",
    "widget-ticket",
    "widget-staff",
    "widget-status",
)
"""What `visitors.take` takes, in its order."""


def names() -> set[str]:
    """Return the names of all pictures."""
    return {shot.name for shot in (*BEFORE_SIGNING_IN, *CONSOLE)} | set(VISITORS)
