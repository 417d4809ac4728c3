"""Phrasings, new entries and owners in the console."""

import pytest

from connectors.services.staff.phrasings import add_phrasing
from knowledge.faq_state import faq_version, read_state
from knowledge.learning_tables import Phrasing

PATH = "/faq/credit-cover"


@pytest.fixture(autouse=True)
def entries(faq):
    """There is a FAQ."""


def new(**changes):
    fields = {
        "title": "How do we leave the SEC?",
        "body": "Write to the **Helpdesk**.",
        "category": "Parties",
        "audience": "everyone",
        "source": "https://example.org/leave",
        "reviewed": "2026-05-02",
        "ids": "",
    }
    return fields | changes


def used(store, key="credit-cover"):
    with store.session() as session:
        return read_state(session).phrasings.get(key, ())


def version(store):
    with store.session() as session:
        return faq_version(session)


@pytest.fixture
def proposal(store, clock, sam):
    with store.session() as session:
        return add_phrasing(
            session, clock(), "credit-cover", "how much to set aside", actor_id=sam, proposed=True
        ).id


class TestPhrasings:
    def test_are_listed_with_who_added_them_and_when(self, editor):
        editor.post(f"{PATH}/phrasings", {"text": "  How much  money do we set aside? "})

        assert "How much money do we set aside?" in editor.text
        assert "Priya Nair, Sat 2 May 2026" in editor.text

    def test_count_at_once_and_no_more_once_they_are_removed(self, editor, store):
        before = version(store)
        editor.post(f"{PATH}/phrasings", {"text": "money aside"})
        assert used(store) == ("money aside",)
        assert version(store) > before

        editor.post(f"{PATH}/phrasings/1", {"do": "remove"})

        assert used(store) == ()
        assert "money aside" not in editor.text

    def test_that_are_proposed_count_once_an_editor_takes_them(self, editor, store, proposal):
        assert used(store) == ()
        assert "proposed" in editor.get(PATH).text

        editor.post(f"{PATH}/phrasings/{proposal}", {"do": "use"})

        assert used(store) == ("how much to set aside",)
        assert "taken by Priya Nair" in editor.text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "write the phrasing first"),
            ("???", "no words"),
            ("x" * 401, "up to 400"),
            ("x" * 30_000, "up to 4,000"),
        ],
    )
    def test_that_cannot_be_used_are_refused(self, editor, store, text, said):
        editor.post(f"{PATH}/phrasings", {"text": text})

        assert editor.status == 422
        assert said in editor.text
        assert used(store) == ()

    def test_stand_under_one_entry_only(self, editor, store):
        editor.post(f"{PATH}/phrasings", {"text": "Money aside?"})
        editor.post("/faq/dcc-reports/phrasings", {"text": "money  ASIDE"})

        assert editor.status == 409
        assert "under the entry credit-cover already" in editor.text
        assert used(store, "dcc-reports") == ()

    def test_are_decided_on_once(self, editor, proposal):
        editor.post(f"{PATH}/phrasings/{proposal}", {"do": "remove"})

        assert editor.post(f"{PATH}/phrasings/{proposal}", {"do": "use"}).status == 409

    def test_of_another_entry_are_not_there(self, editor, proposal, store):
        assert editor.post(f"/faq/dcc-reports/phrasings/{proposal}", {"do": "use"}).status == 404
        assert editor.post("/faq/nothing/phrasings", {"text": "words"}).status == 404
        assert used(store) == ()

    def test_show_markup_as_words(self, editor):
        editor.post(f"{PATH}/phrasings", {"text": '<script>alert(1)</script>" onfocus="x'})

        assert "<script>alert" not in editor.html
        assert '" onfocus="' not in editor.html


