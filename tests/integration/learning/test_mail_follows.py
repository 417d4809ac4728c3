"""The mailbox follows the FAQ without a restart, on both databases."""

from dataclasses import replace

import pytest

from connectors.mail.deciding import QuestionDecider
from connectors.mail.following import FollowingDecider
from connectors.services.staff import faq_editing as editing
from knowledge.importer import import_entries
from tests.doubles.mails import mail
from tests.doubles.small_faq import NEW as LEAVE
from tests.unit.retrieval.small import ENTRIES

NEW = replace(LEAVE, key="old-minutes", title="How long are old meeting minutes archived?")
JOINING = "How do I join? Where is the accession form?"


@pytest.fixture
def made():
    """The states of the FAQ that something was made for."""
    return []


@pytest.fixture
def decider(live, made):
    def make(served):
        made.append(served.state.version)
        state = served.state
        return QuestionDecider(served.judge, served.usable.encoder, state.published, sure=0.9)

    return FollowingDecider(live, make)


@pytest.fixture
def publish(database, clock):
    def publish(*entries):
        with database.session() as session:
            import_entries(session, list(entries), now=clock(), complete=False)

    return publish


class TestAMail:
    def test_after_a_publish_is_answered_by_the_new_entry(self, decider, publish):
        before = decider.decide(mail(NEW.title))
        publish(NEW)

        outcome = decider.decide(mail(NEW.title))

        assert NEW.key not in before.keys
        assert (outcome.action, outcome.keys) == ("answer", (NEW.key,))

    def test_after_a_withdrawal_is_not_answered_by_what_is_gone(
        self, decider, publish, database, clock, priya
    ):
        publish(NEW)
        assert decider.decide(mail(NEW.title)).action == "answer"
        with database.session() as session:
            editing.set_withdrawn(session, clock(), NEW.key, seen=1, withdrawn=True, actor_id=priya)

        assert NEW.key not in decider.decide(mail(NEW.title)).keys

    def test_without_a_change_makes_nothing_anew(self, decider, made, publish):
        for _ in range(3):
            decider.decide(mail(JOINING))
        assert len(made) == 1

        publish(ENTRIES[0], NEW)
        for _ in range(3):
            decider.decide(mail(JOINING))
        assert len(made) == 2
