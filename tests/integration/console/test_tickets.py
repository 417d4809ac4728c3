import re
from html import unescape

import pytest
from sqlalchemy import select

from knowledge.tables import Message, Ticket
from tests.doubles.console_parts import staff
from tests.integration.console.conftest import Browser


class Desk:
    """One member of staff at one ticket."""

    def __init__(self, browser, ticket):
        self.browser, self.path = browser, f"/tickets/{ticket}"
        self.open()

    def open(self):
        self.browser.get(self.path)
        self.version = re.search(r'name="version" value="(\d+)"', self.browser.html)[1]
        return self

    def do(self, deed, value="", **changes):
        form = {"do": deed, "value": value, "version": self.version} | changes
        self.browser.post(f"{self.path}/do", form)
        return self

    def reply(self, text, deed="send"):
        self.browser.post(f"{self.path}/reply", {"text": text, "do": deed, "version": self.version})
        return self

    @property
    def status(self):
        return self.browser.status

    @property
    def text(self):
        return self.browser.text

    @property
    def box(self):
        """What stands in the box of the reply."""
        found = re.search(r'<textarea id="text"[^>]*>\n?(.*?)</textarea>', self.browser.html, re.DOTALL)
        return found[1] if found else None


@pytest.fixture
def ticket(make_ticket, faq):
    return make_ticket()[0]


@pytest.fixture
def desk(agent, ticket):
    return Desk(agent, ticket)


@pytest.fixture
def colleague(app, store, clock, ticket):
    staff(store, clock, "Jo Evans")
    return Desk(Browser(app).sign_in("jo@helpdesk.example.org"), ticket)


class TestTheQueue:
    def test_shows_what_came_in_and_when_it_is_due(self, agent, ticket):
        agent.get("/")

        assert "SECAS-000001" in agent.text
        assert "Who approved the last increase?" in agent.text
        assert "Asha Patel · Northern Metering" in agent.text
        assert "due today 19:00" in agent.text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("view=unassigned", True),
            ("view=mine", False),
            ("view=overdue", False),
            ("view=waiting", False),
            ("view=all", True),
            ("q=increase", True),
            ("q=asha@example.org", True),
            ("q=1", True),
            ("q=SECAS-000099", False),
            ("q=%25%25%25", False),
            ("q=nothing", False),
            ("priority=high", False),
            ("view=all&priority=normal", True),
            ("tag=none", False),
        ],
    )
    def test_is_looked_at_by_view_and_words(self, agent, ticket, query, found):
        agent.get(f"/?{query}")

        assert agent.status == 200
        assert ("SECAS-000001" in agent.text) == found

    @pytest.mark.parametrize(
        ("query", "way_on"),
        [("view=mine&q=nothing", "Look in all tickets"), ("view=all&priority=high", "Show all tickets")],
    )
    def test_says_how_to_go_on_where_nothing_fits(self, agent, ticket, query, way_on):
        agent.get(f"/?{query}")

        assert f"Nothing fits. {way_on}" in agent.text

    @pytest.mark.parametrize(
        "query",
        [
            "view=secret",
            "sort=person.email",
            "sort=id;DROP TABLE ticket",
            "sort=due'--",
            "priority=1 OR 1=1",
            "after=1_2_3",
            "after='",
        ],
    )
    def test_sorts_and_filters_by_what_is_in_the_list_only(self, agent, ticket, query):
        """Line 18: SQL in filters and sort keys."""
        agent.get("/", query_string=query)

        assert agent.status == 422

    @pytest.mark.parametrize("words", ["SECAS-000001", "secas-1", "#1"])
    def test_leads_from_a_reference_to_its_ticket(self, agent, ticket, words):
        agent.get("/", query_string={"q": words})

        assert agent.response.location == "/console/tickets/1"

    def test_says_what_cannot_be_searched_for(self, agent, ticket):
        agent.get("/?q=ab")

        assert agent.status == 422
        assert "Please search for a word of at least 3 characters" in agent.text
        assert 'value="ab"' in agent.html

    @pytest.mark.parametrize("words", ["' OR '1'='1", "%%%' ---", "\x00", "_" * 300, "\\\\\\"])
    def test_takes_what_is_searched_for_as_words(self, agent, ticket, words):
        agent.get("/", query_string={"q": words, "view": "all"})

        assert agent.status == 200

    def test_leafs_through_pages(self, agent, make_ticket):
        for number in range(30):
            make_ticket(f"Question number {number}?", email=f"p{number}@example.org")
        agent.get("/?view=all&sort=oldest")
        first = set(re.findall(r"SECAS-\d{6}", agent.html))

        agent.get(re.search(r'href="/console(/\?[^"]*after=[^"]*)"', agent.html)[1].replace("&amp;", "&"))

        assert (len(first), len(set(re.findall(r"SECAS-\d{6}", agent.html)))) == (25, 5)

    def test_gives_the_next_one_to_one_person_only(self, agent, colleague, ticket):
        agent.post("/next")
        assert "yours" in agent.text

        colleague.browser.post("/next")

        assert "Nothing is waiting for anybody just now." in colleague.text


