"""The queue as staff look at it, on every database."""

from datetime import timedelta

import pytest

from connectors.desk.listing import SORTS, VIEWS, Filter
from connectors.desk.priorities import Priority
from connectors.desk.searching import escape_like
from knowledge.errors import InvalidInput
from knowledge.tables import Ticket
from tests.doubles.desk_parts import NOW, add_ticket

QUESTIONS = (
    ("one", "Asha Patel", "asha.patel@example.org", "Northern Metering", "Who approved the last increase?"),
    ("two", "Jo Brook", "jo@brook.example", "", "What is 100% of the credit_cover?"),
    ("three", "Zoë Ångström", "zoe@example.org", "Ångström & Sons", "Where is C:\\forms?"),
    ("four", "Asha Patel", "asha.patel@example.org", "Northern Metering", "And who'll approve the next one?"),
)


@pytest.fixture
def tickets(database):
    """Four tickets, a minute apart, by a short name."""
    with database.session() as session:
        return {
            key: add_ticket(
                session,
                key,
                now=NOW + timedelta(minutes=n),
                name=name,
                email=email,
                organisation=organisation,
                question=question,
            ).id
            for n, (key, name, email, organisation, question) in enumerate(QUESTIONS)
        }


@pytest.fixture
def shown(database, desk, team, tickets):
    """Return the short names of the tickets that a filter shows to Sam."""
    names = {number: name for name, number in tickets.items()}

    def show(**chosen):
        with database.session() as session:
            return [names[ticket.id] for ticket in desk.queue(session, Filter(**chosen), team.sam).tickets]

    return show


@pytest.fixture
def do(database):
    def carry_out(verb, *arguments, **named):
        with database.session() as session:
            return verb(session, *arguments, **named)

    return carry_out


class TestViews:
    def test_mine_and_unassigned(self, shown, do, desk, team, tickets):
        do(desk.claim, tickets["two"], team.sam)
        do(desk.claim, tickets["three"], team.mira)

        assert shown(view="mine") == ["two"]
        assert shown(view="unassigned") == ["one", "four"]
        assert shown(view="open") == ["one", "two", "three", "four"]

    def test_overdue(self, shown, do, desk, team, tickets, clock):
        do(desk.set_priority, tickets["three"], team.sam, None, to=Priority.URGENT)
        assert shown(view="overdue") == []
        clock.forward(hours=1, minutes=3)

        assert shown(view="overdue") == ["three"]

    def test_waiting(self, shown, do, desk, team, tickets):
        do(desk.reply, tickets["two"], team.mira, None, text="Which year?")

        assert shown(view="waiting") == ["two"]
        assert "two" in shown(view="open")

    def test_snoozed_tickets_are_in_a_view_of_their_own_until_it_is_time(
        self, shown, do, desk, team, tickets, clock
    ):
        do(desk.claim, tickets["two"], team.sam)
        do(desk.snooze, tickets["two"], team.sam, None, until=NOW + timedelta(hours=1))

        assert (shown(view="snoozed"), shown(view="mine")) == (["two"], [])
        assert "two" not in shown(view="open")
        clock.forward(hours=1)
        assert (shown(view="snoozed"), shown(view="mine")) == ([], ["two"])

    def test_all_has_the_closed_ones_too(self, shown, do, desk, team, tickets):
        do(desk.close, tickets["one"], team.sam, None)

        assert shown(view="all", sort="oldest") == ["one", "two", "three", "four"]
        assert shown(view="open") == ["two", "three", "four"]


class TestFilters:
    def test_topic_tag_and_priority(self, shown, do, desk, team, tickets):
        do(desk.set_topic, tickets["one"], team.sam, None, to="Fees")
        do(desk.add_tag, tickets["two"], team.sam, tag="DCC")
        do(desk.set_priority, tickets["three"], team.sam, None, to=Priority.LOW)

        assert shown(topic="Fees") == ["one"]
        assert shown(tag="Dcc ") == ["two"]
        assert shown(priority=Priority.LOW) == ["three"]
        assert shown(topic="Fees", tag="dcc") == []

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("asha", ["one", "four"]),
            ("ASHA metering", ["one", "four"]),
            ("brook.example", ["two"]),
            ("northern", ["one", "four"]),
            ("approv last", ["one"]),
            ("ångström", ["three"]),
            ("ÅNGSTRÖM", ["three"]),
            ("100%", ["two"]),
            ("credit_cover", ["two"]),
            ("creditxcover", []),
            ("dit_cov", ["two"]),
            ("of credit", ["two"]),
            ("C:\\forms", ["three"]),
            ("who'll", ["four"]),
            ("'; DROP TABLE ticket; --", []),
            ("x" * 200, []),
            ("nothing\x00", []),
            (" ", ["one", "two", "three", "four"]),
        ],
    )
    def test_words_are_found_wherever_they_stand(self, shown, text, names):
        assert shown(text=text) == names

    def test_a_reference_is_found_in_any_spelling(self, shown, tickets):
        number = tickets["three"]

        for text in (f"SECAS-{number:06d}", f"secas-{number}", f" #{number} "):
            assert shown(text=text) == ["three"]
        assert "three" in shown(text=str(number))
        assert shown(text="SECAS-9999999999") == []

    def test_signs_of_like_stand_for_themselves(self):
        assert escape_like("100%_\\") == "100\\%\\_\\\\"


