"""Every page of the console by its endpoint, so that no test that goes through them forgets a new one."""

PAGES = {
    "sign_in.show": ("/sign-in",),
    "sign_in.welcome": ("/welcome/{link}", "/welcome/made-up"),
    "account.show": ("/account",),
    "tokens.show": ("/account/tokens",),
    "queue.show": ("/", "/?view=all&q=credit", "/?view=waiting", "/?view=mine&tag=urgent&q=nothing"),
    "ticket.show": ("/tickets/1", "/tickets/2", "/tickets/3", "/tickets/{taught}", "/tickets/99"),
    "splitting.show": ("/tickets/1/split",),
    "mail.show": ("/mail", "/mail?view=all", "/mail?view=unsent"),
    "mail.open": (
        "/mail/{draft}",
        "/mail/{draft}?show=edit",
        "/mail/{spam}",
        "/mail/{hostile}",
        "/mail/{hostile}?show=html",
    ),
    "canned.show": ("/replies",),
    "canned.edit": ("/replies/1",),
    "faq.show": ("/faq",),
    "faq.entry": ("/faq/credit-cover", "/faq/how-do-we-leave-the-sec"),
    "entries.new": ("/faq/new", "/faq/new?ids={questions}"),
    "replay.show": ("/faq/credit-cover/replay", "/faq/credit-cover/replay?change=withdraw"),
    "gaps.show": ("/gaps", "/gaps?days=7"),
    "opening.show": ("/hours",),
    "reports.show": ("/reports", "/reports?from=2026-01-01&to=2026-11-02", "/reports?from=x&to=y"),
    "people.show": ("/people",),
    "people.log": ("/log",),
    "webhooks.show": ("/webhooks",),
    "webhooks.log": ("/webhooks/1",),
    "health.show": ("/health",),
}
"""Addresses of each page; the names in braces are those that `tests.browser.full_desk.fill` returns."""

BEFORE_SIGNING_IN = ("sign_in.show", "sign_in.welcome")

NO_PAGES = {
    "static": "files that pages load",
    "queue.rows": "a part of the queue, which the page loads anew",
    "mail_files.html": "what a stranger sent, in a frame of the mail's page",
    "mail_files.raw": "a download",
    "mail_files.attachment": "a download",
    "reports.weeks": "a download",
    "reports.topics": "a download",
}
"""What else can be opened, and why it is no page."""
