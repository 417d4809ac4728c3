"""The process that holds the index, as the console asks it."""

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
