"""The `answers` process with doubles for the judge and the FAQ."""

from collections.abc import Mapping, Sequence
from datetime import date

from connectors.desk.contact import Contact
from connectors.desk.hours import BusinessHours
from connectors.internal.dependencies import AnswersDependencies
from connectors.services.answering import AnsweringService
from connectors.services.handing_over import DeskService
from knowledge.entries import FaqEntry
from knowledge.errors import NotFound
from retrieval.decision import NOTHING_SAID, Context, Decision, NluIntent
from tests.doubles.web_parts import FixedClock

TOKEN = "a token for tests only"
CONTACT = Contact("help@example.org", "020 7946 0000", "https://www.example.org/contact/")

TITLES = {
    "book-assessment": "How can I book my Security or Privacy Assessment?",
    "assessment-requirements": "What does a Security or Privacy Assessment require and what does it cost?",
    "credit-cover": "How can I make sure that I meet the SEC Credit Cover obligations?",
    "become-sec-party": "How do I become a SEC Party, and what does it cost?",
    "dcc-reports": "Where can I find the DCC's reports?",
    "contact-helpdesk": "How can I contact the SECAS Helpdesk, and when is it open?",
}


def entry(key: str, title: str) -> FaqEntry:
    return FaqEntry(
        key=key,
        category="Help",
        title=title,
        body=f"The answer of **{key}**.",
        source="https://www.example.org/faq/",
        reviewed_on=date(2026, 1, 15),
    )


ENTRIES = {key: entry(key, title) for key, title in TITLES.items()}


def faq(_session: object, key: str) -> FaqEntry:
    """Find an entry as `knowledge.faq.entry` does."""
    try:
        return ENTRIES[key]
    except KeyError:
        raise NotFound from None


class ScriptedJudge:
    """Decides by the script, by words; else it is unsure."""

    def __init__(self, script: Mapping[str, Decision] | None = None) -> None:
        self.script = dict(script or {})
        self.asked: list[tuple[str, tuple[NluIntent, ...], Context]] = []
        self.prepared: list[str] = []

    def decide(
        self, text: str, intents: Sequence[NluIntent] = (), context: Context = NOTHING_SAID
    ) -> Decision:
        self.asked.append((text, tuple(intents), context))
        return self.script.get(text, Decision("handoff", reason="unsure"))

    def prepare(self, text: str) -> None:
        self.prepared.append(text)


def answering(judge=None, clock=None, faq_source=faq) -> AnsweringService:
    return AnsweringService(
        judge or ScriptedJudge(), faq_source, BusinessHours(), clock or FixedClock(), CONTACT
    )


def answers_parts(database, judge=None, clock=None) -> AnswersDependencies:
    clock = clock or FixedClock()
    return AnswersDependencies(
        database=database,
        answering=answering(judge, clock),
        desk=DeskService(BusinessHours(), clock, CONTACT),
        token=TOKEN,
    )
