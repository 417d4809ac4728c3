"""What is known of each entry beside its vectors: its subject in a few words, and the words that it holds.

A follow-up such as "and how much is it?" is read with the subject of the entry that was answered
before, and answered only from an entry that holds what was asked for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.labels import Group, group_of
from retrieval.material import Material

_QUESTION = re.compile(
    r"^(?:how (?:do|can) i|how long after my|where can i find|what is|what does|which documents help me to"
    r"|whom? do i|can someone)\s+",
    re.IGNORECASE,
)
_SECOND_HALF = re.compile(r",| and (?=what|when|where|how|use)")
_EMPTY_WORDS = frozenset(
    """
    a about again all also am an and any anybody anyone are as at be been before being both but by can
    come could dear did do does doing done else ever every for from get give go got had has have having
    he hello hey hi his how i if im in into is it its just kindly know let like look may maybe me mean
    means might more much must my need no not now of off oh ok okay on one ones only or other our ours
    out over please pls put quite really said same say see shall she should so some somebody someone
    something still such sure tell than thank thanks that thats the their them then there these they
    thing things this those though to too u up us use want was way we well were what whats when where
    whether which while who whom whose why will with within without would yes yet you your yours apply
    applies cover covers include includes work works exactly actually here happen happens take takes
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_KINDS = {
    "price": (
        _any("how much", "costs?", "prices?", "pricing", "fees?", "charges?", "expensive", "rates?", "pay"),
        _any("costs?", "fees?", "invoice", "rate cards?"),
    ),
    "time": (
        _any(
            "how (?:long|soon|early|late|often|many (?:days|weeks|months))",
            "deadline", "notice", "in advance", "advance", "duration", "timescales?",
        ),
        _any(
            "weeks?", "days?", "months?", "hours?", "timescales?", "annual(?! general)", "every year",
            "monthly",
        ),
    ),
    "form": (_any("forms?", "paperwork"), _any("forms?")),
    "person": (
        _any("who", "whom", "send", "e-?mail", "address", "phone", "ring", "call", "contact", "number"),
        _any(r"\w+@\w+", "phone", "send", "contact", "write to", "tell"),
    ),
    "place": (
        _any("where", "links?", "page", "download", "find", "website", "site", "online"),
        _any("page", "linked", "website", "form", "log in", "logged in", "online"),
    ),
    "hours": (
        _any(
            "open", "opening", "closed?", "closing", "hours?", "today", "tomorrow", "tonight", "now", "lunch",
            "weekends?", "evenings?", "(?:mon|tues|wednes|thurs|fri|satur|sun)days?", "bank holidays?",
            "christmas", "easter",
        ),
        _any("9am", "5pm", "closed", "open"),
    ),
}  # fmt: skip
"""Kinds of follow-up questions: how one is recognised, and what an entry must hold to answer it."""


_SETS = ("kinds", "held", "said")


@dataclass(frozen=True)
class Topic:
    """One entry.

    Attributes:
        subject: Its title without the question, for example "become a SEC Party".
        kinds: Which of the kinds of follow-up questions its answer can serve.
        held: The stems of the words of title and answer.
        said: The stems of the words that people used who asked for it.
    """

    subject: str
    kinds: frozenset[str]
    held: frozenset[str]
    said: frozenset[str]

    def is_about_the_same(self, other: "Topic") -> bool:
        """Tell whether the subject holds what another's is about: its last word that means anything."""
        things = [stem for word in other.subject.split() for stem in stems_of(word)]
        return not things or things[-1] in stems_of(self.subject)

    def answers(self, text: str, *, strictly: bool) -> bool:
        """Tell whether the entry holds what a follow-up asks for.

        Args:
            text: The follow-up.
            strictly: Whether every word that means anything must stand in title or answer; else it
                may also be one that people used who asked for this entry.
        """
        kinds = kinds_of(text)
        if kinds and not kinds & self.kinds:
            return False
        known = self.held if strictly else self.held | self.said
        meant = meant_by(text)
        return meant <= known if meant else bool(kinds)


@dataclass(frozen=True)
class Topics:
    """All entries by key."""

    entries: Mapping[str, Topic]

    @classmethod
    def of(cls, material: Material) -> "Topics":
        """Gather what the training material says of each entry."""
        entries = {}
        for number, label in enumerate(material.labels):
            if group_of(label) is not Group.ENTRY:
                continue
            own = [t for t, n in zip(material.passages, material.passage_numbers, strict=True) if n == number]
            said = [t for t, n in zip(material.texts, material.numbers, strict=True) if n == number]
            entries[label] = _topic(own, said)
        return cls(entries)

    def save(self, path: Path) -> None:
        """Write them to one file."""
        rows = {
            key: {"subject": topic.subject, **{name: sorted(getattr(topic, name)) for name in _SETS}}
            for key, topic in self.entries.items()
        }
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Topics":
        """Read what `save` wrote."""
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {
                key: Topic(row["subject"], *(frozenset(row[name]) for name in _SETS))
                for key, row in rows.items()
            }
        )


def kinds_of(text: str) -> frozenset[str]:
    """Return the kinds of follow-up question that a text may be."""
    return frozenset(kind for kind, (asked, _) in _KINDS.items() if asked.search(text))


def meant_by(text: str) -> frozenset[str]:
    """Return the stems of the words that mean anything and don't name a kind of question."""
    for asked, _ in _KINDS.values():
        text = asked.sub(" ", text)
    return stems_of(text)


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of all words but the empty ones."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))
    return frozenset(_stem(word) for word in words if word not in _EMPTY_WORDS and len(word) > 1)


def subject_of(title: str) -> str:
    """Return what a title asks about."""
    return _SECOND_HALF.split(_QUESTION.sub("", title.rstrip("?")))[0].strip()


def _topic(passages: list[str], said: list[str]) -> Topic:
    answer = " ".join(passages)
    kinds = frozenset(kind for kind, (_, held) in _KINDS.items() if held.search(answer))
    return Topic(
        subject_of(passages[0]) if passages else "",
        kinds,
        stems_of(answer),
        frozenset().union(*map(stems_of, said)) if said else frozenset(),
    )


def _stem(word: str) -> str:
    """Return a word without the commonest endings."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
