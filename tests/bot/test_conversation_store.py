"""The conversation store beside Rasa's own: the same conversations come back."""

import asyncio
import importlib.util

import pytest

if importlib.util.find_spec("rasa") is None:
    pytest.skip("Rasa is installed in the bot's own environment", allow_module_level=True)

from components.conversation_store import AT_HAND, ConversationStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered

# Rasa reminds everyone who has slots of what changed in its version 3.
with pytest.warns(UserWarning, match="Slot auto-fill"):
    DOMAIN = Domain.from_dict({"slots": {"topic": {"type": "any", "mappings": [{"type": "custom"}]}}})
TURN_LENGTH = 3


def turn():
    """Return what one turn adds, made now: the order of sessions is that of their times."""
    said = UserUttered("hello", {"name": "greet"})
    return [said, SlotSet("topic", "credit-cover"), ActionExecuted("action_listen")]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'rasa.db'}"


@pytest.fixture
def store(url):
    return ConversationStore(DOMAIN, host=url)


def stored(store, sender="visitor"):
    """Return what is in the database, whatever is at hand."""
    return asyncio.run(ConversationStore(DOMAIN, host=str(store.engine.url)).retrieve(sender))


def say(store, *events, sender="visitor"):
    tracker = asyncio.run(store.get_or_create_tracker(sender, append_action_listen=False))
    for event in events:
        tracker.update(event)
    asyncio.run(store.save(tracker))
    return tracker


def names(tracker):
    return [event.type_name for event in tracker.events]


class TestConversationStore:
    def test_keeps_turn_after_turn(self, store):
        say(store, *turn())
        say(store, *turn())

        assert names(stored(store)) == names(say(store))
        assert len(stored(store).events) == 2 * TURN_LENGTH
        assert stored(store).get_slot("topic") == "credit-cover"

    def test_gives_what_rasas_own_store_gives(self, store, url):
        say(store, SessionStarted(), *turn())
        say(store, *turn())

        theirs = asyncio.run(SQLTrackerStore(DOMAIN, host=url).retrieve("visitor"))
        ours = asyncio.run(store.retrieve("visitor"))
        assert list(theirs.events) == list(ours.events) == list(stored(store).events)
        assert theirs.current_slot_values() == ours.current_slot_values()

    def test_goes_on_where_rasas_own_store_stopped(self, store, url):
        say(SQLTrackerStore(DOMAIN, host=url), SessionStarted(), *turn())
        say(store, *turn())

        assert len(stored(store).events) == 1 + 2 * TURN_LENGTH

    def test_writes_nothing_twice(self, store):
        tracker = say(store, *turn())
        asyncio.run(store.save(tracker))

        assert len(stored(store).events) == TURN_LENGTH

    def test_begins_anew_with_a_session(self, store):
        say(store, SessionStarted(), *turn())
        say(store, SessionStarted(), *turn())

        assert len(stored(store).events) == 1 + TURN_LENGTH

    def test_keeps_conversations_apart(self, store):
        say(store, *turn(), sender="one")

        assert stored(store, "two") is None

    def test_survives_a_restart(self, store, url):
        say(store, *turn())

        again = asyncio.run(ConversationStore(DOMAIN, host=url).retrieve("visitor"))
        assert len(again.events) == TURN_LENGTH

    def test_keeps_conversations_in_memory_where_no_file_is_named(self):
        store = ConversationStore(DOMAIN, host="sqlite://")
        say(store, *turn())
        store._at_hand.clear()

        assert len(asyncio.run(store.retrieve("visitor")).events) == TURN_LENGTH

    def test_forgets_what_was_not_saved(self, store):
        say(store, *turn())
        half_handled = asyncio.run(store.retrieve("visitor"))
        half_handled.update(SlotSet("topic", "something else"))

        assert asyncio.run(store.retrieve("visitor")).get_slot("topic") == "credit-cover"

    def test_keeps_the_newest_conversations_at_hand(self, store):
        for number in range(AT_HAND + 1):
            say(store, *turn(), sender=f"visitor-{number}")

        assert len(store._at_hand) == AT_HAND
        assert "visitor-0" not in store._at_hand

    def test_keeps_a_write_ahead_log(self, store):
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