class TestNewEntries:
    def test_begin_as_a_draft_that_visitors_do_not_get(self, editor, store):
        editor.post("/faq/new", new())

        assert "Not published yet" in editor.text
        with store.session() as session:
            assert "how-do-we-leave-the-sec" not in read_state(session).published

        editor.post("/faq/how-do-we-leave-the-sec/publish", {"seen": "1"})

        with store.session() as session:
            assert "how-do-we-leave-the-sec" in read_state(session).published

    def test_stand_at_the_end_of_the_faq(self, editor, store):
        editor.post("/faq/new", new()).post("/faq/how-do-we-leave-the-sec/publish", {"seen": "1"})

        with store.session() as session:
            assert read_state(session).entries[-1].title == "How do we leave the SEC?"

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("title", "", "ask the question in words"),
            ("title", "???", "ask the question in words"),
            ("title", "New", "ask the question in words"),
            ("title", "Credit cover", "There is an entry"),
            ("body", " ", "write the answer first"),
            ("source", "javascript:alert(1)", "begins with https://"),
            ("category", "", "Please fill in the category."),
        ],
    )
    def test_that_cannot_be_used_are_said_and_kept(self, editor, field, value, said):
        editor.post("/faq/new", new(**{field: value}))

        assert editor.status == 422
        assert said in editor.text
        assert "https://example.org/leave" in editor.html or field == "source"

    def test_take_no_field_that_they_do_not_show(self, editor, store):
        for field in ("key", "status", "published_at", "position", "owner_id"):
            assert editor.post("/faq/new", new(**{field: "1"})).status == 422
        with store.session() as session:
            assert len(read_state(session).entries) == 6


class TestWithdrawing:
    def test_something_that_changed_meanwhile_is_refused(self, editor, store):
        editor.post(f"{PATH}/review", {"seen": "1"})

        editor.post(f"{PATH}/withdraw", {"withdrawn": "yes", "seen": "1"})

        assert editor.status == 409
        with store.session() as session:
            assert "credit-cover" in read_state(session).published


class TestOwners:
    def test_are_shown_and_can_be_changed(self, editor, admin, priya, ada):
        assert "nobody looks after it" in editor.get(PATH).text
        editor.post(f"{PATH}/owner", {"owner": str(priya)})
        assert "looked after by Priya Nair" in editor.text

        editor.post(f"{PATH}/owner", {"owner": str(ada)})
        assert "looked after by Ada Byrne" in editor.text

        editor.post(f"{PATH}/owner", {"owner": ""})
        assert "nobody looks after it" in editor.text

    @pytest.mark.parametrize("owner", ["999", "-1", "x", "1; drop"])
    def test_are_staff_and_nobody_else(self, editor, owner):
        assert editor.post(f"{PATH}/owner", {"owner": owner}).status == 422
        assert "nobody looks after it" in editor.get(PATH).text


class TestTheIndex:
    def test_marks_what_waits_for_a_training(self, agent, learning):
        learning.say(waiting=frozenset({"credit-cover"}))

        assert "1 entry waits for the next training" in agent.get("/faq").text
        assert "waits for the next training" in agent.get(PATH).text
        assert "1 entry waits for the next training" in agent.get("/health").text

    def test_that_could_not_follow_is_named_with_the_reason(self, agent, learning):
        learning.say(problem="The disk is full.")

        assert "isn’t served yet: The disk is full." in agent.get("/faq").text
        assert "The disk is full." in agent.get("/health").text

    def test_that_cannot_be_asked_hides_nothing_else(self, agent, learning):
        learning.away = True

        assert "6 entries." in agent.get("/faq").text
        assert agent.get("/health").status == 200


class TestAgents:
    """Line 6: who only answers tickets publishes nothing."""

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("/faq/new", new()),
            (f"{PATH}/publish", {"seen": "1"}),
            (f"{PATH}/withdraw", {"withdrawn": "yes", "seen": "1"}),
            (f"{PATH}/phrasings", {"text": "words"}),
            (f"{PATH}/phrasings/1", {"do": "use"}),
            (f"{PATH}/owner", {"owner": ""}),
        ],
    )
    def test_change_nothing_that_visitors_get(self, agent, store, proposal, path, form):
        before = version(store)

        assert agent.post(path, form).status == 403

        assert version(store) == before
        with store.session() as session:
            assert session.get(Phrasing, proposal).state == "proposed"

    def test_see_no_button_for_it(self, agent, proposal):
        html = agent.get(PATH).html

        for words in ("Publish", "Withdraw", "Use it", "Remove", "New entry"):
            assert words not in html
