"""Each figure of the reports, told by what happened, on both databases."""

from datetime import date

import pytest

from connectors.desk import customers
from connectors.desk.changing import Step, record, take
from connectors.services.conversation_ratings import rate_last_answer
from connectors.services.reports.period import Period
from knowledge.tables import Ticket
from tests.doubles.desk_parts import add_ticket


def counts(report):
    return {name: count for name, count in report.total.counts.items() if count}


def rate(helpdesk, conversation, helpful):
    with helpdesk.database.session() as session:
        rate_last_answer(session, now=helpdesk.clock(), conversation_id=conversation.id, helpful=helpful)


class TestChat:
    def test_every_question_arrives_whatever_becomes_of_it(self, helpdesk):
        for action in ("answer", "clarify", "handoff", "decline"):
            helpdesk.ask("How?", action)
        helpdesk.ask("Hello!", "chat")

        assert counts(helpdesk.report()) == {"arrivals": 4, "answered": 1, "assumed": 1}

    def test_an_answer_after_asking_back_is_no_second_question(self, helpdesk):
        conversation = helpdesk.ask("assessment", "clarify", "book-assessment", "credit-cover")
        with helpdesk.database.session() as session:
            helpdesk.chats._choose(session, conversation, "book-assessment")

        assert counts(helpdesk.report()) == {"arrivals": 1, "answered": 1, "assumed": 1}

    def test_a_rating_confirms_or_refuses(self, helpdesk):
        rate(helpdesk, helpdesk.ask(), helpful=True)
        rate(helpdesk, helpdesk.ask(), helpful=False)
        rate(helpdesk, helpdesk.ask(), helpful=True)

        assert counts(helpdesk.report()) == {"arrivals": 3, "answered": 3, "confirmed": 2, "refused": 1}

    def test_whoever_wrote_again_is_not_assumed_to_be_helped(self, helpdesk):
        conversation = helpdesk.ask()
        with helpdesk.database.session() as session:
            helpdesk.chats.write(session, conversation, "That isn't it", None)

        assert counts(helpdesk.report()) == {"arrivals": 1, "answered": 1}

    def test_whoever_went_on_to_people_is_not_assumed_to_be_helped(self, helpdesk):
        conversation = helpdesk.ask()
        with helpdesk.database.session() as session:
            add_ticket(session, conversation=conversation.id, now=helpdesk.clock(), reason="form")

        assert counts(helpdesk.report()) == {"arrivals": 1, "answered": 1, "handed_over": 1}


class TestMail:
    def by_mail(self, helpdesk, key="mail", **more):
        with helpdesk.database.session() as session:
            return add_ticket(session, key, channel="mail", now=helpdesk.clock(), **more).id

    def answer(self, helpdesk, number):
        with helpdesk.database.session() as session:
            record(
                session,
                take(session, number, Step(helpdesk.clock())),
                Step(helpdesk.clock()),
                "answered_by_mail",
            )

    def test_that_people_answer_is_handed_over(self, helpdesk):
        self.by_mail(helpdesk)

        assert counts(helpdesk.report()) == {"arrivals": 1, "handed_over": 1}

    def test_that_was_answered_is_assumed_helpful_until_the_customer_writes_back(self, helpdesk):
        number = self.by_mail(helpdesk)
        self.answer(helpdesk, number)
        assert counts(helpdesk.report()) == {"arrivals": 1, "answered": 1, "assumed": 1}

        with helpdesk.database.session() as session:
            customers.hear(session, number, Step(helpdesk.clock()), helpdesk.due, mail="another")

        assert counts(helpdesk.report()) == {"arrivals": 1, "answered": 1}


