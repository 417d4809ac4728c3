"""What is said while the dialogue server doesn't speak: the next best way, never silence.

Free questions go to `answers` directly. The few things that only the dialogue knows (a yes to the
offer, small talk, the steps of the hand-off form) have plain words here, and where nothing else
works the visitor gets the channel's own form.
"""

import re
from typing import Any

from connectors.dialogue.dialogue import Answers, DialogueUnavailable, Turn
from connectors.dialogue.rasa import never_a_command
from connectors.dialogue.reply import Reply
from connectors.services.conversations import Claim

FORM = Reply(
    "form",
    "I can't look that up just now. Leave your question here and the Helpdesk will answer it by e-mail.",
)
HAND_OVER = Reply("form", "Please fill in this form and the Helpdesk will answer you by e-mail.")
CARRY_ON = Reply("text", "All right. Is there anything else you'd like to know about the Smart Energy Code?")
THANKS = Reply("text", "Thank you, that's good to know.")

SMALL_TALK = {
    "greet": "Hello! What would you like to know about the Smart Energy Code?",
    "goodbye": "Goodbye, and thank you for getting in touch.",
    "thank": "You're welcome. Is there anything else you'd like to know?",
    "are_you_a_bot": "I'm an automated assistant. I answer from the SECAS Helpdesk's FAQ, and I can pass "
    "your question to the people of the Helpdesk.",
    "ask_capabilities": "I answer questions about the Smart Energy Code from the Helpdesk's FAQ: joining the "
    "Code, becoming a DCC User, assessments, credit cover, modifications and more. What I can't answer I "
    "pass on to the Helpdesk.",
}
OTHER_TALK = "I'm best at questions about the Smart Energy Code. What would you like to know?"

YES = re.compile(r"(yes|yes please|yeah|yep|ok|okay|sure|please|please do|go ahead)[.! ]*", re.IGNORECASE)
NO = re.compile(r"(no|no thanks|no thank you|nope|not now)[.! ]*", re.IGNORECASE)


def implied_payload(claim: Claim) -> str | None:
    """Return the button that typed words stand for: a plain yes to an offer that has one button."""
    offer = claim.last_reply
    if claim.payload is None and offer and offer.kind == "handoff" and len(offer.buttons) == 1:
        return offer.buttons[0].payload if YES.fullmatch(claim.text) else None
    return claim.payload


def next_best_turn(claim: Claim, answers: Answers) -> Turn:
    """Answer a message without the dialogue server; always says something."""
    known = _known_step(claim)
    if known is not None:
        return known
    try:
        words = claim.payload or never_a_command(claim.text)
        turn = answers.respond(claim.conversation_id, words, claim.context)
    except DialogueUnavailable:
        return Turn((FORM,))
    decision = turn.decision or {}
    if decision.get("reason") == "human_request":
        return Turn((*turn.replies, HAND_OVER), turn.decision)
    if not turn.replies:
        return Turn((_small_talk(decision),), turn.decision)
    return turn


def _known_step(claim: Claim) -> Turn | None:
    """Carry out what needs no decision, or return None."""
    offered = claim.last_reply is not None and claim.last_reply.kind == "handoff"
    typed = claim.payload is None
    if claim.payload in {"/ask_human", "/affirm", "/rate_no"} or (
        typed and offered and YES.fullmatch(claim.text)
    ):
        return Turn((HAND_OVER,), dict(FORM_STEP))
    if claim.payload in {"/deny", "/cancel"} or (typed and offered and NO.fullmatch(claim.text)):
        return Turn((CARRY_ON,))
    if claim.payload == "/rate_yes":
        return Turn((THANKS,))
    if typed and claim.handing_over and _is_step(claim.text):
        return Turn((HAND_OVER,), dict(FORM_STEP))
    return None


FORM_STEP: dict[str, Any] = {"action": "handoff", "keys": [], "reason": "form_step"}
"""The decision behind a message that was part of handing over, not a question."""


def _is_step(text: str) -> bool:
    """Tell a name or an address that the form asked for from a new question."""
    return len(text) <= 60 and "?" not in text


def _small_talk(decision: dict[str, Any]) -> Reply:
    if decision.get("action") == "chat":
        return Reply("text", SMALL_TALK.get(str(decision.get("intent")), OTHER_TALK))
    return FORM
