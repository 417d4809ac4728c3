"""A process that answers follows the FAQ without a restart, and never loses what it serves."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import update

from connectors.services.live_faq import LiveFaq
from connectors.services.staff import faq_editing as editing
from connectors.services.staff.phrasings import add_phrasing, decide
from knowledge.faq_state import faq_version, read_state
from knowledge.importer import import_entries
from knowledge.tables import Entry
from retrieval.current import Learnt
from tests.doubles.encoder import CountingEncoder
from tests.doubles.small_faq import NEW, fill, small_faq, small_keeper
from tests.unit.retrieval.small import ENTRIES


def publish(database, clock, *entries):
    with database.session() as session:
        import_entries(session, list(entries), now=clock(), complete=False)


def withdraw(database, clock, key, actor, *, withdrawn=True):
    with database.session() as session:
        seen = editing.read_entry(session, key).latest.number
        editing.set_withdrawn(session, clock(), key, seen=seen, withdrawn=withdrawn, actor_id=actor)


def version(database):
    with database.session() as session:
        return faq_version(session)


def weighed(model, texts, vectors):
    return model.weigh(model.voices.score(texts, vectors))


class TestAChange:
    def test_is_nothing_where_nothing_has_changed(self, live):
        before = live.served

        assert not live.look()

        assert live.served is before

    def test_that_brings_nothing_new_leaves_every_probability_as_it_was_trained(self, live):
        texts = ["join accession form", "meeting papers please", "what about my bill", "hello"]
        vectors = live.encoder.encode(texts)
        trained = weighed(live.served.learnt.model, texts, vectors)

        served = weighed(live.served.judge.model, texts, vectors)

        assert served == pytest.approx(trained, abs=1e-9)

    def test_of_the_version_alone_is_taken_up(self, live, database, clock):
        publish(database, clock, replace(ENTRIES[0], body="The fee is £600 now."))

        assert live.look()

        assert live.served.state.version == version(database)
        assert live.served.state.entries[0].body == "The fee is £600 now."

    def test_costs_the_encoding_of_its_own_words_alone(self, database, clock, folder):
        fill(database, clock)
        counting = CountingEncoder()
        live = LiveFaq(database, replace(small_keeper(folder), encoder=lambda: counting))
        counting.asked.clear()
        publish(
            database,
            clock,
            replace(ENTRIES[0], body="Fill in the long accession form. The fee is £600 from May on."),
        )

        live.look()

        assert counting.asked == [["Fill in the long accession form.", "The fee is £600 from May on."]]

    def test_is_taken_up_by_the_thread_within_seconds(self, live, database, clock):
        stop = live.follow()
        publish(database, clock, NEW)
        until = time.monotonic() + 5
        while "leave" not in live.served.state.published and time.monotonic() < until:
            time.sleep(0.05)
        stop()

        assert live.decide("How does somebody resign membership?").keys == ("leave",)


class TestANewEntry:
    def test_is_answered_where_somebody_asks_for_it_by_its_title(self, live, database, clock):
        before = live.decide(NEW.title)
        publish(database, clock, NEW)
        live.look()

        decision = live.decide(NEW.title)

        assert before.keys != ("leave",)
        assert (decision.action, decision.keys, decision.reason) == ("answer", ("leave",), "new_entry")
        assert decision.confidence == pytest.approx(0.98)

    def test_is_answered_by_a_phrasing_as_soon_as_there_is_one(self, live, database, clock, priya):
        publish(database, clock, NEW)
        live.look()
        before = live.decide("quit forever")
        with database.session() as session:
            add_phrasing(session, clock(), "leave", "quit forever", actor_id=priya)
        live.look()

        assert before.keys != ("leave",)
        assert live.decide("quit forever").keys == ("leave",)

    def test_takes_nothing_from_the_trained_ones(self, live, database, clock):
        texts = [
            "how do i join",
            "accession form",
            "meeting papers",
            "monthly newsletter",
            "sign up newsletter",
        ]
        before = [live.decide(text) for text in texts]
        publish(database, clock, NEW)
        live.look()

        after = [live.decide(text) for text in texts]

        assert [(d.action, d.keys) for d in after] == [(d.action, d.keys) for d in before]

    def test_waits_for_the_training_which_then_knows_it(self, live, database, clock, folder):
        publish(database, clock, NEW)
        live.look()
        assert live.served.waiting == ["leave"]

        small_keeper(folder).current(live.served.state)
        live.look()

        assert live.served.waiting == []
        assert "leave" in live.served.usable.model.voices.labels
        assert live.decide(NEW.title).keys == ("leave",)


class TestAPhrasing:
    def test_of_a_trained_entry_is_near_at_once_and_can_be_taken_away(self, live, database, clock, priya):
        with database.session() as session:
            row = add_phrasing(session, clock(), "newsletter", "gazette subscription", actor_id=priya)
        live.look()
        with_it = live.decide("gazette subscription")
        with database.session() as session:
            decide(session, clock(), "newsletter", row.id, use=False, actor_id=priya)
        live.look()

        assert with_it.ranking[0] == "newsletter"
        assert live.decide("gazette subscription").scores.get("newsletter", 0) < with_it.scores["newsletter"]

    def test_that_is_only_proposed_changes_nothing(self, live, database, clock, priya):
        with database.session() as session:
            add_phrasing(session, clock(), "newsletter", "gazette", actor_id=priya, proposed=True)

        assert not live.look()

    def test_makes_its_entry_wait_for_the_training(self, live, database, clock, priya):
        with database.session() as session:
            add_phrasing(session, clock(), "newsletter", "gazette", actor_id=priya)
        live.look()

        assert live.served.waiting == ["newsletter"]


class TestAWithdrawnEntry:
    def test_is_answered_no_more(self, live, database, clock, priya):
        assert live.decide("monthly newsletter sign up").keys[:1] == ("newsletter",)
        withdraw(database, clock, "newsletter", priya)
        live.look()

        decision = live.decide("monthly newsletter sign up")

        assert "newsletter" not in (*decision.keys, *decision.ranking, *decision.scores)

    def test_comes_back_as_it_was(self, live, database, clock, priya):
        before = live.decide("monthly newsletter sign up")
        withdraw(database, clock, "newsletter", priya)
        live.look()
        withdraw(database, clock, "newsletter", priya, withdrawn=False)
        live.look()

        assert live.decide("monthly newsletter sign up") == before


class TestAFailure:
    def test_keeps_what_is_served_and_says_why(self, live, database, clock, monkeypatch):
        def stumble(*_):
            raise MemoryError

        before = live.served
        publish(database, clock, NEW)
        monkeypatch.setattr(Learnt, "up_to_date", stumble)

        assert not live.look()

        assert live.served is before
        assert live.problem == "MemoryError"

    def test_is_over_once_it_works(self, live, database, clock, monkeypatch):
        def stumble(*_):
            raise MemoryError

        publish(database, clock, NEW)
        with monkeypatch.context() as patched:
            patched.setattr(Learnt, "up_to_date", stumble)
            live.look()
        publish(database, clock, replace(NEW, body="Other words."))

        assert live.look()

        assert live.problem is None

    def test_is_not_tried_at_every_look(self, live, database, clock, monkeypatch):
        tries = []

        def stumble(*_):
            tries.append(1)
            raise MemoryError

        publish(database, clock, NEW)
        monkeypatch.setattr(Learnt, "up_to_date", stumble)
        for _ in range(5):
            live.look()

        assert len(tries) == 1

    def test_of_the_database_is_waited_out(self, live, database, monkeypatch):
        from knowledge.errors import Unavailable

        def away():
            raise Unavailable("away")

        before = live.served
        monkeypatch.setattr(database, "session", away)

        assert not live.look()

        assert live.served is before


class TestAStart:
    def test_after_a_change_needs_no_training(self, live, database, clock, folder):
        publish(database, clock, NEW, replace(ENTRIES[0], body="The fee is £600 now."))
        said = []

        again = LiveFaq(database, small_keeper(folder), tell=said.append)

        assert again.served.usable.name == live.served.usable.name
        assert again.served.waiting == ["join", "leave"]
        assert said == []

    def test_with_other_training_data_trains_first(self, live, database, folder):
        path = next((folder / "training_data" / "nlu").rglob("*.yml"))
        path.write_text(path.read_text().replace("newsletter", "circular"))

        again = small_faq(database, folder)

        assert again.served.usable.name != live.served.usable.name

    def test_with_another_faq_trains_first(self, live, database, folder):
        key = live.served.state.entries[0].key
        with database.session() as session:
            session.execute(update(Entry).where(Entry.key == key).values(key="accession"))
        said = []

        again = LiveFaq(database, small_keeper(folder), tell=said.append)

        assert "made for another FAQ" in said[0]
        assert "accession" in again.served.usable.model.voices.labels


class TestTheVersion:
    def test_grows_with_everything_that_visitors_may_notice(self, database, clock, priya):
        fill(database, clock)
        seen = [version(database)]
        form = {
            "category": "Things",
            "title": "How do I join?",
            "body": "New words.",
            "audience": "everyone",
            "source": "https://example.org/faqs/",
            "reviewed": "",
        }
        with database.session() as session:
            editing.save_draft(session, clock(), "join", form, seen=1, remark="", actor_id=priya)
        assert version(database) == seen[0]
        with database.session() as session:
            editing.publish(session, clock(), "join", seen=2, actor_id=priya)
        seen.append(version(database))
        withdraw(database, clock, "join", priya)
        seen.append(version(database))
        with database.session() as session:
            row = add_phrasing(session, clock(), "join", "gazette", actor_id=priya)
        seen.append(version(database))
        with database.session() as session:
            decide(session, clock(), "join", row.id, use=False, actor_id=priya)
        seen.append(version(database))

        assert seen == sorted(set(seen))


class TestTraining:
    def test_learns_the_phrasings_of_staff_and_the_fingerprint_covers_them(
        self, live, database, clock, folder, priya
    ):
        keeper = small_keeper(folder)
        before = live.decide("gazette subscription").scores.get("newsletter", 0)
        with database.session() as session:
            add_phrasing(session, clock(), "newsletter", "gazette subscription", actor_id=priya)
            state = read_state(session)

        _, model = keeper.current(state)
        said = []
        keeper.current(state, said.append)

        vectors = live.encoder.encode(["gazette subscription"])
        place = model.voices.labels.index("newsletter")
        assert said == []
        assert weighed(model, ["gazette subscription"], vectors)[0, place] > before
        assert keeper.store.name != live.served.usable.name
