"""Every word that the desk says beside the FAQ's own: one place, so that it can be read aloud."""

import re

from connectors.desk.contact import Contact
from connectors.dialogue.reply import Button, Reply

OFFER_BUTTONS = (Button("Yes, please", "/affirm"), Button("No, thanks", "/deny"))
ASK_A_PERSON = Button("Ask the Helpdesk", "/ask_human")
NONE_OF_THESE = Button("None of these", "/none_of_these")

LONGEST_QUOTE = 200
"""So many characters of a visitor's words are shown back."""

SHALL_I = "Shall I pass your question to the Helpdesk?"

WHICH_ONE = "I'm not sure which of these you mean:"
IS_IT_THIS = "I'm not sure that I understand. Is this what you mean?"

NUMBERS = {2: "two", 3: "three", 4: "four"}

HANDOFF = {
    "none_of_these": "Sorry that none of these fits.",
    "withdrawn": "I'm sorry, that answer isn't in the FAQ any more.",
}
"""How an offer of the Helpdesk begins, by the reason of the decision."""

NOT_IN_THE_FAQ = "I can't see that in the FAQ."

AGAIN = Reply("text", "That should be in the answer above. Here it is once more:")

ONE_BY_ONE = "Let me take your questions one by one."

ONLY_ENGLISH = (
    "I'm sorry, I only understand English. You're welcome to put your question in English, or I can pass it "
    "to the Helpdesk as it is. Shall I?"
)
GREETINGS_IN = {"language_cy": "Mae'n ddrwg gen i, dim ond Saesneg rydw i'n ei deall."}
"""What is said first in the visitor's own language, by `Decision.intent`."""

OUR_SUBJECT = "I can only help with the Smart Energy Code and the services around it."
IF_IT_IS_OURS = "If it is about the Smart Energy Code after all, please put it another way."

DECLINE = {
    "outside_consumer": (
        "That's one for your energy supplier: their number is on your bill and on their website. If you "
        "can't sort it out with them, the Citizens Advice consumer service gives free advice. The "
        "Helpdesk looks after the rules of the Smart Energy Code and can't see anybody's account or meter."
    ),
    "outside_emergency": (
        "**If you smell gas, call 0800 111 999 straight away**, from outside the building. For a power "
        "cut, or a damaged line or cable, call 105. Both are free, day and night. **If anybody is in danger, "
        "call 999.**\n\nThe Helpdesk isn't an emergency service and can't help with this."
    ),
    "outside_network": (
        "That's one for your network operator, the company that runs the cables or pipes in your area. "
        "For electricity, calling 105 puts you through to it; your energy supplier can tell you who runs "
        f"the gas pipes. {IF_IT_IS_OURS}"
    ),
    "outside_regulator": (
        "That's a matter for Ofgem, the energy regulator, or for the government department that is "
        f"responsible for energy; they publish licences, decisions and policy. {IF_IT_IS_OURS}"
    ),
    "outside_other_code": (
        "That sounds like another industry code. Each has its own administrator, who can help you: you'll "
        f"find the contact on that code's website. {IF_IT_IS_OURS}"
    ),
    "outside_off_topic": f"{OUR_SUBJECT} Is there something about it that you'd like to know?",
}
"""What is said about other organisations' business, by `Decision.intent`."""

MAY_BE_OURS = frozenset(("outside_network", "outside_regulator", "outside_other_code"))
"""Other business that is near enough to ours for the Helpdesk to be offered."""

ODD_INPUT = {
    "empty": "I didn't get any words there. What would you like to know about the Smart Energy Code?",
    "no_words": "I can't read a question in that. Could you put it in words?",
    "stale_button": "Sorry, that button doesn't work any more. Please type what you'd like to know.",
}
"""What is said about a message without a question in it, by `Decision.reason`."""

GOOD_TO_HEAR = Reply("text", "Good to hear. Is there anything else?")
SORRY = Reply("handoff", f"Sorry that didn't answer it. {SHALL_I}", OFFER_BUTTONS)


