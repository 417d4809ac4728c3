"""What mails get that nothing was learnt from: hard ones with several questions, and some of one line.

They were measured when all else was done, and nothing was tuned by them; docs/adr/0014 has the figures.
"""

from pathlib import Path

import pytest

from connectors import wiring
from connectors.mail.caution import DOUBTFUL
from connectors.mail.first_look import with_impression
from connectors.mail.reading import read_mail
from connectors.mail.triage import Triage
from retrieval.mails import read_mails
from scripts.mail_weights import written
from tests.doubles.mails import around

FOLDER = Path(__file__).parents[1] / "data" / "mail_unseen"


def of_hand(name):
    return [example for example in read_mails(FOLDER) if example.hand == name]


@pytest.fixture(scope="module")
def outcomes(mail_decider):
    """Return the entries that answer each mail with several questions, and what it gets."""
    triage = Triage(around(), mail_decider, wiring.mail_impressions())
    return [(mail.keys, triage.look(written(mail.letter))[1]) for mail in of_hand("several")]


@pytest.fixture(scope="module")
def doubted():
    """Return who wrote each short mail, and whether a machine may have written it."""
    mails = [(mail.writer, read_mail(written(mail.letter))) for mail in of_hand("short")]
    impressions = wiring.mail_impressions()
    return [(who, with_impression(mail, impressions).impression.machine >= DOUBTFUL) for who, mail in mails]


class TestSeveralQuestions:
    """Mails with two or three, with one and others in passing, and with one that people must answer."""

    def test_are_answered_in_full_more_often_than_not(self, outcomes):
        several = [(keys, outcome) for keys, outcome in outcomes if len(keys) > 1]
        right = [set(outcome.keys) == set(keys) for keys, outcome in several if outcome.action == "answer"]

        assert len(several) == 40
        assert sum(right) > len(several) / 2

    def test_are_left_to_people_where_one_of_them_is_theirs(self, outcomes):
        theirs = [outcome.action for keys, outcome in outcomes if not keys]

        assert len(theirs) == 25
        assert theirs.count("handoff") >= 0.95 * len(theirs)

    def test_never_get_an_answer_that_has_nothing_to_do_with_them(self, outcomes):
        answered = [(keys, outcome.keys) for keys, outcome in outcomes if outcome.action == "answer"]

        assert [(keys, given) for keys, given in answered if set(keys).isdisjoint(given)] == []

    def test_that_others_mention_in_passing_are_mostly_not_answered(self, outcomes):
        one = [(set(keys), set(o.keys)) for keys, o in outcomes if len(keys) == 1 and o.action == "answer"]

        assert sum(keys < given for keys, given in one) <= 0.3 * len(one)


class TestShortMails:
    def test_of_machines_and_spam_get_no_receipt(self, doubted):
        theirs = [doubt for writer, doubt in doubted if writer != "person"]

        assert len(theirs) == 35
        assert all(theirs)

    def test_of_people_mostly_get_one(self, doubted):
        theirs = [doubt for writer, doubt in doubted if writer == "person"]

        assert sum(theirs) <= len(theirs) / 3
