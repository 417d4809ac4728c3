from connectors.desk.changing import Step
from connectors.desk.tidying import tidy
from knowledge.queue_tables import TicketPresence
from knowledge.tables import Ticket
from tests.doubles.desk_parts import DUE, add_ticket


class TestTidy:
    def tidied(self, database, clock):
        with database.session() as session:
            return tidy(session, Step(clock()), DUE)

    def test_what_stayed_resolved_for_two_weeks_is_closed_by_the_service(
        self, database, desk, team, clock, ticket_id
    ):
        with database.session() as session:
            other = add_ticket(session, "key-2").id
            desk.resolve(session, ticket_id, team.sam, 1)
        clock.forward(days=13, hours=23)
        assert self.tidied(database, clock) == 0
        clock.forward(hours=1)

        assert self.tidied(database, clock) == 1
        with database.session() as session:
            ticket = session.get_one(Ticket, ticket_id)
            assert ticket.status == "closed"
            assert (ticket.events[-1].kind, ticket.events[-1].actor_id) == ("closed", None)
            assert session.get_one(Ticket, other).status == "new"

    def test_who_has_gone_is_forgotten(self, database, desk, team, clock, ticket_id):
        with database.session() as session:
            desk.look_at(session, ticket_id, team.sam)
        clock.forward(minutes=5)
        self.tidied(database, clock)

        with database.session() as session:
            assert session.query(TicketPresence).all() == []
