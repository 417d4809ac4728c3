"""The labels that messages are sorted under, and the five groups of them.

An FAQ entry is labelled with its key; everything else with the dialogue server's intent. The
dialogue server calls the entry ``credit-cover`` ``ask_credit_cover``.
"""

from enum import StrEnum

SMALL_TALK = frozenset({"greet", "goodbye", "thank", "are_you_a_bot", "ask_capabilities", "small_talk"})
HUMAN = "ask_human"


class Group(StrEnum):
    """What kind of message a label stands for."""

    ENTRY = "entry"
    NEAR_MISS = "near_miss"
    OUTSIDE = "outside"
    HUMAN = "human"
    SMALL_TALK = "small_talk"


def group_of(label: str) -> Group:
    """Return the group of a label; what is nothing else is an entry."""
    if label.startswith("near_miss_"):
        return Group.NEAR_MISS
    if label.startswith("outside_"):
        return Group.OUTSIDE
    if label == HUMAN:
        return Group.HUMAN
    return Group.SMALL_TALK if label in SMALL_TALK else Group.ENTRY


def label_of(intent: str) -> str:
    """Return the label of one of the dialogue server's intents."""
    if intent.startswith("ask_") and group_of(intent) is Group.ENTRY:
        return intent.removeprefix("ask_").replace("_", "-")
    return intent
