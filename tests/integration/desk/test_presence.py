"""Two people on one ticket see each other."""

from threading import Barrier, Thread

from connectors.desk.presence import LASTS, forget_absent
from knowledge.queue_tables import TicketPresence


def look(database, desk, ticket_id, actor, **named):
    with database.session() as session:
        others = desk.look_at(session, ticket_id, actor, **named)
        return [(other.person.name, other.writing) for other in others]


class TestPresence:
    def test_each_sees_the_other_but_not_themselves(self, database, desk, team, ticket_id):
        assert look(database, desk, ticket_id, team.sam) == []
        assert look(database, desk, ticket_id, team.mira) == [("Sam Okoro", False)]
        assert look(database, desk, ticket_id, team.sam, writing=True) == [("Mira Novak", False)]
        assert look(database, desk, ticket_id, team.mira) == [("Sam Okoro", True)]

    def test_who_leaves_is_gone(self, database, desk, team, ticket_id):
        look(database, desk, ticket_id, team.sam)
        with database.session() as session:
            desk.leave(session, ticket_id, team.sam)

        assert look(database, desk, ticket_id, team.mira) == []

    def test_who_gives_no_sign_is_gone_after_a_while(self, database, desk, team, ticket_id, clock):
        look(database, desk, ticket_id, team.sam)
        clock.forward(seconds=LASTS.total_seconds() - 1)
        assert look(database, desk, ticket_id, team.mira) == [("Sam Okoro", False)]
        clock.forward(seconds=1)

        assert look(database, desk, ticket_id, team.mira) == []

    def test_old_signs_are_forgotten(self, database, desk, team, ticket_id, clock):
        look(database, desk, ticket_id, team.sam)
        clock.forward(seconds=60)
        look(database, desk, ticket_id, team.mira)
        with database.session() as session:
            forget_absent(session, clock())
            assert [row.person_id for row in session.query(TicketPresence)] == [team.mira.person_id]

    def test_two_windows_of_one_person_at_the_same_moment_are_one(self, database, desk, team, ticket_id):
        start, errors = Barrier(4), []

        def work():
            try:
                start.wait()
                look(database, desk, ticket_id, team.sam)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                errors.append(error)

        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert errors == []
        with database.session() as session:
            assert session.query(TicketPresence).count() == 1

    def test_it_is_no_change_of_the_ticket(self, database, desk, team, ticket_id):
        look(database, desk, ticket_id, team.sam)
        with database.session() as session:
            assert desk.claim(session, ticket_id, team.mira, 1).version == 2
