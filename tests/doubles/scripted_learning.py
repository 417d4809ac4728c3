"""The process that holds the index, as the console asks it."""

from collections import Counter
from dataclasses import replace

from connectors.dialogue.learning import IndexState
from knowledge.errors import Unavailable


class ScriptedLearning:
    """Says what a test has put into it; ``away`` makes it unreachable."""

    def __init__(self):
        self.index = IndexState(1, None, frozenset(), frozenset())
        self.groups = []
        self.replayed = {"asked": 0, "wanted": 0, "counts": {}, "same_entry": 0, "changes": []}
        self.away = False

    def say(self, **changes):
        self.index = replace(self.index, **changes)

    def say_replay(self, *changes, asked, wanted, same_entry):
        """Say what a replay found; each change is the question, its kind, and what was decided twice."""
        counts = Counter(kind for _, kind, _, _ in changes)
        self.replayed = {
            "asked": asked,
            "wanted": wanted,
            "counts": {kind: counts[kind] for kind in ("gained", "lost", "changed")},
            "same_entry": same_entry,
            "changes": [
                {"question": question, "kind": kind, "before": _decided(*before), "after": _decided(*after)}
                for question, kind, before, after in changes
            ],
        }

    def state(self):
        return None if self.away else self.index

    def gaps(self, days):
        return self._here(self.groups)

    def replay(self, key, change):
        return self._here(self.replayed)

    def _here(self, value):
        if self.away:
            raise Unavailable("The process that holds the index doesn't answer just now.")
        return value


def _decided(action, keys):
    return {"action": action, "keys": keys}