class TestATicket:
    def test_shows_why_it_came_and_what_would_have_been_answered(self, desk):
        assert "The subject is ours, but the FAQ doesn’t answer this question." in desk.text
        assert "41 %" in desk.text
        assert "The answer of credit-cover" in desk.text

    def test_shows_the_conversation(self, desk):
        assert "Assistant · Sat 2 May 2026, 11:00" in desk.text
        assert "Asha Patel · Sat 2 May 2026, 11:00" in desk.text

    def test_is_claimed_and_given_back(self, desk):
        assert "yours" in desk.do("claim").text
        assert "nobody’s yet" in desk.open().do("release").text

    @pytest.mark.parametrize(
        ("deed", "value", "words"),
        [
            ("priority", "urgent", "urgent"),
            ("topic", "Credit cover", "Credit cover"),
            ("tag", "Finance", "finance"),
            ("snooze", "1d", "It is put aside."),
            ("note", "Ask the Panel first.", "Ask the Panel first."),
            ("resolve", "", "resolved"),
        ],
    )
    def test_is_changed_by_its_buttons(self, desk, deed, value, words):
        desk.do(deed, value)

        assert desk.status == 200
        assert words in desk.text

    def test_leads_to_the_others_on_its_topic(self, desk, agent):
        desk.do("topic", "Credit cover & fees")
        (path,) = re.findall(r'href="/console(/[^"]*topic=[^"]*)"', agent.html)

        assert "SECAS-000001" in agent.get(unescape(path)).text
        assert "Only about “Credit cover & fees”" in agent.text

    @pytest.mark.parametrize(
        ("deed", "value"),
        [
            ("", ""),
            ("delete", ""),
            ("__class__", ""),
            ("priority", "most"),
            ("snooze", "forever"),
            ("assign", "x"),
            ("assign", "99"),
            ("merge", "1"),
            ("merge", "what?"),
            ("link", "99"),
            ("note", " "),
            ("topic", "a\nb"),
        ],
    )
    def test_refuses_what_cannot_be_done(self, desk, deed, value):
        desk.do(deed, value)

        assert desk.status in {404, 422}
        assert "Traceback" not in desk.text

    def test_is_not_given_to_somebody_whose_account_is_closed(self, desk, admin, store, clock):
        jo = staff(store, clock, "Jo Evans")
        admin.post(f"/people/{jo}/active", {"active": "no"})

        desk.open().do("assign", str(jo))

        assert desk.status == 422
        assert "who can sign in" in desk.text

    def test_a_note_is_for_colleagues_only(self, desk, app, make_ticket, store):
        desk.do("note", "Ask the Panel first.")

        with store.session() as session:
            assert session.scalars(select(Message).where(Message.text.contains("Panel"))).all() == []

    def test_is_merged_and_linked_by_reference(self, agent, ticket, make_ticket):
        make_ticket("And by how much?")
        other = Desk(agent, 2).do("link", "SECAS-000001")
        assert "Linked" in other.text

        Desk(agent, 2).do("merge", "secas-1")

        assert "This ticket was merged into SECAS-000001" in agent.text

    def test_a_closed_one_takes_no_reply_until_it_is_reopened(self, desk):
        desk.do("resolve").open().do("close").open()
        assert desk.reply("Too late?").status == 409
        assert "is closed. Please reopen it first." in desk.text
        assert "Too late?" in desk.text

        desk.open().do("reopen").open().reply("Not too late.")

        assert "Your reply is sent." in desk.text


