"""The mailbox at the console in a real browser: nothing of a stranger runs, and one key is enough."""

import pytest
from playwright.sync_api import expect

from tests.browser.console import Console
from tests.browser.full_desk import HOSTILE, MAILED
from tests.doubles.console_parts import staff
from tests.doubles.mailbox import Mailbox


@pytest.fixture
def mailbox(site, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    mailbox = Mailbox(site.database, folder, mode="draft")
    site.clock.now = mailbox.clock.now
    return mailbox


@pytest.fixture
def hostile(mailbox):
    """A mail that tries to run something in every way that it can."""
    return mailbox.take_bytes(HOSTILE)


@pytest.fixture
def sam(open_page, site, mailbox):
    staff(site.database, site.clock, "Sam Okoro", "agent")
    sam = Console(open_page("/console/sign-in"), site.address).sign_in("sam")
    expect(sam.page.get_by_role("heading", name="Queue")).to_be_visible()
    return sam


def press_access_key(page, letter):
    """Press Alt and a letter as a keyboard does; Playwright's own way leaves the letter out."""
    key = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "text": letter}
    key |= {"unmodifiedText": letter, "windowsVirtualKeyCode": ord(letter.upper())}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


class TestAHostileMail:
    def test_never_runs_anything(self, sam, hostile):
        asked = []
        sam.page.on("request", lambda request: asked.append(request.url))
        sam.open(f"/mail/{hostile}?show=html")

        frame = sam.page.frame_locator("iframe.foreign")
        expect(frame.get_by_text("Hello there")).to_be_visible()
        frame.get_by_text("press me").click()
        sam.page.wait_for_timeout(300)

        assert "run" not in sam.page.title().split()
        assert [child.title() for child in sam.page.frames[1:]] == ["Mail"]
        assert [url for url in asked if not url.startswith(sam.address)] == []

    def test_is_read_as_text_first(self, sam, hostile):
        sam.open(f"/mail/{hostile}")

        expect(sam.page.get_by_text("Hello there")).to_be_visible()
        assert sam.page.locator("iframe").count() == 0
        assert "run" not in sam.page.title().split()

    def test_its_frame_cannot_be_scripted_even_where_a_script_is_in_it(self, sam, hostile, site):
        """The policy holds by itself, were the sanitiser ever to let something through."""
        sam.open(f"/mail/{hostile}?show=html")
        frame = sam.page.frames[1]

        frame.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
        )

        assert frame.evaluate("window.ran") is None
        assert frame.evaluate("self.origin") == "null"

    def test_what_is_attached_is_saved_and_not_opened(self, sam, hostile):
        sam.open(f"/mail/{hostile}")

        with sam.page.expect_download() as saved:
            sam.page.get_by_role("link", name="page.html").click()

        assert saved.value.suggested_filename == "page.html"
        assert sam.page.url.endswith(f"/mail/{hostile}")


class TestByKeyboard:
    def test_a_draft_is_approved_with_one_key(self, sam, mailbox):
        mail = mailbox.take("a", MAILED)
        sam.open(f"/mail/{mail}")

        press_access_key(sam.page, "a")

        expect(sam.page.get_by_role("status")).to_contain_text("on its way to jane.cole@coleco.example")
        mailbox.outbox.send()
        assert len(mailbox.sender.sent) == 1

    def test_a_draft_is_changed_and_then_approved_without_a_mouse(self, sam, mailbox):
        mail = mailbox.take("a", MAILED)
        sam.open(f"/mail/{mail}")

        press_access_key(sam.page, "e")
        box = sam.page.get_by_label("Words of the answer")
        expect(box).to_be_visible()
        box.fill("Dear Jane, it is all on our site.")
        sam.page.keyboard.press("Tab")
        sam.page.keyboard.press("Enter")
        expect(sam.page.get_by_text("changed by Sam Okoro")).to_be_visible()
        press_access_key(sam.page, "a")

        expect(sam.page.get_by_role("status")).to_contain_text("on its way")
        assert mailbox.letter(mail).state == "waiting"

    def test_a_draft_is_rejected_with_one_key(self, sam, mailbox):
        mail = mailbox.take("a", MAILED)
        sam.open(f"/mail/{mail}")

        press_access_key(sam.page, "r")

        expect(sam.page.get_by_role("status")).to_contain_text("The draft is rejected")
        assert mailbox.letter(mail).state == "rejected"
