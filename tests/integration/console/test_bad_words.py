"""Lines 1 to 3, 17 and 24: scripts in what people write, expressions in texts, words in logs."""

import re

import pytest
from bs4 import BeautifulSoup

from connectors.logs import configure_logging
from connectors.services.staff.audit import note
from tests.doubles.logs import log_stream
from tests.integration.console.test_tickets import Desk

SCRIPTS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "</textarea><script>alert(1)</script>",
    "'\"><b onmouseover=alert(1)>x</b>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "{{ 7 * 7 }}{% for x in y %}${7*7}<%= 7*7 %>",
]
LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '<a href="javascript:alert(1)">x</a>',
    "[x](vbscript:x)",
    "[x](//evil.example.org)",
]

NEVER = {"script", "svg", "img", "iframe", "object", "embed", "animate", "style", "base", "meta"}
# An address that begins with two slashes has the scheme of the page: http or https.
ADDRESS = re.compile(r"(https?:|mailto:|tel:|/console|//|#)")


def assert_harmless(html):
    """Check what a browser would make of it: no element that runs, no handler, no odd address."""
    main = BeautifulSoup(html, "html.parser").find("main")
    for element in main.find_all(True):
        assert element.name not in NEVER, element
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            if name in {"href", "src", "action", "formaction", "srcdoc"}:
                assert ADDRESS.match(value), element


class TestScripts:
    @pytest.mark.parametrize("words", SCRIPTS)
    def test_in_every_field_of_a_visitor_are_shown_as_words(self, agent, make_ticket, words):
        ticket, _, _ = make_ticket(words, name=words[:200], organisation=words[:200])

        for path in (f"/tickets/{ticket}", "/?view=all", "/rows?view=all"):
            agent.get(path)
            assert_harmless(agent.html if "<main" in agent.html else f"<main>{agent.html}")
            assert " ".join(words.split()) in agent.text or "<" not in words

    @pytest.mark.parametrize("words", SCRIPTS)
    def test_in_topic_tag_and_note_are_shown_as_words(self, agent, make_ticket, words):
        desk = Desk(agent, make_ticket()[0])
        desk.do("topic", words[:120]).open().do("tag", words[:40]).open().do("note", words)

        assert_harmless(agent.html)
        assert_harmless(agent.get("/?view=all").html)

    @pytest.mark.parametrize("words", SCRIPTS)
    def test_in_the_search_and_in_a_refused_form_are_shown_as_words(self, agent, editor, words):
        agent.get("/", query_string={"q": words})
        assert_harmless(agent.html)

        editor.post("/replies", {"id": "", "version": "", "title": words, "text": "{nothing}"})

        assert editor.status == 422
        assert_harmless(editor.html)

    @pytest.mark.parametrize("words", [*SCRIPTS, *LINKS])
    def test_in_a_reply_harm_neither_the_preview_nor_the_visitor(self, app, agent, make_ticket, words):
        ticket, conversation, token = make_ticket()
        Desk(agent, ticket).reply(words, "preview")
        assert_harmless(agent.html)

        Desk(agent, ticket).reply(words)

        assert_harmless(agent.html)
        headers = {"Authorization": f"Bearer {token}"}
        messages = app.test_client().get(f"/api/v1/conversations/{conversation}/messages", headers=headers)
        assert_harmless(f"<main>{messages.json['messages'][-1]['html']}")

    @pytest.mark.parametrize("words", LINKS)
    def test_in_a_link_of_a_visitor_are_no_link(self, agent, make_ticket, words):
        agent.get(f"/tickets/{make_ticket(words)[0]}")

        assert_harmless(agent.html)

    @pytest.mark.parametrize("words", SCRIPTS[:6])
    def test_in_a_colleagues_name_are_shown_as_words(self, app, admin, words):
        admin.post("/people", {"name": words, "email": "x@example.org", "role": "agent"})

        assert admin.status == 200
        assert_harmless(admin.html)
        assert_harmless(admin.get("/log").html)


class TestCannedReplies:
    def save(self, editor, text, title="A greeting", **more):
        return editor.post("/replies", {"id": "", "version": "", "title": title, "text": text} | more)

    def test_are_filled_in_when_they_are_used(self, agent, editor, make_ticket):
        self.save(editor, "Dear {name},\n\nabout {reference}: {opening}\n\n{me}")

        desk = Desk(agent, make_ticket()[0]).reply("", "canned:1")

        assert desk.box == (
            "Dear Asha Patel,\n\nabout SECAS-000001: The Helpdesk opens again on Tuesday 5 May at 9:00.\n\n"
            "Sam Okoro"
        )

    @pytest.mark.parametrize(
        "text",
        [
            "Dear {nmae}",
            "{name.__class__}",
            "{name!r}",
            "{name:>9999999}",
            "{0}",
            "{}",
            "{{ 7*7 }}",
            "{% if 1 %}",
            "a { alone",
            "a } alone",
        ],
    )
    def test_with_an_unknown_placeholder_are_refused_in_words(self, editor, text):
        """Line 17: expressions in text that staff edit."""
        self.save(editor, text)

        assert editor.status == 422
        assert "{name}, {reference}, {me}, {opening}" in editor.text
        assert "There is none yet." in editor.text

    def test_what_is_filled_in_is_never_read_as_a_placeholder(self, agent, editor, make_ticket):
        self.save(editor, "Dear {name}")

        desk = Desk(agent, make_ticket(name="{me} {reference}")[0]).reply("", "canned:1")

        assert desk.box == "Dear {me} {reference}"

    def test_two_people_do_not_overwrite_each_other(self, editor):
        self.save(editor, "One")
        self.save(editor, "Two", id="1", version="1")

        self.save(editor, "Three", id="1", version="1")

        assert editor.status == 409
        assert "Somebody else has changed this reply meanwhile." in editor.text

    def test_of_the_same_title_are_refused(self, editor):
        self.save(editor, "One")

        assert "There is a canned reply “a GREETING” already." in self.save(editor, "2", "a GREETING").text

    def test_are_taken_away(self, editor):
        self.save(editor, "One")
        editor.post("/replies/1/delete")

        assert "There is none yet." in editor.text


class TestLogs:
    """Line 24: secrets or customers' words in logs."""

    @pytest.fixture
    def stream(self):
        with log_stream() as stream:
            configure_logging("json", "debug", stream)
            yield stream

    def test_hold_neither_words_nor_secrets(self, stream, agent, browser, make_ticket, capsys):
        ticket, _, _ = make_ticket("Wallaby question?", name="Wallaby Name", email="wallaby@example.org")

        Desk(agent, ticket).reply("Wallaby reply").open().do("note", "Wallaby note")
        agent.get("/?q=wallaby&view=all")
        agent.get("/?sort=wallaby")
        browser.sign_in("wallaby@example.org", "wallaby password", code="wallaby")
        browser.get("/welcome/wallaby")

        assert "wallaby" not in stream.getvalue().lower()
        assert "wallaby" not in capsys.readouterr().err.lower()

    def test_of_changes_hold_no_password(self, store, clock, admin, agent):
        agent.post(
            "/account/password",
            {"current": "four words do well", "password": "wallaby wallaby", "again": "wallaby wallaby"},
        )

        admin.get("/log")
        assert "password changed" in admin.text
        assert "wallaby" not in admin.html

    def test_of_changes_name_who_and_when(self, store, clock, admin, ada):
        with store.session() as session:
            note(session, clock(), "role_changed", actor_id=ada, person=ada, before="agent", after="admin")

        admin.get("/log")

        assert "Ada Byrne role changed person: Ada Byrne; before: agent; after: admin" in admin.text
