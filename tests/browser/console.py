"""The console as a member of staff sees it."""

from playwright.sync_api import Page

from tests.doubles.console_parts import PASSWORD


class Console:
    """Finds the parts of the console by what they are called."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = f"{address}/console"
        self.thread = page.get_by_role("list", name="Conversation")
        self.box = page.get_by_role("textbox", name="Reply to")

    def sign_in(self, name):
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("E-mail").fill(f"{name}@helpdesk.example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def open(self, path):
        self.page.goto(self.address + path)
        return self

    def press(self, name, **options):
        self.page.get_by_role("button", name=name, exact=True, **options).click()
        return self