class TestOrder:
    def test_each_sort_key(self, shown, do, desk, team, tickets, clock):
        do(desk.set_priority, tickets["three"], team.sam, None, to=Priority.URGENT)
        clock.forward(minutes=10)
        do(desk.set_topic, tickets["two"], team.sam, None, to="Fees")

        assert shown(sort="due") == ["three", "one", "two", "four"]
        assert shown(sort="priority") == ["three", "one", "two", "four"]
        assert shown(sort="newest") == ["four", "three", "two", "one"]
        assert shown(sort="oldest") == ["one", "two", "three", "four"]
        assert shown(sort="updated")[0] == "two"

    @pytest.mark.parametrize("sort", SORTS)
    def test_pages_hold_every_ticket_once_and_end(self, database, desk, team, do, tickets, sort):
        # Two that nothing is due of stand at the same place in the queue.
        for name in ("one", "two"):
            do(desk.reply, tickets[name], team.sam, None, text="Which year?")
        after, seen, pages = "", [], 0
        while pages < 9:
            with database.session() as session:
                page = desk.queue(session, Filter(sort=sort, limit=1, after=after), team.sam)
            seen += [ticket.id for ticket in page.tickets]
            pages, after = pages + 1, page.next
            if not after:
                break

        with database.session() as session:
            whole = desk.queue(session, Filter(sort=sort), team.sam)
        assert seen == [ticket.id for ticket in whole.tickets]
        assert pages == 4

    def test_a_page_goes_on_where_the_last_one_ended_though_tickets_went(
        self, database, desk, team, do, tickets
    ):
        with database.session() as session:
            first = desk.queue(session, Filter(sort="oldest", limit=2), team.sam)
        do(desk.close, tickets["one"], team.sam, None)
        with database.session() as session:
            second = desk.queue(session, Filter(sort="oldest", limit=2, after=first.next), team.sam)

        assert [ticket.id for ticket in second.tickets] == [tickets["three"], tickets["four"]]


class TestBadInput:
    @pytest.mark.parametrize(
        ("chosen", "words"),
        [
            ({"view": "everything"}, "no view “everything”. There are: mine,"),
            ({"sort": "id; DROP TABLE ticket"}, "no sort key “id; DROP TABLE ticket”. There are: due,"),
            ({"sort": "password"}, "no sort key"),
            ({"limit": 0}, "1 to 200 tickets, not 0"),
            ({"limit": 201}, "not 201"),
            ({"text": "ab " * 400_000}, "up to 200 characters"),
            ({"text": "ab"}, "at least 3 characters"),
            ({"text": "% _"}, "at least 3 characters"),
            ({"after": "x"}, "no such page"),
            ({"after": "1"}, "no such page"),
            ({"after": "1_2_3"}, "no such page"),
            ({"after": "-1_2"}, "no such page"),
            ({"after": "1_" + "9" * 30}, "no such page"),
            ({"after": "²_1"}, "no such page"),
        ],
    )
    def test_it_is_refused(self, shown, chosen, words):
        with pytest.raises(InvalidInput, match=words):
            shown(**chosen)

    def test_a_page_far_behind_the_end_is_empty(self, shown):
        assert shown(after="999999999999999999_999999999999999999") == []

    def test_every_name_is_known(self, shown):
        for view in VIEWS:
            for sort in SORTS:
                assert isinstance(shown(view=view, sort=sort), list)


class TestNumberOfQueries:
    def test_a_page_is_one_query_however_many_tickets_it_has(self, database, desk, team, tickets):
        from sqlalchemy import event

        asked = []
        event.listen(database.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
        with database.session() as session:
            page = desk.queue(session, Filter(), team.sam)
            names = [(ticket.person.name, ticket.assignee) for ticket in page.tickets]

        assert len(names) == 4
        assert len([statement for statement in asked if "FROM ticket" in statement]) == 1
        with database.session() as session:
            assert session.query(Ticket).count() == 4
