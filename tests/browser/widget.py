"""The widget as a visitor sees it."""

from playwright.sync_api import Page, expect


class Widget:
    """Finds the parts of the widget by what they are called."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.get_by_role("button", name="Ask the Helpdesk")
        self.panel = page.get_by_role("dialog", name="SECAS Helpdesk")
        self.log = page.get_by_role("log")
        self.box = page.get_by_role("textbox", name="Your question")

    def open(self):
        self.launcher.click()
        return self

    def ask(self, text):
        self.box.fill(text)
        self.box.press("Enter")
        return self

    def confirm_solved(self, within):
        """Wait until it is asked whether that solved it, in milliseconds, and say yes."""
        expect(self.log).to_contain_text("Did that solve it?", timeout=within)
        self.button("Yes, it's solved").click()
        expect(self.log).to_contain_text("Good to hear.")

    def button(self, name, **options):
        return self.panel.get_by_role("button", name=name, **options)

    def field(self, label):
        return self.panel.get_by_label(label, exact=True)

    def stored(self):
        return self.page.evaluate("JSON.stringify(localStorage)")
