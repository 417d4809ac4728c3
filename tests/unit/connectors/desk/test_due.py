from datetime import timedelta

import pytest

from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.due_words import explain, say_due, say_duration
from connectors.desk.hours import BusinessHours
from connectors.desk.priorities import Priority
from knowledge.tables import NOTHING_DUE, Ticket
from tests.unit.connectors.desk.moments import london, span

HOURS = BusinessHours()
DUE = DueTimes(HOURS, DEFAULT_TARGETS)


def new_ticket(created: str, **fields) -> Ticket:
    ticket = Ticket(created_at=london(created), unanswered_since=london(created), **fields)
    DUE.start(ticket)
    return ticket


class TestDueTimes:
    @pytest.mark.parametrize(
        ("priority", "first", "resolution"),
        [
            (Priority.URGENT, "2026-05-05 10:40", "2026-05-06 09:40"),
            (Priority.HIGH, "2026-05-05 13:40", "2026-05-07 09:40"),
            (Priority.NORMAL, "2026-05-06 09:40", "2026-05-12 09:40"),
            (Priority.LOW, "2026-05-07 09:40", "2026-05-19 09:40"),
        ],
    )
    def test_they_follow_the_priority(self, priority, first, resolution):
        ticket = new_ticket("2026-05-05 09:40", priority=int(priority))

        assert ticket.first_response_due_at == london(first)
        assert ticket.resolution_due_at == london(resolution)
        assert ticket.due_at == london(first)

    def test_a_ticket_from_the_night_is_due_from_the_opening_on(self):
        assert new_ticket("2026-05-01 23:00", priority=1).due_at == london("2026-05-05 10:00")

    def test_the_first_response_no_longer_counts_once_it_was_given(self):
        ticket = new_ticket("2026-05-05 09:40")
        ticket.status, ticket.first_responded_at, ticket.unanswered_since = (
            "open",
            london("2026-05-05 10:00"),
            None,
        )
        DUE.update(ticket)

        assert ticket.due_at == ticket.resolution_due_at
        assert ticket.next_response_due_at is None

    def test_a_later_message_has_its_own_due_time(self):
        ticket = new_ticket("2026-05-05 09:40")
        ticket.status, ticket.first_responded_at = "open", london("2026-05-05 10:00")
        ticket.unanswered_since = london("2026-05-05 16:00")
        DUE.update(ticket)

        assert ticket.next_response_due_at == ticket.due_at == london("2026-05-06 16:00")

    def test_nothing_is_due_while_it_is_the_customers_turn(self):
        ticket = new_ticket("2026-05-05 09:40")
        ticket.status, ticket.first_responded_at = "waiting", london("2026-05-05 10:00")
        DUE.pause(ticket, london("2026-05-05 10:00"))

        assert ticket.queue_at == NOTHING_DUE

    def test_a_pause_moves_the_resolution_by_its_open_time_only(self):
        ticket = new_ticket("2026-05-05 09:00")
        ticket.status = "waiting"
        DUE.pause(ticket, london("2026-05-05 15:00"))
        ticket.status = "open"
        pause = DUE.resume(ticket, london("2026-05-07 10:00"))

        # Two hours on Tuesday, eight on Wednesday, one on Thursday.
        assert pause["seconds"] == ticket.paused_seconds == 11 * 3600
        assert ticket.resolution_due_at == HOURS.add(london("2026-05-05 09:00"), span("51:00"))

    def test_two_pauses_in_a_row_are_one(self):
        ticket = new_ticket("2026-05-05 09:00")
        DUE.pause(ticket, london("2026-05-05 10:00"))
        DUE.pause(ticket, london("2026-05-05 11:00"))
        DUE.resume(ticket, london("2026-05-05 12:00"))

        assert ticket.paused_seconds == 2 * 3600

    def test_going_on_without_a_pause_changes_nothing(self):
        ticket = new_ticket("2026-05-05 09:00")

        assert DUE.resume(ticket, london("2026-05-05 12:00")) == {}
        assert ticket.paused_seconds == 0


class TestSayDue:
    NOW = london("2026-05-04 12:00")

    @pytest.mark.parametrize(
        ("at", "words"),
        [
            ("2026-05-04 16:40", "due today 16:40"),
            ("2026-05-05 10:40", "due tomorrow 10:40"),
            ("2026-05-06 09:05:59", "due Wednesday 9:05"),
            ("2026-05-10 10:40", "due Sunday 10:40"),
            ("2026-05-11 10:40", "due Monday 11 May 10:40"),
            ("2027-01-04 10:40", "due Monday 4 January 2027 10:40"),
            ("2026-05-04 12:00", "was due today 12:00"),
            ("2026-05-03 10:40", "was due yesterday 10:40"),
            ("2026-05-01 10:40", "was due Friday 1 May 10:40"),
        ],
    )
    def test_it_is_as_near_as_the_day_is(self, at, words):
        assert say_due(london(at), self.NOW) == words

    def test_nothing_due_is_no_words(self):
        assert say_due(None, self.NOW) == ""

    @pytest.mark.parametrize(
        ("duration", "words"),
        [("8:00", "8 h"), ("0:30", "30 min"), ("7:20:05", "7 h 20 min 5 s"), ("0:00", "0 min")],
    )
    def test_durations_leave_out_what_is_nought(self, duration, words):
        assert say_duration(span(duration)) == words


class TestExplain:
    def test_it_lists_the_open_times_that_were_counted(self):
        shown = explain(HOURS, london("2026-05-01 16:30"), span("8:00"))

        assert list(shown.lines(london("2026-05-01 17:00"))) == [
            "8 h of open time from today 16:30",
            "today 16:30 to 17:00: 30 min",
            "Tuesday 9:00 to 16:30: 7 h 30 min",
            "due Tuesday 16:30",
        ]

    def test_pauses_are_listed_and_not_counted(self):
        pause = (london("2026-05-05 10:00"), london("2026-05-05 12:00"))

        shown = explain(HOURS, london("2026-05-05 09:00"), span("4:00"), [pause])

        assert list(shown.lines(london("2026-05-05 12:00"))) == [
            "4 h of open time from today 9:00",
            "today 9:00 to 10:00: 1 h",
            "today 12:00 to 15:00: 3 h",
            "not counted, waiting for the customer: today 10:00 to today 12:00",
            "due today 15:00",
        ]

    def test_what_is_counted_is_what_was_promised(self):
        pauses = [
            (london("2026-05-05 16:00"), london("2026-05-07 09:30")),
            (london("2026-05-08 08:00"), london("2026-05-11 23:00")),
        ]

        shown = explain(HOURS, london("2026-05-05 09:00"), span("40:00"), pauses)

        assert sum((end - start for start, end in shown.counted), timedelta(0)) == span("40:00")
