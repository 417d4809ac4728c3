"""A replay says what a change would do, and changes nothing."""

import pytest

from connectors.services.conversations import ConversationService
from connectors.services.replaying import MOST_QUESTIONS, Replays
from connectors.services.staff import faq_editing as editing
from connectors.services.staff.new_entries import create_entry
from connectors.services.staff.phrasings import add_phrasing
from knowledge.errors import Conflict, NotFound
from knowledge.tables import Message
from retrieval.decision import Decision

FORM = {
    "category": "Things",
    "title": "How does somebody resign membership?",
    "body": "Write to us.",
    "audience": "everyone",
    "source": "https://example.org/faqs/",
    "reviewed": "",
}


@pytest.fixture
def asked(database, clock):
    def ask(*texts):
        with database.session() as session:
            conversation, _ = ConversationService(clock).start(session)
            for text in texts:
                decision = Decision("handoff", reason="unsure").as_dict()
                session.add(
                    Message(
                        conversation_id=conversation.id,
                        author="visitor",
                        text=text,
                        decision=decision,
                        state="answered",
                        created_at=clock(),
                    )
                )

    return ask


@pytest.fixture
def replays(database, live):
    return Replays(database, live)


def draft(database, clock, actor, **changes):
    with database.session() as session:
        return create_entry(session, clock(), FORM | changes, actor_id=actor).key


class TestAReplay:
    def test_names_what_a_new_entry_would_gain(self, database, clock, live, replays, asked, priya):
        key = draft(database, clock, priya)
        asked(FORM["title"], "monthly newsletter")
        before = live.served

        found = replays.run(key)

        assert (found.asked, found.wanted) == (2, 2)
        assert dict(found.counts) == {"gained": 1, "lost": 0, "changed": 0}
        (gained,) = found.changes
        assert (gained.question, gained.kind, gained.after["keys"]) == (FORM["title"], "gained", [key])
        assert live.served is before
        assert not live.look()

    def test_names_what_would_be_lost_without_an_entry(self, database, clock, replays, asked):
        asked("monthly newsletter sign up", "join accession form")

        found = replays.run("newsletter", withdraw=True)

        assert found.counts["gained"] == 0
        assert [change.question for change in found.changes if "newsletter" in change.before["keys"]] == [
            "monthly newsletter sign up"
        ]

    def test_takes_proposed_phrasings_as_if_they_were_used(self, database, clock, replays, asked, priya):
        key = draft(database, clock, priya)
        asked("quit forever")
        assert replays.run(key).counts["gained"] == 0
        with database.session() as session:
            add_phrasing(session, clock(), key, "quit forever", actor_id=priya, proposed=True)

        assert replays.run(key).counts["gained"] == 1

    def test_says_how_many_would_get_new_words(self, database, clock, live, replays, asked, priya):
        asked("monthly newsletter sign up")
        form = FORM | {
            "title": "How do I get the newsletter?",
            "body": "Sign up at the bottom of any page, once a month!",
        }
        with database.session() as session:
            editing.save_draft(session, clock(), "newsletter", form, seen=1, remark="", actor_id=priya)
        answered = live.decide("monthly newsletter sign up").action == "answer"

        found = replays.run("newsletter")

        assert found.same_entry == int(answered)
        assert found.changes == []

    def test_asks_each_wording_once_the_latest_first_and_not_too_many(self, replays, asked):
        asked(*[f"question number {number}" for number in range(MOST_QUESTIONS + 20)], "Hello", "hello ")

        found = replays.run("join")

        assert found.wanted == MOST_QUESTIONS

    def test_stops_when_the_time_is_up(self, database, live, asked):
        asked("one thing", "another thing", "a third thing")
        seconds = iter([0.0, 1.0, 2.0, 100.0, 101.0])

        found = Replays(database, live, lambda: next(seconds)).run("join")

        assert (found.asked, found.wanted) == (2, 3)

    def test_of_an_unknown_entry_is_refused(self, replays):
        with pytest.raises(NotFound):
            replays.run("nothing")

    def test_waits_for_nobody(self, database, live, asked):
        asked("one thing")
        seen = []

        def seconds():
            if not seen:
                seen.append(1)
                with pytest.raises(Conflict):
                    replays.run("join")
            return 0.0

        replays = Replays(database, live, seconds)

        assert replays.run("join").asked == 1

    def test_reads_what_is_only_a_draft_without_publishing_it(
        self, database, clock, live, replays, asked, priya
    ):
        key = draft(database, clock, priya)
        asked(FORM["title"])
        replays.run(key)

        assert key not in live.served.state.published
        assert live.decide(FORM["title"]).keys != (key,)
