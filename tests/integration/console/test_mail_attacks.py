"""Lines 1 to 6, 13, 24, 29 and 30 of what an attacker tries, by mails that staff look at."""

import re
from base64 import b64encode
from html import unescape

import pytest
from bs4 import BeautifulSoup

from connectors.logs import configure_logging
from tests.doubles.console_parts import staff
from tests.doubles.logs import log_stream
from tests.doubles.mailbox import MailPage
from tests.doubles.post import MONDAY
from tests.doubles.web_parts import FixedClock
from tests.integration.console.conftest import Browser
from tests.integration.console.test_bad_words import SCRIPTS, assert_harmless

NAMES = [*SCRIPTS, "a\u202egnp.exe", "../../../etc/passwd", "x\u200b.svg", ".htaccess"]
FOREIGN = ["0" * 32, "f" * 32, "F" * 32, "x", "%00", "..%2f..%2fetc%2fpasswd", "1", "a" * 33, "' OR 1=1 --"]


@pytest.fixture
def clock():
    return FixedClock(MONDAY)


def word(text):
    """Return text as a header may carry it, whatever it holds."""
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def hostile(subject="Hello", name="Eve", file="a.pdf", body="<p>Hello</p>", kind="application/pdf", text=""):
    """Return a mail in which a stranger chose everything."""
    return (
        f"From: {word(name)} <eve@black.example>\nTo: {word(name)} <secas@gemserv.com>\n"
        f"Reply-To: {word(name)} <eve@black.example>\nSubject: {word(subject)}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m"\n\n--m\n'
        + (f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--m\n" if text else "")
        + f"Content-Type: text/html; charset=utf-8\n\n{body}\n--m\n"
        f"Content-Type: {kind}\nContent-Disposition: attachment;\n filename*=utf-8''"
        + "".join(f"%{byte:02X}" for byte in file.encode())
        + "\nContent-Transfer-Encoding: base64\n\n"
        + f"{b64encode(b'<script>alert(1)</script>').decode()}\n--m--\n"
    ).encode()


class TestWords:
    """Lines 1 and 2: scripts in every field that a stranger chooses."""

    @pytest.mark.parametrize("words", NAMES)
    def test_are_shown_as_words_wherever_they_stand(self, agent, mailbox, words):
        mail = mailbox.take_bytes(hostile(words, words, words, words, text=words))
        ticket = mailbox.mail(mail).ticket_id

        pages = [f"/mail/{mail}", "/mail?view=all", "/mail?view=quarantine", "/?view=all"]
        for path in pages + ([f"/tickets/{ticket}"] if ticket else []):
            assert agent.get(path).status == 200
            assert_harmless(agent.html)
            title = BeautifulSoup(agent.html, "html.parser").find("title")
            assert title.find_all(True) == []

    def test_of_a_draft_are_shown_as_words(self, agent, mailbox):
        page = MailPage(agent, mailbox.take("a", "How do I get the newsletter?"))
        page.edit("</textarea><script>alert(1)</script>")

        assert_harmless(page.browser.html)
        page.open("?show=edit")
        assert_harmless(page.browser.html)
        assert page.box == "</textarea><script>alert(1)</script>"


class TestTheFrame:
    """Lines 1 and 3: the HTML of a mail, in a sandbox of its own."""

    BODY = (
        "<p>Hello</p><script>alert(1)</script><a href='java&#x09;script:alert(1)'>x</a>"
        "<img src=x onerror=alert(1)>"
    )

    def test_is_a_sandbox_that_loads_nothing_and_only_our_page_may_show(self, agent, mailbox):
        mail = mailbox.take_bytes(hostile(body=self.BODY))

        response = agent.get(f"/mail/{mail}/html").response

        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; sandbox;")
        assert "allow-" not in policy
        assert "frame-ancestors 'self'" in policy
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"

    def test_holds_nothing_that_runs_or_loads(self, agent, mailbox):
        mail = mailbox.take_bytes(hostile(body=self.BODY))

        html = agent.get(f"/mail/{mail}/html").html

        assert "Hello" in html
        for word in ("script", "img", "alert", "onerror", "src"):
            assert word not in html

    def test_is_the_only_frame_and_has_no_rights(self, agent, mailbox):
        mail = mailbox.take_bytes(hostile(body=self.BODY))

        agent.get(f"/mail/{mail}?show=html")

        (frame,) = BeautifulSoup(agent.html, "html.parser").find_all("iframe")
        assert ("sandbox" in frame.attrs, list(frame["sandbox"])) == (True, [])
        assert frame["src"] == f"/console/mail/{mail}/html"
        policy = agent.response.headers["Content-Security-Policy"]
        assert "frame-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy

    def test_the_raw_html_is_kept(self, agent, mailbox):
        mail = mailbox.take_bytes(hostile(body=self.BODY))

        assert b"<script>" in agent.get(f"/mail/{mail}/raw").response.data

    def test_links_are_listed_only_where_they_may_be_followed(self, agent, mailbox):
        links = "".join(
            f'<a href="{link}">x</a>'
            for link in ("https://evil.example/?a=<script>", "javascript:alert(1)", "data:text/html,x")
        )
        mail = mailbox.take_bytes(hostile(body=links))

        agent.get(f"/mail/{mail}?show=html")

        found = re.findall(r'<li><a href="([^"]*)" rel="noopener noreferrer nofollow"', agent.html)
        assert list(map(unescape, found)) == ["https://evil.example/?a=<script>"]


class TestFiles:
    """Lines 4 and 5: what is attached is saved, never opened, under a name without tricks."""

    @pytest.mark.parametrize(
        ("file", "kind"),
        [
            ("drawing.svg", "image/svg+xml"),
            ("page.html", "text/html"),
            ("page.html", "application/pdf"),
            ("report.pdf", "text/html"),
            ("x.xhtml", "application/xhtml+xml"),
            ("x.xml", "text/xml"),
            ("x", "text/html; charset=utf-7"),
            ("photo.png", "text/javascript"),
        ],
    )
    def test_are_downloads_of_a_type_from_our_list(self, agent, mailbox, file, kind):
        mail = mailbox.take_bytes(hostile(file=file, kind=kind))
        (known,) = mailbox.attachments(mail)

        response = agent.get(f"/mail/attachments/{known.id}").response

        headers = response.headers
        assert headers["Content-Disposition"].startswith("attachment; ")
        assert headers["Content-Type"] in {"application/octet-stream", "application/pdf", "image/png"}
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"

    @pytest.mark.parametrize("name", NAMES)
    def test_have_names_without_tricks(self, agent, mailbox, name):
        (known,) = mailbox.attachments(mailbox.take_bytes(hostile(file=name)))

        disposition = agent.get(f"/mail/attachments/{known.id}").response.headers["Content-Disposition"]

        assert disposition.startswith("attachment; filename")
        assert not re.search(r"[\x00-\x1f\u200b\u202e]|\.\.|filename=\.", disposition)
        assert not re.search(r"%(?:E2%80|2F|00|0D|0A)", disposition, re.IGNORECASE)

    def test_lie_in_the_database_and_nowhere_else(self, agent, mailbox, tmp_path):
        before = {path for path in tmp_path.rglob("*") if path.parent != mailbox.folder}
        (known,) = mailbox.attachments(mailbox.take_bytes(hostile(file="../../x.sh")))
        agent.get(f"/mail/attachments/{known.id}")

        after = {path for path in tmp_path.rglob("*") if path.parent != mailbox.folder}
        assert {path for path in after - before if not path.name.startswith("helpdesk.db")} == set()


class TestForeignIds:
    """Line 6: random ids, and a check on every read; on both databases: they take odd letters differently."""

    @pytest.fixture
    def store(self, database):
        return database

    @pytest.mark.parametrize("path", ["/mail/{}", "/mail/{}/html", "/mail/{}/raw", "/mail/attachments/{}"])
    @pytest.mark.parametrize("name", FOREIGN)
    def test_lead_nowhere(self, agent, mailbox, path, name):
        mailbox.take_bytes(hostile())

        assert agent.get(path.format(name)).status == 404

    @pytest.mark.parametrize("deed", ["back", "approve", "reject", "edit"])
    @pytest.mark.parametrize("name", ["0" * 32, "x", "%00"])
    def test_cannot_be_changed(self, agent, mailbox, deed, name):
        form = {"back": {}, "edit": {"version": "1", "text": "x"}}.get(deed, {"version": "1"})

        assert agent.post(f"/mail/{name}/{deed}", form).status == 404

    def test_one_kind_of_id_is_not_another(self, agent, mailbox):
        mail = mailbox.take_bytes(hostile())
        (known,) = mailbox.attachments(mail)

        assert agent.get(f"/mail/attachments/{mail}").status == 404
        assert agent.get(f"/mail/{known.id}/raw").status == 404

    def test_no_two_are_alike_or_follow_each_other(self, mailbox):
        ids = {mailbox.attachments(mailbox.take_bytes(hostile(f"s{n}")))[0].id for n in range(20)}

        assert len({name[:8] for name in ids}) == 20

    def test_whoever_signed_out_reads_nothing_any_more(self, agent, mailbox):
        (known,) = mailbox.attachments(mailbox.take_bytes(hostile()))
        agent.post("/sign-out")

        response = agent.get(f"/mail/attachments/{known.id}").response

        assert response.status_code == 303
        assert b"script" not in response.data

    def test_a_closed_account_reads_nothing_any_more(self, app, store, clock, admin, mailbox):
        jo = staff(store, clock, "Jo Evans")
        browser = Browser(app).sign_in("jo@helpdesk.example.org")
        mail = mailbox.take_bytes(hostile())
        admin.post(f"/people/{jo}/active", {"active": "no"})

        assert browser.get(f"/mail/{mail}/raw").status == 303


class TestLogs:
    """Line 24: ids, not words."""

    def test_hold_nothing_that_a_mail_says(self, agent, mailbox):
        with log_stream() as stream:
            configure_logging("json", "debug", stream)
            mail = mailbox.take_bytes(hostile("Secretword", "Secretword", "Secretword.pdf", "Secretword"))
            (known,) = mailbox.attachments(mail)
            for path in (
                f"/mail/{mail}",
                f"/mail/{mail}/html",
                f"/mail/attachments/{known.id}",
                "/mail?view=all",
            ):
                agent.get(path)
            agent.post(f"/mail/{mail}/approve", {"version": "1"})

        assert "Secretword" not in stream.getvalue()
        assert mail in stream.getvalue()