class TestTickets:
    @pytest.fixture
    def number(self, helpdesk):
        with helpdesk.database.session() as session:
            return add_ticket(session, now=helpdesk.clock()).id

    def test_that_were_split_off_are_not_handed_over_again(self, helpdesk, number, sam):
        with helpdesk.database.session() as session:
            helpdesk.desk.split(session, number, sam, None, question="And who pays?")

        assert counts(helpdesk.report()) == {"handed_over": 1}

    def test_are_reopened_by_staff_and_by_customers(self, helpdesk, number, sam):
        with helpdesk.database.session() as session:
            step = Step(helpdesk.clock())
            helpdesk.desk.resolve(session, number, sam, None)
            customers.hear(session, number, step, helpdesk.due)
            customers.hear(session, number, step, helpdesk.due)  # It is open already.
            helpdesk.desk.resolve(session, number, sam, None)
            customers.deny(session, number, step, helpdesk.due)
            helpdesk.desk.close(session, number, sam, None)
            helpdesk.desk.reopen(session, number, sam)

        assert helpdesk.report().total.counts["reopened"] == 3


class TestFirstResponse:
    def reply(self, helpdesk, sam, key, hours):
        """Make a ticket on Monday morning and reply to it after so many hours."""
        with helpdesk.database.session() as session:
            number = add_ticket(session, key, now=helpdesk.clock()).id
        helpdesk.clock.forward(hours=hours)
        with helpdesk.database.session() as session:
            helpdesk.desk.reply(session, number, sam, None, text="Here you are.")
            helpdesk.desk.reply(session, number, sam, None, text="And one more thing.")
        helpdesk.clock.forward(hours=-hours)

    def test_is_counted_in_open_hours(self, helpdesk, sam):
        self.reply(helpdesk, sam, "key", 24)  # Tuesday at ten: 7 hours on Monday and 1 on Tuesday.

        assert helpdesk.report().total.hours == {"median": 8.0, "ninetieth": 8.0}

    def test_has_the_nearest_rank_at_each_percentile(self, helpdesk, sam):
        for number, hours in enumerate((1, 2, 3, 4, 5, 6, 1, 2, 3, 4)):
            self.reply(helpdesk, sam, f"key-{number}", hours)

        assert helpdesk.report().total.hours == {"median": 3.0, "ninetieth": 5.0}

    def test_of_one_topic_says_nothing_of_another(self, helpdesk, sam):
        self.reply(helpdesk, sam, "slow", 5)
        self.reply(helpdesk, sam, "fast", 1)
        with helpdesk.database.session() as session:
            session.get_one(Ticket, 2).topic = "Fees"

        topics = dict(helpdesk.report().topics)
        assert topics["Fees"].hours["median"] == 1.0
        assert topics["No topic"].hours["median"] == 5.0

    def test_is_missing_where_nobody_has_replied(self, helpdesk):
        assert helpdesk.report().total.value("median") is None


class TestParts:
    def test_what_became_of_a_question_counts_in_the_week_of_the_question(self, helpdesk):
        helpdesk.clock.forward(days=-1, hours=13.9)  # Sunday, 23:54 in London
        conversation = helpdesk.ask()
        helpdesk.clock.forward(hours=1)
        rate(helpdesk, conversation, helpful=True)
        helpdesk.ask("Another question")

        first, second = (line for _, line in helpdesk.report().weeks)
        assert (first.counts["arrivals"], first.counts["confirmed"]) == (1, 1)
        assert (second.counts["arrivals"], second.counts["confirmed"]) == (1, 0)

    def test_what_lies_outside_the_period_is_left_out(self, helpdesk):
        helpdesk.ask()

        sunday = Period(date(2026, 5, 4), date(2026, 5, 10))
        assert counts(helpdesk.report(sunday)) == {}

    def test_topics_are_categories_of_entries_and_topics_of_tickets(self, helpdesk):
        helpdesk.ask("Known", "handoff")
        helpdesk.ask("Unknown", "decline", "an-entry-that-is-gone")
        with helpdesk.database.session() as session:
            add_ticket(session, now=helpdesk.clock()).topic = "Help"

        topics = {topic: counts_of.counts for topic, counts_of in helpdesk.report().topics}
        assert topics["Help"] == {"arrivals": 1, "handed_over": 1}
        assert topics["No topic"] == {"arrivals": 1}

    def test_the_parts_make_up_the_whole(self, helpdesk):
        for text in ("One", "Two", "Three"):
            helpdesk.ask(text)
            helpdesk.clock.forward(days=2)

        report = helpdesk.report()
        for lines in (report.weeks, report.topics):
            assert sum(line.counts["arrivals"] for _, line in lines) == report.total.counts["arrivals"] == 3
