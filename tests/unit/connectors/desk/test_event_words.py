import ast
from pathlib import Path

import pytest

from connectors.desk.event_words import NOBODY, WORDS, say_deed, say_event
from connectors.settings import ROOT
from knowledge.tables import Person, TicketEvent
from tests.unit.connectors.desk.moments import london

SAM = Person(name="Sam Okoro")


def event(kind, data=None, actor=SAM):
    happened = TicketEvent(kind=kind, data=data or {}, created_at=london("2026-05-05 09:05"))
    if actor is not None:
        happened.actor, happened.actor_id = actor, 7
    return happened


def recorded_kinds() -> set[str]:
    """Return the kinds that the code of the desk records."""
    kinds = set()
    for path in Path(ROOT / "connectors" / "desk").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                kinds |= {a.value for a in node.args if isinstance(a, ast.Constant)}
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TicketEvent":
                kinds |= {k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
    return kinds - {None}


class TestSayEvent:
    def test_it_says_who_did_what_and_when_in_london(self):
        assert say_event(event("claimed")) == "Sam Okoro took it at 9:05 on 5 May"

    @pytest.mark.parametrize(
        ("kind", "data", "words"),
        [
            ("assigned", {"to_name": "Mira Novak"}, "Sam Okoro gave it to Mira Novak"),
            ("snoozed", {"until": "2026-05-06T08:00:00+00:00"}, "Sam Okoro put it aside until 6 May 9:00"),
            (
                "priority_set",
                {"before": "low", "after": "high"},
                "Sam Okoro changed the priority from low to high",
            ),
            ("topic_set", {"after": "Fees"}, "Sam Okoro changed the topic to “Fees”"),
            ("topic_set", {"after": ""}, "Sam Okoro took off the topic"),
            ("merged", {"other": "SECAS-000002"}, "Sam Okoro merged SECAS-000002 into it"),
        ],
    )
    def test_it_says_what_was_changed(self, kind, data, words):
        assert say_deed(event(kind, data)) == words

    def test_the_customer_and_the_service_are_named_as_what_they_are(self):
        assert say_deed(event("visitor_message", actor=None)) == "The customer wrote"
        assert say_deed(event("closed", actor=None)) == "The service closed it"

    def test_every_kind_that_is_recorded_has_words(self):
        kinds = recorded_kinds()

        assert {"claimed", "merged_away", "visitor_message", "created"} <= kinds
        assert kinds - set(WORDS) - set(NOBODY) == set()
