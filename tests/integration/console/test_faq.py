import pytest

from connectors.services.staff.faq_editing import publish, read_entry, save_draft
from knowledge import faq as published_faq
from knowledge.errors import Conflict
from tests.integration.console.test_bad_words import assert_harmless

PATH = "/faq/credit-cover"


@pytest.fixture(autouse=True)
def entries(faq):
    """There is a FAQ."""


def words(**changes):
    fields = {
        "category": "Costs",
        "title": "What is credit cover?",
        "body": "Money that is **set aside**. See [the guide](https://example.org/guide).",
        "audience": "everyone",
        "source": "https://example.org/faq",
        "reviewed": "2026-05-02",
        "seen": "1",
        "remark": "Shorter",
    }
    return fields | changes


def read(store, key="credit-cover"):
    with store.session() as session:
        return published_faq.entry(session, key)


class TestTheList:
    def test_names_every_entry_and_what_needs_an_eye(self, agent):
        agent.get("/faq")

        assert "6 entries." in agent.text
        assert "reviewed 15 January 2026" in agent.text

    def test_marks_what_was_not_reviewed_for_a_year(self, agent, clock):
        clock.forward(days=400)

        assert 'class="chip late">reviewed' in agent.sign_in().get("/faq").html


class TestEditing:
    def test_a_draft_changes_nothing_for_visitors_until_it_is_published(self, editor, store):
        editor.post(PATH, words())
        assert "there is a draft" in editor.text
        assert read(store).title != "What is credit cover?"

        editor.post(f"{PATH}/publish", {"seen": "2"})

        entry = read(store)
        assert (entry.title, entry.body) == ("What is credit cover?", words()["body"])
        assert [link.url for link in entry.links] == ["https://example.org/guide"]

    def test_publishing_says_that_the_index_follows_within_seconds(self, editor):
        editor.post(PATH, words()).post(f"{PATH}/publish", {"seen": "2"})

        assert "within seconds" in editor.text

    def test_what_changed_is_shown_word_by_word(self, editor):
        editor.post(PATH, words(body="The answer of **something else**."))

        assert "<del>**credit-cover**.</del><ins>**something else**.</ins>" in editor.html

    def test_an_earlier_revision_can_be_begun_from(self, editor):
        editor.post(PATH, words()).get(f"{PATH}?revision=1")

        assert "These are the words of revision 1." in editor.text
        assert "The answer of **credit-cover**.</textarea>" in editor.html

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("title", "", "Please fill in the question."),
            ("title", "x" * 401, "at most 400"),
            ("body", "  ", "write the answer first"),
            ("body", "x" * 40_001, "40,000"),
            ("category", "", "Please fill in the category."),
            ("source", "javascript:alert(1)", "begins with https://"),
            ("source", "https://a b", "no spaces"),
            ("audience", "nobody", "allowed are"),
            ("reviewed", "yesterday", "a day looks like"),
            ("remark", "x" * 401, "up to 400"),
        ],
    )
    def test_what_cannot_be_used_is_said_and_kept(self, editor, field, value, said):
        editor.post(PATH, words(**{field: value}))

        assert editor.status == 422
        assert said in editor.text
        assert "Money that is **set aside**." in editor.html or field == "body"

    def test_two_editors_do_not_overwrite_each_other(self, editor):
        editor.post(PATH, words(body="First."))
        editor.post(PATH, words(body="Second, from the same page."))

        assert editor.status == 409
        assert "Somebody has saved revision 2 meanwhile; yours began at 1." in editor.text
        assert "Second, from the same page.</textarea>" in editor.html

    def test_another_draft_than_was_seen_is_not_published(self, editor, store):
        editor.post(PATH, words()).post(PATH, words(seen="2", title="Unseen?"))

        assert editor.post(f"{PATH}/publish", {"seen": "2"}).status == 409
        assert read(store).title not in {"Unseen?", "What is credit cover?"}

    def test_what_is_published_is_not_published_again(self, editor):
        assert editor.post(f"{PATH}/publish", {"seen": "1"}).status == 409

    def test_a_review_is_noted_with_its_day(self, editor, store, clock):
        editor.post(f"{PATH}/review", {"seen": "1"})

        assert read(store).reviewed_on == clock().date()
        assert read(store).body == "The answer of **credit-cover**."

    def test_a_withdrawn_entry_is_answered_no_more_and_can_come_back(self, editor, store):
        editor.post(f"{PATH}/withdraw", {"withdrawn": "yes", "seen": "1"})
        with pytest.raises(Exception, match="no published"):
            read(store)

        editor.post(f"{PATH}/withdraw", {"withdrawn": "no", "seen": "1"})

        assert read(store).key == "credit-cover"

    def test_every_change_stands_in_the_log(self, editor, admin):
        editor.post(PATH, words()).post(f"{PATH}/publish", {"seen": "2"})

        admin.get("/log")
        assert "entry drafted entry: credit-cover; revision: 2" in admin.text
        assert "entry published entry: credit-cover; revision: 2" in admin.text

    def test_an_unknown_entry_is_not_there(self, editor):
        for path in ("/faq/nothing", "/faq/..%2f", f"/faq/{'x' * 500}"):
            assert editor.get(path).status == 404
        assert editor.post("/faq/nothing", words()).status == 404


class TestAtTheSameMoment:
    def test_the_second_of_two_drafts_is_refused(self, store, clock, priya):
        form = {name: value for name, value in words().items() if name not in {"seen", "remark"}}
        with store.session() as session:
            save_draft(session, clock(), "credit-cover", form, seen=1, remark="", actor_id=priya)

        with pytest.raises(Conflict), store.session() as session:
            save_draft(session, clock(), "credit-cover", form, seen=1, remark="", actor_id=priya)
        with store.session() as session:
            publish(session, clock(), "credit-cover", seen=2, actor_id=priya)
            assert read_entry(session, "credit-cover").draft is None


class TestScripts:
    def test_in_an_answer_never_run(self, editor):
        editor.post(PATH, words(body="<script>alert(1)</script> [x](javascript:alert(1)) <img onerror=x>"))
        editor.post(f"{PATH}/publish", {"seen": "2"})

        assert_harmless(editor.html)