def several(count: int, *, asked: bool) -> str:
    """Lead in to several answers.

    Args:
        count: How many.
        asked: Whether they were several questions; else they were picked from a choice.
    """
    if not asked:
        return "Here they are, one after the other."
    return f"You asked about {NUMBERS.get(count, 'several')} things."


def offer(reason: str, closest: str | None, opening: str) -> Reply:
    """Offer the Helpdesk.

    Args:
        reason: `Decision.reason`.
        closest: The title of the entry that came nearest, or None.
        opening: The sentence on opening hours.
    """
    words = [HANDOFF.get(reason, NOT_IN_THE_FAQ)]
    if closest:
        words.append(f"The closest entry is “{closest}”.")
    return Reply("handoff", " ".join([*words, SHALL_I, opening]), OFFER_BUTTONS)


def offer_part(question: str, opening: str) -> Reply:
    """Offer the Helpdesk for the one part of a message that no entry answers.

    Args:
        question: The part, in the visitor's words.
        opening: The sentence on opening hours.
    """
    words = f"I couldn't find an answer to “{quoted(question)}”. Shall I pass that to the Helpdesk? {opening}"
    return Reply("handoff", words, OFFER_BUTTONS)


def offer_in_english(language: str | None, opening: str) -> Reply:
    """Say kindly that only English is understood, and offer the Helpdesk.

    Args:
        language: `Decision.intent`, such as ``language_cy``.
        opening: The sentence on opening hours.
    """
    first = GREETINGS_IN.get(language or "")
    return Reply("handoff", " ".join(filter(None, (first, ONLY_ENGLISH, opening))), OFFER_BUTTONS)


def quoted(text: str) -> str:
    """Return a visitor's words as Markdown that shows them as they were typed, on one line."""
    line = " ".join(text.split())
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", line)


def decline(intent: str | None) -> Reply:
    """Point to whoever can help."""
    words = DECLINE.get(intent or "", DECLINE["outside_off_topic"])
    return Reply("text", words, (ASK_A_PERSON,) if intent in MAY_BE_OURS else ())


def person_coming(opening: str, contact: Contact, *, is_open: bool) -> Reply:
    """Agree to pass the question on; the questions for name and address follow."""
    return Reply("text", f"Of course, I'll pass it on. {opening}\n\n{other_ways(contact, is_open=is_open)}")


def hours(opening: str, contact: Contact, *, is_open: bool) -> Reply:
    """Say when the Helpdesk is open and how else to reach it."""
    return Reply("text", f"{opening}\n\n{other_ways(contact, is_open=is_open)}")


def other_ways(contact: Contact, *, is_open: bool) -> str:
    """Name e-mail, phone and contact form."""
    email = f"[{contact.email}](mailto:{contact.email})"
    form = f"[contact form]({contact.form})"
    if is_open:
        return f"You can also ring {contact.phone}, write to {email} or use the {form}."
    return (
        f"Meanwhile you can write to {email} or use the {form}. When we're open you can also ring "
        f"{contact.phone}."
    )


def ticket_made(reference: str, email: str, opening: str) -> Reply:
    """Confirm a ticket."""
    words = (
        f"Thank you. Your question is with the Helpdesk. Your reference is **{reference}**, and the answer "
        f"goes to {email}.\n\n{opening}"
    )
    return Reply("ticket", words, ticket=reference)


def is_it_solved(reference: str) -> str:
    """Ask whether a ticket that was resolved is solved."""
    return f"The Helpdesk has marked **{reference}** as resolved. Did that solve it?"


SOLVED = Reply("text", "Good to hear. If anything else comes up, just ask.")


def not_solved(reference: str) -> Reply:
    """Say that a ticket is being worked on again because it isn't solved."""
    return Reply("text", f"Sorry about that. **{reference}** is open again. What is still missing?")


def open_again(reference: str) -> Reply:
    """Say that a message has opened a ticket again."""
    return Reply("text", f"I've passed that on to the Helpdesk: **{reference}** is open again.")


def still_open(reference: str) -> Reply:
    """Say that a ticket can't be called solved, because the Helpdesk works on it again."""
    return Reply(
        "text", f"Thank you. The Helpdesk is working on **{reference}** again and will tell you more."
    )
