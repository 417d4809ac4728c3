"""The ways to read a mail."""

from connectors.mail.questions import asked_in
from connectors.mail.views import closer_ways, ways
from tests.doubles.mails import mail


def asked(text):
    return asked_in(mail(text))


class TestWays:
    def test_are_the_whole_and_its_sentences(self):
        assert set(ways(asked("We are new here. What are the fees?"))) == {
            "We are new here. What are the fees?",
            "We are new here.",
            "What are the fees?",
        }


class TestCloserWays:
    def test_put_the_sentence_before_a_question_to_it(self):
        assert closer_ways(asked("You keep a list. How do I get on it? We are new.")) == [
            "You keep a list. How do I get on it?"
        ]

    def test_part_a_question_that_asks_two_things(self):
        assert closer_ways(asked("What are the fees, and when does the Panel meet?")) == [
            "What are the fees",
            "when does the Panel meet?",
        ]

    def test_are_none_for_one_plain_question(self):
        assert closer_ways(asked("What are the fees?")) == []
