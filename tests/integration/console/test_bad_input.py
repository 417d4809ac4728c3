"""What can't be done is said in plain words, to staff and to their programs, and changes nothing."""

import pytest
from sqlalchemy import func, select

from connectors.console.ticket_actions import DEEDS
from connectors.desk.addresses import NOBODY
from connectors.web.staff_api.ticket_verbs import VERBS
from knowledge.mail_tables import OutgoingMail
from knowledge.staff_tables import CannedReply
from knowledge.tables import Closure, Entry, Message, Revision, Ticket, TicketEvent
from tests.doubles.desk_parts import add_ticket
from tests.integration.console.test_tickets import Desk
from tests.integration.web.staff_program import Program
from tests.integration.web.test_staff_api import BODIES, draft

MEGABYTE = "x" * 1_000_000
KEPT = (Message, TicketEvent, Entry, Revision, Closure, CannedReply, OutgoingMail)
CLOSED = "SECAS-000001 is closed. Please reopen it first."
NO_WAY = "This customer left no address that can be written to, and there is no chat to reply in."


@pytest.fixture
def program(app, store, clock):
    return Program.of(app, store, clock, "Pat Quinn", "editor")


@pytest.fixture
def kept(store):
    """Returns all that could be changed, to be compared."""

    def look():
        with store.session() as session:
            counts = [session.scalar(select(func.count()).select_from(table)) for table in KEPT]
            tickets = session.scalars(select(Ticket).order_by(Ticket.id))
            return counts, [(t.id, t.status, t.version, t.merged_into_id, t.topic) for t in tickets]

    return look


def versions(program, number):
    return program.get(f"/tickets/{number}").json["ticket"]["version"]


class TestAClosedTicket:
    @pytest.fixture
    def closed(self, agent, make_ticket):
        first, _, _ = make_ticket()
        make_ticket("Another one?")
        Desk(agent, first).do("close")
        return first

    @pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"reopen", "transcript"}))
    def test_is_not_worked_on_in_the_console(self, agent, closed, kept, deed):
        before = kept()
        values = {"assign": "1", "snooze": "2h", "priority": "urgent"}
        other = "SECAS-000002" if deed in {"merge", "link", "unlink"} else "x"
        desk = Desk(agent, closed).do(deed, values.get(deed, other))

        assert (desk.status, CLOSED in desk.text) == (409, True)
        assert kept() == before

    @pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.name != "reopen"], ids=lambda v: v.name)
    def test_is_not_worked_on_by_programs(self, program, closed, kept, verb):
        before = kept()
        body = BODIES.get(verb.body.__name__)
        answer = program.post(f"/tickets/{closed}/{verb.name}", body, seen=versions(program, closed))

        assert (answer.status_code, answer.json["detail"]) == (409, CLOSED)
        assert kept() == before


class TestTwoTicketsMergedIntoEachOther:
    SAID = "SECAS-000001 was merged into SECAS-000002. Please go on there."

    def test_at_once_are_merged_once(self, agent, editor, program, make_ticket, kept):
        one, two = make_ticket()[0], make_ticket("Another one?")[0]
        mine, hers = Desk(agent, one), Desk(editor, two)
        mine.do("merge", "SECAS-000002")
        before = kept()

        hers.do("merge", "SECAS-000001")
        by_program = program.post(f"/tickets/{two}/merge", {"other": one}, seen=versions(program, two))

        assert (hers.status, self.SAID in hers.text) == (409, True)
        assert (by_program.status_code, by_program.json["detail"]) == (409, self.SAID)
        assert kept() == before


class TestAReplyToWhoLeftNoAddress:
    @pytest.fixture
    def silent(self, store, clock):
        with store.session() as session:
            return add_ticket(session, email=NOBODY, channel="mail", now=clock()).id

    def test_is_refused_in_the_console(self, agent, silent, kept):
        before = kept()
        desk = Desk(agent, silent).reply("Dear whoever,")

        assert (desk.status, NO_WAY in desk.text) == (422, True)
        assert desk.box == "Dear whoever,"
        assert kept() == before

    def test_is_refused_to_programs(self, program, silent, kept):
        before = kept()
        answer = program.post(f"/tickets/{silent}/reply", {"text": "Dear whoever,"}, seen=1)

        assert (answer.status_code, NO_WAY in answer.json["detail"]) == (422, True)
        assert kept() == before


class TestAMegabyteOfText:
    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("/tickets/1/do", {"do": "note", "value": MEGABYTE, "version": "1"}),
            ("/tickets/1/reply", {"do": "send", "text": MEGABYTE, "version": "1"}),
            ("/tickets/1/split", {"question": MEGABYTE, "version": "1"}),
            ("/replies", {"id": "", "version": "", "title": "A", "text": MEGABYTE}),
            ("/faq/new", draft(body=MEGABYTE)),
            ("/hours", {"first_day": "2026-05-06", "reason": MEGABYTE}),
            ("/people", {"name": MEGABYTE, "email": "a@example.org", "role": "agent"}),
            ("/sign-in", {"email": MEGABYTE, "password": MEGABYTE}),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_is_too_long_for_every_form(self, admin, make_ticket, kept, path, form):
        make_ticket()
        before = kept()
        admin.post(path, form)

        assert admin.status == 413
        assert "This is too long. Please shorten it." in admin.text
        assert kept() == before

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/tickets", {"name": "A", "email": "a@example.org", "question": MEGABYTE}),
            ("POST", "/tickets/1/reply", {"text": MEGABYTE}),
            ("POST", "/tickets/1/note", {"text": MEGABYTE}),
            ("POST", "/entries", draft(body=MEGABYTE)),
            ("PUT", "/entries/credit-cover/draft", draft(body=MEGABYTE)),
        ],
    )
    def test_is_too_long_for_programs(self, program, make_ticket, faq, kept, method, path, body):
        make_ticket()
        before = kept()
        answer = program.call(method, path, body, seen=1, **{"Idempotency-Key": "k"})

        assert answer.status_code == 413
        assert answer.json["detail"] == "This is too long. Please shorten it, or send it in parts."
        assert kept() == before