class TestAReply:
    def test_is_read_by_the_visitor_with_the_name_of_who_wrote_it(self, desk, app, make_ticket):
        _, conversation, token = make_ticket("How much?", email="b@example.org")
        Desk(desk.browser, 2).reply("It is **twelve** pounds.")

        response = app.test_client().get(
            f"/api/v1/conversations/{conversation}/messages",
            headers={"Authorization": f"Bearer {token}"},
        )

        last = response.json["messages"][-1]
        assert (last["author"], last["by"]) == ("staff", "Sam Okoro")
        assert last["html"] == "<p>It is <strong>twelve</strong> pounds.</p>"

    def test_is_shown_before_it_is_sent(self, desk, store):
        desk.reply("It is **twelve**.", "preview")

        assert "This is what Asha Patel will read It is twelve ." in desk.text
        assert desk.box == "It is **twelve**."
        with store.session() as session:
            assert session.scalars(select(Message).where(Message.author == "staff")).all() == []

    def test_takes_over_an_entrys_words_after_what_was_typed(self, desk):
        desk.reply("Hello,", "entry:credit-cover")

        assert desk.box == "Hello,\n\nThe answer of **credit-cover**."

    @pytest.mark.parametrize("deed", ["entry:nothing", "canned:99", "canned:x", "shout", "", "entry:"])
    def test_refuses_what_is_not_offered(self, desk, deed):
        assert desk.reply("Hello", deed).status in {404, 422}

    @pytest.mark.parametrize(("text", "words"), [("  ", "write the reply first"), ("x" * 20_001, "20,000")])
    def test_that_cannot_be_used_is_kept_and_said(self, desk, text, words):
        desk.reply(text)

        assert desk.status == 422
        assert words in desk.text
        assert desk.box.strip() == text.strip()

    def test_a_megabyte_is_refused_in_words(self, desk):
        assert desk.reply("x" * 1_000_000).status == 413
        assert "This is too long." in desk.text

    def test_resolves_the_ticket_where_that_is_asked_for(self, desk, store):
        desk.reply("All done.", "resolve")

        assert "the ticket is resolved" in desk.text
        with store.session() as session:
            assert session.scalars(select(Ticket)).one().status == "resolved"


class TestTwoPeople:
    def test_see_each_other(self, desk, colleague):
        assert "Sam Okoro has this ticket open" in colleague.text
        assert "Jo Evans has this ticket open" in desk.open().text

    def test_see_who_is_writing(self, desk, colleague):
        colleague.browser.post(f"{colleague.path}/here", {"version": colleague.version, "writing": "yes"})

        assert "Jo Evans is writing" in desk.open().text

    def test_a_stale_reply_is_refused_with_what_changed_and_kept(self, desk, colleague, store):
        colleague.reply("I have answered that.")

        desk.reply("So have I.")

        assert desk.status == 409
        assert "Jo Evans replied at 11:00 on 2 May" in desk.text
        assert desk.box == "So have I."
        with store.session() as session:
            sent = session.scalars(select(Message.text).where(Message.author == "staff")).all()
        assert sent == ["I have answered that."]

    def test_a_page_that_is_open_learns_that_it_is_out_of_date(self, desk, colleague):
        colleague.do("priority", "high")

        desk.browser.post(
            f"{desk.path}/here", {"version": desk.version, "writing": "no"}, headers={"HX-Request": "true"}
        )

        assert "This ticket has changed since you opened it." in desk.text
        assert "<html" not in desk.browser.html

    def test_two_who_take_it_get_it_once(self, desk, colleague):
        desk.do("claim")
        colleague.do("claim")

        assert colleague.status == 409
        assert "Sam Okoro has SECAS-000001 already." in colleague.text
