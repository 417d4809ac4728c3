"""What one message does to the form. Pure: the step, the text and what is filled in; slots and words out."""

from __future__ import annotations

from typing import Any, NamedTuple

from actions.handoff.corrections import DETAILS, Correction, is_back, read_bare_detail, read_correction
from actions.handoff.fields import READERS, Read, read_email, read_question
from actions.words import answer_to_us, is_cancel, is_no

PREFIX = "handoff_"
CONFIRM = "confirm"
CHANGE = "change"
"""The step that asks what to change; it fills no slot."""

SURE_OF_CANCEL = 0.7
"""The least confidence with which the intent `cancel` ends the form; words and the button always do."""


class Outcome(NamedTuple):
    """What a message did.

    Attributes:
        slots: Slots to set, without the prefix; None empties one, so that it is asked for again.
        says: Names of responses to say before the next step is asked.
        cancelled: Whether the form ends here, with nothing sent.
        ask: A step to ask that isn't simply the first empty one.
        new_wording: Whether the visitor declined the suggested question.
    """

    slots: dict[str, str | None]
    says: tuple[str, ...] = ()
    cancelled: bool = False
    ask: str | None = None
    new_wording: bool = False


def take(
    step: str, text: str, *, intent: dict[str, Any] | None = None, suggestion: str | None = None
) -> Outcome:
    """Carry out one message at one step.

    Args:
        step: A detail, ``confirm`` or ``change``.
        text: What was typed, or the payload of the button.
        intent: What the classifier made of it.
        suggestion: The visitor's last question, offered as the text of the ticket.
    """
    if _cancels(step, text, intent):
        return Outcome({}, ("utter_handoff_cancelled",), cancelled=True)
    if is_back(text):
        return _back(step)
    correction = read_correction(text)
    if correction is None and step in (CONFIRM, CHANGE):
        correction = _named_at_the_end(text)
    if correction is not None:
        return _correct(correction)
    if step in (CONFIRM, CHANGE):
        return _confirm(step, text, intent)
    if step == "question":
        return _question(text, suggestion)
    return _filled(step, READERS[step](text))


def _cancels(step: str, text: str, intent: dict[str, Any] | None) -> bool:
    if text.startswith("/cancel") or is_cancel(text):
        return True
    sure = (intent or {}).get("name") == "cancel" and (intent or {}).get("confidence", 0.0) >= SURE_OF_CANCEL
    # "How do I cancel my registration" is a question, and a fine one to hand over.
    return bool(sure and step != "question" and len(text.split()) <= 8 and "?" not in text)


def _back(step: str) -> Outcome:
    if step in (CONFIRM, CHANGE):
        return Outcome({"question": None, CONFIRM: None})
    before = DETAILS[max(0, DETAILS.index(step) - 1)]
    return Outcome({before: None, step: None})


def _named_at_the_end(text: str) -> Correction | None:
    detail = read_bare_detail(text)
    if detail:
        return Correction(detail)
    email = read_email(text).value
    return Correction("email", email) if email and len(text.split()) <= 3 else None


def _correct(correction: Correction) -> Outcome:
    if correction.value is None:
        return Outcome({correction.detail: None, CONFIRM: None}, ("utter_handoff_changing",))
    return _filled(correction.detail, READERS[correction.detail](correction.value))


def _confirm(step: str, text: str, intent: dict[str, Any] | None) -> Outcome:
    meant = answer_to_us(text, intent)
    if meant == "yes" and step == CONFIRM:
        return Outcome({CONFIRM: "yes"})
    if meant == "no" and step == CONFIRM:
        return Outcome({CONFIRM: None}, ask=CHANGE)
    if meant:
        # "Nothing after all": look at the summary once more.
        return Outcome({CONFIRM: None})
    return Outcome({CONFIRM: None}, ("utter_handoff_confirm_how",))


def _question(text: str, suggestion: str | None) -> Outcome:
    if text.startswith("/deny") or is_no(text):
        return Outcome({"question": None}, new_wording=True)
    return _filled("question", read_question(text, suggestion))


def _filled(detail: str, read: Read) -> Outcome:
    return Outcome({detail: read.value, CONFIRM: None}, (read.complaint,) if read.complaint else ())
