"""Judges decisions on labelled messages, and says where they go wrong.

The kinds of message and what counts as good, in the order of importance to a visitor:

=============  ========================================================================
in_scope       answered with a right entry, or offered a choice that holds one
near_miss      handed off: the topic is ours, the answer is not in the FAQ
out_of_scope   not answered from the FAQ: declined, handed off or small talk
ambiguous      offered a choice that holds two of the right entries
multi          every right entry answered, or every right entry offered
human_request  handed off, or the Helpdesk's details given
chitchat       small talk
adversarial    as in_scope where an entry is right, else not answered
=============  ========================================================================

An answer is wrong where its first entry is not among the right ones.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInput
from retrieval.decision import MOST_OPTIONS

KINDS = (
    "in_scope",
    "near_miss",
    "out_of_scope",
    "ambiguous",
    "multi",
    "human_request",
    "chitchat",
    "adversarial",
)


@dataclass(frozen=True)
class Labelled:
    """A message with what would be right.

    Attributes:
        id: Its name in the file.
        text: What the person wrote.
        kind: One of `KINDS`.
        answers: The keys of the right entries.
        style: How it is written, for the table by style.
        handoff: Whether handing off is right as well.
    """

    id: str
    text: str
    kind: str
    answers: tuple[str, ...]
    style: str = ""
    handoff: bool = False


@dataclass(frozen=True)
class Verdict:
    """What became of one message.

    Attributes:
        message: The message.
        prediction: The decision, as in a predictions file.
        good: Whether it was handled well.
        answered: Whether it was answered from the FAQ.
        right: Whether the first entry answered is a right one.
    """

    message: Labelled
    prediction: Mapping[str, Any]
    good: bool
    answered: bool
    right: bool


def read_labels(path: Path) -> list[Labelled]:
    """Read labelled messages, one JSON object a line.

    Raises:
        InvalidInput: If the file is missing or a line can't be used; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The messages in {path} can't be read: {error}.") from error
    labels = [_label(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    doubles = [name for name, count in Counter(label.id for label in labels).items() if count > 1]
    if doubles:
        raise InvalidInput(f"{path.name}: the id {doubles[0]!r} stands twice.")
    return labels


def _label(path: Path, number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        label = Labelled(
            str(row["id"]),
            str(row["text"]),
            str(row.get("kind") or ("in_scope" if row.get("answers") else "out_of_scope")),
            tuple(row.get("answers", ())),
            str(row.get("style") or ""),
            bool(row.get("handoff", False)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path.name}, line {number}: needs an object with id and text ({error})."
        raise InvalidInput(message) from error
    if label.kind not in KINDS:
        raise InvalidInput(
            f"{path.name}, line {number}: the kind {label.kind!r} is none of {', '.join(KINDS)}."
        )
    return label


def judge(message: Labelled, prediction: Mapping[str, Any]) -> Verdict:
    """Judge one decision; a missing one (an empty mapping) is a miss."""
    action, keys = prediction.get("action"), list(prediction.get("keys") or ())
    wanted = set(message.answers)
    answered = action == "answer"
    right = answered and bool(keys) and keys[0] in wanted
    offered = set(keys[:MOST_OPTIONS]) if action == "clarify" else set()
    found = right or bool(offered & wanted)
    unanswered = action in ("decline", "handoff", "chat")
    good = {
        "in_scope": found,
        "near_miss": action == "handoff",
        "out_of_scope": unanswered,
        "ambiguous": len(offered & wanted) >= 2,
        "multi": (answered and wanted <= set(keys)) or wanted <= offered,
        "human_request": action == "handoff" or right,
        "chitchat": action == "chat",
        "adversarial": (found or (message.handoff and action == "handoff")) if wanted else unanswered,
    }[message.kind]
    return Verdict(message, prediction, good, answered, right)


def judge_all(messages: Iterable[Labelled], predictions: Iterable[Mapping[str, Any]]) -> list[Verdict]:
    """Judge every message by the prediction of the same id."""
    by_id = {prediction["id"]: prediction for prediction in predictions}
    return [judge(message, by_id.get(message.id, {})) for message in messages]


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return the share handled well by kind, and the figures of answers and of the ranking."""
    by_kind = shares(verdicts, lambda verdict: verdict.message.kind)
    answered = [verdict for verdict in verdicts if verdict.answered]
    right = sum(verdict.right for verdict in answered)
    out = {kind: share for kind, (share, _) in by_kind.items()}
    if answered:
        out["precision of answers"] = right / len(answered)
    if verdicts:
        out["wrong answers of all"] = (len(answered) - right) / len(verdicts)
    places = [_place(v) for v in verdicts if v.message.kind == "in_scope" and v.prediction.get("ranking")]
    if places:
        out["ranking hit@1"] = sum(place == 1 for place in places) / len(places)
        out["ranking hit@3"] = sum(place <= 3 for place in places) / len(places)
        out["ranking MRR"] = sum(1 / place for place in places) / len(places)
    return out


def shares(verdicts: Iterable[Verdict], name_of: Callable[[Verdict], str]) -> dict[str, tuple[float, int]]:
    """Return the share handled well and the number of messages by a name, names in order."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        groups[name_of(verdict)].append(verdict.good)
    return {name: (sum(group) / len(group), len(group)) for name, group in sorted(groups.items())}


def confusions(verdicts: Iterable[Verdict]) -> list[tuple[str, str, int]]:
    """Return what was said in place of what was wanted, most frequent first: (wanted, said, times)."""
    counts = Counter(
        (
            ", ".join(verdict.message.answers) or verdict.message.kind,
            f"{verdict.prediction.get('action')} {', '.join(verdict.prediction.get('keys') or ())}".strip(),
        )
        for verdict in verdicts
        if not verdict.good
    )
    return [(wanted, said, times) for (wanted, said), times in counts.most_common()]


def _place(verdict: Verdict) -> float:
    ranking = verdict.prediction["ranking"]
    places = (place for place, key in enumerate(ranking, 1) if key in verdict.message.answers)
    return next(places, float("inf"))
