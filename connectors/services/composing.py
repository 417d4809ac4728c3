"""From a decision and the entries it names to what is said, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from connectors.desk.contact import Contact
from connectors.dialogue.reply import Answer, Button, Reply
from connectors.services import wording
from connectors.services.short_words import CONTACT_ENTRY
from knowledge.entries import FaqEntry
from retrieval.decision import Decision


@dataclass(frozen=True)
class Desk:
    """The Helpdesk at the moment of the message.

    Attributes:
        is_open: Whether it is open.
        opening: The sentence that says so, or when it opens.
        contact: How else to reach it.
    """

    is_open: bool
    opening: str
    contact: Contact


def compose(
    decision: Decision, entries: Mapping[str, FaqEntry], desk: Desk
) -> tuple[Decision, tuple[Reply, ...]]:
    """Return the replies to a message, with the decision that they carry out.

    Entries that were withdrawn since the decision fall out of it; where none is left it becomes an
    offer of the Helpdesk.

    Args:
        decision: What to do.
        entries: The published ones among ``decision.keys``, by key.
        desk: The Helpdesk just now.
    """
    decision = _published_only(decision, entries)
    match decision.action:
        case "answer":
            return decision, _answers(decision, entries, desk)
        case "clarify":
            return decision, (_choice(decision, entries),)
        case "handoff" if decision.reason == "human_request":
            return decision, (wording.person_coming(desk.opening, desk.contact, is_open=desk.is_open),)
        case "handoff" if decision.reason == "foreign_language":
            return decision, (wording.offer_in_english(decision.intent, desk.opening),)
        case "handoff":
            closest = entries[decision.keys[0]].title if decision.keys else None
            return decision, (wording.offer(decision.reason, closest, desk.opening),)
        case "decline" if decision.reason in wording.ODD_INPUT:
            return decision, (Reply("text", wording.ODD_INPUT[decision.reason]),)
        case "decline":
            return decision, (wording.decline(decision.intent),)
        case "chat":
            # The bot says this in its own words.
            return decision, ()


def _published_only(decision: Decision, entries: Mapping[str, FaqEntry]) -> Decision:
    keys = tuple(key for key in decision.keys if key in entries)
    if decision.action in {"answer", "clarify"} and not keys:
        return replace(decision, action="handoff", keys=(), confidence=0.0, reason="withdrawn")
    # The confidence speaks of the first key, and a weaker one follows where that fell out.
    confidence = decision.confidence if keys[:1] == decision.keys[:1] else 0.0
    return replace(decision, keys=keys, confidence=confidence)


def _answers(decision: Decision, entries: Mapping[str, FaqEntry], desk: Desk) -> tuple[Reply, ...]:
    count = len(decision.keys)
    replies: list[Reply] = []
    if decision.reason == "again":
        replies.append(wording.AGAIN)
    if decision.reason == "opening_hours":
        replies.append(Reply("text", desk.opening))
    if count > 1:
        words = wording.several(count, asked=decision.reason != "chosen")
        replies.append(Reply("text", wording.ONE_BY_ONE if decision.question else words))
    for key in decision.keys:
        replies.append(Reply("answer", answer=_answer(entries[key])))
        if key == CONTACT_ENTRY and decision.reason != "opening_hours":
            replies.append(Reply("text", desk.opening))
    if decision.question:
        replies.append(wording.offer_part(decision.question, desk.opening))
    return tuple(replies)


def _answer(entry: FaqEntry) -> Answer:
    return Answer(
        key=entry.key,
        title=entry.title,
        body=entry.body,
        source=entry.source,
        reviewed_on=entry.reviewed_on.isoformat() if entry.reviewed_on else None,
    )


def _choice(decision: Decision, entries: Mapping[str, FaqEntry]) -> Reply:
    buttons = [Button(entries[key].title, f'/choose_entry{{"entry":"{key}"}}') for key in decision.keys]
    text = wording.WHICH_ONE if len(buttons) > 1 else wording.IS_IT_THIS
    return Reply("choice", text, (*buttons, wording.NONE_OF_THESE))
