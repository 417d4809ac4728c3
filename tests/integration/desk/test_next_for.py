"""Next for me: whoever asks, and however many ask at once, nobody gets what another has."""

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

from connectors.desk.actors import Actor
from knowledge.tables import Ticket, TicketEvent
from tests.doubles.desk_parts import NOW, add_staff, add_ticket

PEOPLE = 50


def add_tickets(database, number):
    with database.session() as session:
        return [add_ticket(session, f"key-{n}", now=NOW + timedelta(minutes=n)).id for n in range(number)]


def all_at_once(database, desk, actors):
    """Let everybody ask for their next ticket at the same moment; return who got which."""
    start, got, errors = Barrier(len(actors)), [], []

    def ask(actor: Actor):
        try:
            start.wait()
            with database.session() as session:
                ticket = desk.next_for(session, actor)
            got.append((actor.person_id, ticket and ticket.id))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            errors.append(error)

    threads = [Thread(target=ask, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return got


class TestFiftyPeople:
    def everybody(self, database):
        with database.session() as session:
            return [add_staff(session, f"Agent{n} Smith") for n in range(PEOPLE)]

    def test_each_gets_another_ticket(self, database, desk):
        actors, tickets = self.everybody(database), add_tickets(database, PEOPLE)

        got = all_at_once(database, desk, actors)

        assert sorted(number for _, number in got) == tickets
        with database.session() as session:
            kept = {ticket.id: ticket.assignee_id for ticket in session.query(Ticket)}
            claims = Counter(
                event.ticket_id for event in session.query(TicketEvent).filter_by(kind="claimed")
            )
        assert kept == {number: person for person, number in got}
        assert set(claims.values()) == {1}

    def test_who_comes_too_late_gets_none(self, database, desk):
        actors, tickets = self.everybody(database), add_tickets(database, 20)

        got = [number for _, number in all_at_once(database, desk, actors)]

        assert sorted(number for number in got if number) == tickets
        assert got.count(None) == PEOPLE - 20


class TestWhich:
    def next(self, database, desk, actor):
        with database.session() as session:
            ticket = desk.next_for(session, actor)
            return ticket and ticket.id

    def test_what_is_due_first_comes_first(self, database, desk, team):
        first, second = add_tickets(database, 2)
        with database.session() as session:
            urgent = add_ticket(session, "urgent", now=NOW + timedelta(hours=5)).id
            session.get_one(Ticket, urgent).queue_at = NOW + timedelta(hours=6)

        assert [self.next(database, desk, team.sam) for _ in range(4)] == [urgent, first, second, None]

    def test_it_is_open_with_its_event_at_the_new_version(self, database, desk, team):
        (number,) = add_tickets(database, 1)
        self.next(database, desk, team.sam)

        with database.session() as session:
            ticket = session.get_one(Ticket, number)
            assert (ticket.status, ticket.version, ticket.assignee_id) == ("open", 2, team.sam.person_id)
            event = ticket.events[-1]
            assert (event.kind, event.version, event.data) == ("claimed", 2, {"next": True})

    def test_what_is_put_aside_waiting_or_closed_is_left(self, database, desk, team, clock):
        aside, waiting, closed = add_tickets(database, 3)
        with database.session() as session:
            desk.snooze(session, aside, team.mira, 1, until=NOW + timedelta(days=1))
            desk.reply(session, waiting, team.mira, 1, text="Which year?")
            desk.release(session, waiting, team.mira)
            desk.close(session, closed, team.mira, 1)

        assert self.next(database, desk, team.sam) is None
        clock.forward(days=1)
        assert self.next(database, desk, team.sam) == aside
