"""First impressions of mails, learnt from a handful."""

import pytest

from knowledge.errors import InvalidTrainingData
from retrieval.impressions import Impressions
from retrieval.mails import Letter, MailExample


def example(writer, text, keys=None):
    return MailExample(Letter("", "", "", text), writer, keys, "hand_1")


MACHINES = [
    example("machine", "Your ticket was closed. How did we do?"),
    example("machine", "Your ticket was opened. We will reply soon."),
    example("spam", "Your offer ends soon. How about a call?"),
]
PEOPLE = [
    example("person", "Where can I find the form, please?", ("fees",)),
    example("person", "Where can we find the minutes, please?", ("meetings",)),
    example("person", "I am still waiting for the form that I asked for.", ()),
    example("person", "We are still waiting for the refund that we asked for.", ()),
]


class TestImpressions:
    def test_tell_machines_from_people_and_matters_for_people_from_questions(self):
        impressions = Impressions.fit([*MACHINES, *PEOPLE])

        ticket, question, chaser = impressions.of(
            [
                Letter("", "", "", "Your ticket was closed."),
                Letter("", "", "", "Where can I find the agenda, please?"),
                Letter("", "", "", "I am still waiting for an answer."),
            ]
        )

        assert ticket.machine > 0.5 > max(question.machine, chaser.machine)
        assert chaser.people > 0.5 > question.people

    def test_are_the_same_each_time(self):
        letters = [mail.letter for mail in PEOPLE]

        assert Impressions.fit(MACHINES + PEOPLE).of(letters) == Impressions.fit(MACHINES + PEOPLE).of(
            letters
        )

    def test_of_nothing_are_none(self):
        assert Impressions.fit([*MACHINES, *PEOPLE]).of([]) == []

    @pytest.mark.parametrize("examples", [MACHINES, PEOPLE, [*MACHINES, *PEOPLE[:2]]])
    def test_need_mails_of_every_kind(self, examples):
        with pytest.raises(InvalidTrainingData, match="some of each"):
            Impressions.fit(examples)
