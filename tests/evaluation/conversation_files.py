"""The conversations in `tests/data/conversations`, and what a turn must come to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from connectors.dialogue.dialogue import Dialogue, Turn

FOLDER = Path(__file__).parents[1] / "data" / "conversations"


@dataclass(frozen=True)
class Conversation:
    """One conversation: its name, and its turns as they stand in the file."""

    name: str
    turns: tuple[dict[str, Any], ...]

    def play(self, dialogue: Dialogue, sender: str) -> str | None:
        """Have the conversation; return what went wrong, or None."""
        last: Turn | None = None
        for wanted in self.turns:
            if "press" in wanted:
                assert last is not None
                title = wanted["press"]
                payload = next(b.payload for r in last.replies for b in r.buttons if b.title == title)
                last = dialogue.send(sender, title, payload=payload)
            else:
                last = dialogue.send(sender, wanted["say"])
            if not fits(last, wanted):
                decision = last.decision or {}
                said = [decision.get(name) for name in ("action", "keys", "reason")]
                return f"{self.name}: {wanted.get('say') or wanted.get('press')} → {said}"
        return None


def read(name: str) -> list[Conversation]:
    """Read one file of conversations."""
    rows = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [Conversation(row["name"], tuple(row["turns"])) for row in rows]


def fits(turn: Turn, wanted: dict[str, Any]) -> bool:
    """Tell whether a turn came out as wanted, or as the other way that is right as well."""
    words = "\n".join(reply.text for reply in turn.replies)
    if wanted.get("says", "") not in words:
        return False
    return _decided(turn, wanted) or ("or" in wanted and _decided(turn, wanted["or"]))


def _decided(turn: Turn, wanted: dict[str, Any]) -> bool:
    if "action" not in wanted:
        return True
    # Without a decision the dialogue server spoke in its own words.
    decision = turn.decision or {"action": "chat", "keys": []}
    keys, right = list(decision["keys"]), set(wanted.get("keys", ()))
    if decision["action"] != wanted["action"] or not right <= set(keys):
        return False
    return decision["action"] != "answer" or not right or keys[0] in right
