"""A small world to learn: three entries, a near miss, other business, a person, a greeting."""

from knowledge.entries import FaqEntry
from retrieval.examples import Example, OpenQuestion

ENTRIES = [
    FaqEntry(key, "Things", title, body, "https://example.org/faqs/")
    for key, title, body in (
        ("join", "How do I join?", "Fill in the accession form and pay the fee of £540."),
        (
            "meetings",
            "Where are the meeting papers?",
            "Every meeting stands in the calendar with its papers.",
        ),
        ("newsletter", "How do I get the newsletter?", "Sign up at the bottom of any page, once a month."),
    )
]
_WORDS = {
    "join": ("join accession form", "fee to join", "become a party accession", "accession application fee"),
    "meetings": (
        "meeting papers",
        "calendar of meetings",
        "next meeting date papers",
        "minutes meeting calendar",
    ),
    "newsletter": (
        "newsletter sign up",
        "monthly newsletter",
        "subscribe newsletter page",
        "newsletter month",
    ),
    "near_miss_join": (
        "refund of the fee",
        "fee back refund please",
        "refund money accession",
        "refund when",
    ),
    "outside_consumer": (
        "my gas bill",
        "electricity bill too high",
        "bill wrong tariff",
        "tariff bill house",
    ),
    "ask_human": ("talk to a person", "human please person", "call me person", "a real person now"),
    "greet": ("hello there", "good morning hello", "hi hello", "hello you"),
}
HANDS = ("hand_1", "hand_2")
EXAMPLES = [
    Example(f"{text} {tail}".strip(), label, hand)
    for label, texts in _WORDS.items()
    for hand, tail in zip(HANDS, ("", "today"), strict=True)
    for text in texts
]
QUESTIONS = [OpenQuestion("join the meeting newsletter", ("join", "meetings"), "ambiguous", "hand_1")]
