"""Staff's programs, on every database: what they can do, and what nobody can do with them."""

import threading

import pytest
from sqlalchemy import select, update

from connectors.services.staff.accounts import change_role, get_account, set_active
from connectors.services.staff.api_tokens import SCOPES, revoke_token, tokens_of
from connectors.web.app import create_web_app
from connectors.web.openapi import openapi_document
from connectors.web.rates import RateLimits, Rates
from connectors.web.staff_api.operations import STAFF_OPERATIONS
from knowledge.api_tables import ApiToken
from knowledge.faq import published_entries
from knowledge.importer import import_entries
from knowledge.tables import Message, Ticket, TicketEvent
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import staff
from tests.doubles.desk_parts import add_conversation, add_ticket
from tests.doubles.web_parts import FixedClock, web_parts
from tests.integration.web.conftest import Visitor
from tests.integration.web.staff_program import Program, token_for
from tests.integration.web.test_openapi import conforms

TICKET = "/api/v1/tickets/{ticket_id}"
ENTRY = "/api/v1/entries/{entry_key}"
KEY = "credit-cover"


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def app(database, clock):
    return create_web_app(web_parts(database, clock=clock))


@pytest.fixture
def sam(app, database, clock):
    """A program of an agent's."""
    return Program.of(app, database, clock)


@pytest.fixture
def priya(app, database, clock):
    """A program of an editor's."""
    return Program.of(app, database, clock, "Priya Nair", "editor")


@pytest.fixture
def tickets(database, clock):
    """Three tickets, the first with a conversation."""
    with database.session() as session:
        first = add_ticket(session, conversation=add_conversation(session), now=clock())
        clock.forward(minutes=1)
        others = [add_ticket(session, f"key-{number}", now=clock()) for number in (2, 3)]
        return [ticket.id for ticket in (first, *others)]


@pytest.fixture
def faq(database, clock):
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)


CALLER = {
    "name": "Jane Cole",
    "email": "Jane.Cole@coleco.example",
    "organisation": "Cole & Co",
    "question": "How do we\nleave the code?",
}


def draft(**changes):
    fields = {
        "category": "Credit cover",
        "title": "What is credit cover?",
        "body": "Money that is **kept aside**.",
        "audience": "everyone",
        "source": "https://www.example.org/faq/",
        "reviewed": "2026-05-01",
        "remark": "Shorter.",
    }
    return fields | changes


class TestTickets:
    def test_are_listed_page_by_page(self, sam, tickets):
        first = sam.get("/tickets?limit=2")
        second = sam.get(f"/tickets?limit=2&after={first.json['next']}")

        assert [ticket["id"] for ticket in (*first.json["tickets"], *second.json["tickets"])] == tickets
        assert second.json["next"] == ""
        conforms(first, "get", "/api/v1/tickets")

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("view=mine", 0),
            ("view=unassigned", 3),
            ("q=SECAS-000002", 1),
            ("q=approved increase", 3),
            ("priority=urgent", 0),
            ("sort=newest&limit=1", 1),
        ],
    )
    def test_are_filtered(self, sam, tickets, query, count):
        assert len(sam.get(f"/tickets?{query}").json["tickets"]) == count

    @pytest.mark.parametrize(
        "query",
        [
            "view=secret",
            "sort=password_hash",
            "sort=id;drop table ticket",
            "order=id",
            "limit=0",
            "limit=201",
            "limit=x",
            "after=x",
            "priority=9",
            "view=mine&view=all",
            "q=ab",
        ],
    )
    def test_of_filters_that_are_none_are_refused(self, sam, tickets, query):
        """Line 18: columns from a list."""
        answer = sam.get(f"/tickets?{query}")

        assert answer.status_code == 422
        conforms(answer, "get", "/api/v1/tickets")

    def test_are_read_with_all_that_belongs_to_them(self, sam, tickets):
        answer = sam.get(f"/tickets/{tickets[0]}")

        assert answer.json["ticket"]["reference"] == "SECAS-000001"
        assert answer.json["ticket"]["person"]["email"] == "asha.patel@example.org"
        assert [event["kind"] for event in answer.json["events"]] == ["created"]
        assert answer.headers["ETag"] == '"1"'
        conforms(answer, "get", TICKET)

    def test_are_worked_on_by_the_verbs_of_the_desk(self, sam, tickets):
        one, two = tickets[:2]
        version = 1
        for verb, body, versioned in [
            ("claim", None, False),
            ("reply", {"text": "It was the *Panel*."}, True),
            ("note", {"text": "Asked before."}, False),
            ("priority", {"to": "urgent"}, True),
            ("topic", {"to": "Charges"}, True),
            ("tag", {"tag": "panel"}, False),
            ("untag", {"tag": "panel"}, False),
            ("snooze", {"until": "2026-12-01T09:00:00Z"}, True),
            ("wake", None, False),
            ("link", {"other": two}, False),
            ("unlink", {"other": two}, False),
            ("assign", {"to": sam.person}, True),
            ("release", None, True),
            ("resolve", None, True),
            ("reopen", None, False),
            ("split", {"question": "And who set the other fee?"}, True),
            ("close", None, True),
        ]:
            answer = sam.post(f"/tickets/{one}/{verb}", body, seen=version if versioned else None)
            assert answer.status_code == 200, (verb, answer.json)
            conforms(answer, "post", f"{TICKET}/{verb}")
            version = answer.json["ticket"]["version"]
            assert answer.headers["ETag"] == f'"{version}"'
        merged = sam.post(
            f"/tickets/{two}/merge",
            {"other": tickets[2]},
            seen=sam.get(f"/tickets/{two}").json["ticket"]["version"],
        )

        assert merged.json["ticket"]["merged_into"] == tickets[2]
        kinds = [event["kind"] for event in sam.get(f"/tickets/{one}").json["events"]]
        assert kinds[:5] == ["created", "claimed", "replied", "noted", "priority_set"]

    def test_of_everybody_are_handed_out_one_by_one(self, sam, tickets):
        taken = [sam.post("/tickets/next").json["ticket"] for _ in range(4)]

        assert [ticket and ticket["id"] for ticket in taken] == [*tickets, None]

    def test_that_changed_meanwhile_are_not_overwritten(self, sam, priya, tickets):
        priya.post(f"/tickets/{tickets[0]}/claim")
        answer = sam.post(f"/tickets/{tickets[0]}/reply", {"text": "Mine."}, seen=1)

        assert answer.status_code == 412
        assert "Priya Nair took it" in answer.json["detail"]
        conforms(answer, "post", f"{TICKET}/reply")

    @pytest.mark.parametrize("seen", [None, "", "*", "1", 'W/"1"', '"1", "2"', '"-1"', '"x"'])
    def test_are_not_changed_by_who_does_not_say_what_they_have_seen(self, sam, tickets, seen):
        headers = {} if seen is None else {"If-Match": seen}
        answer = sam.post(f"/tickets/{tickets[0]}/close", **headers)

        assert answer.status_code == 428
        conforms(answer, "post", f"{TICKET}/close")

    def test_get_one_reply_where_one_request_is_sent_twice_at_once(self, sam, tickets, database, app):
        start, statuses = threading.Barrier(4), []

        def send():
            program = Program(app.test_client(), sam.token)
            start.wait()
            statuses.append(
                program.post(f"/tickets/{tickets[0]}/reply", {"text": "Once."}, seen=1).status_code
            )

        threads = [threading.Thread(target=send) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        assert sorted(statuses) == [200, 412, 412, 412]
        with database.session() as session:
            assert len(session.scalars(select(Message).where(Message.author == "staff")).all()) == 1

    def test_a_reply_is_read_by_the_visitor_as_from_its_owner(self, app, sam):
        visitor = Visitor(app.test_client())
        visitor.hand_over()
        sam.post("/tickets/1/reply", {"text": "It was the Panel."}, seen=1)

        message = visitor.since().json["messages"][-1]
        assert (message["text"], message["by"]) == ("It was the Panel.", "Sam Okoro")

    @pytest.mark.parametrize(
        ("verb", "body"),
        [
            ("reply", {"text": "x", "then": "closed"}),
            ("reply", {"text": "  "}),
            ("reply", {"text": "x" * 20_001}),
            ("reply", {}),
            ("note", {"text": 1}),
            ("assign", {"to": "1"}),
            ("assign", {"to": 0}),
            ("assign", {"to": 2**31}),
            ("snooze", {"until": "tomorrow"}),
            ("snooze", {"until": "2026-12-01T09:00:00"}),
            ("snooze", {"until": "2020-12-01T09:00:00Z"}),
            ("priority", {"to": "asap"}),
            ("topic", {"to": "two\nlines"}),
            ("tag", {"tag": ""}),
            ("merge", {"other": 1}),
            ("split", {"question": "x", "messages": [99]}),
        ],
    )
    def test_say_what_is_wrong_and_change_nothing(self, sam, tickets, database, verb, body):
        answer = sam.post(f"/tickets/{tickets[0]}/{verb}", body, seen=1)

        assert answer.status_code == 422, answer.json
        conforms(answer, "post", f"{TICKET}/{verb}")
        with database.session() as session:
            assert session.scalars(
                select(TicketEvent.kind).where(TicketEvent.ticket_id == tickets[0])
            ).all() == ["created"]

    def test_are_not_given_to_customers_or_to_who_has_left(self, sam, tickets, database, clock):
        gone = staff(database, clock, "Gone Away")
        staff(database, clock, "Ada Byrne", "admin")
        with database.session() as session:
            set_active(session, clock(), get_account(session, gone), active=False, actor_id=gone)
            customer = session.get_one(Ticket, tickets[0]).person_id

        for person in (gone, customer, 99):
            answer = sam.post(f"/tickets/{tickets[0]}/assign", {"to": person}, seen=1)
            assert answer.status_code == 422
            assert "member of staff" in answer.json["detail"]


class TestEnteringATicket:
    def enter(self, program, key="call-1", **changes):
        return program.post("/tickets", CALLER | changes, **({"Idempotency-Key": key} if key else {}))

    def test_puts_it_into_the_queue_with_who_entered_it(self, sam, tickets):
        answer = self.enter(sam)

        assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
        made = answer.json["ticket"]
        assert made["question"] == CALLER["question"]
        assert made["person"]["email"] == "jane.cole@coleco.example"
        assert made["due_at"] is not None
        assert [event["words"] for event in answer.json["events"]] == ["Sam Okoro entered it by a program"]
        assert made["id"] in [ticket["id"] for ticket in sam.get("/tickets?view=unassigned").json["tickets"]]
        conforms(answer, "post", "/api/v1/tickets")

    def test_again_under_the_same_key_makes_no_second_one(self, sam):
        one, two = self.enter(sam), self.enter(sam)

        assert one.json == two.json

    def test_under_a_key_that_was_used_for_another_is_refused(self, sam, database):
        self.enter(sam)
        answer = self.enter(sam, question="Another question?")

        assert answer.status_code == 409
        assert "used for another ticket" in answer.json["detail"]
        conforms(answer, "post", "/api/v1/tickets")
        assert self.count(database) == 1

    def test_under_a_colleagues_key_makes_one_of_its_own(self, sam, priya):
        assert self.enter(sam).json["ticket"]["id"] != self.enter(priya).json["ticket"]["id"]

    def test_four_times_at_once_under_one_key_makes_one(self, sam, app, database):
        start, made = threading.Barrier(4), []

        def send():
            program = Program(app.test_client(), sam.token)
            start.wait()
            made.append(self.enter(program).json["ticket"]["id"])

        threads = [threading.Thread(target=send) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        assert made == made[:1] * 4
        assert self.count(database) == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("name", "Jane\r\nBcc: x@y.example"),
            ("email", "nobody"),
            ("organisation", "x" * 201),
            ("question", ""),
            ("question", "x" * 4001),
            ("status", "closed"),
            ("assignee", 1),
        ],
    )
    def test_says_which_field_is_wrong_and_makes_nothing(self, sam, database, field, value):
        answer = self.enter(sam, **{field: value})

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
        assert self.count(database) == 0
        conforms(answer, "post", "/api/v1/tickets")

    @pytest.mark.parametrize("key", [None, "", "x" * 81, "é"])
    def test_without_a_key_is_refused(self, sam, database, key):
        answer = self.enter(sam, key)

        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json["detail"]
        assert self.count(database) == 0

    def count(self, database):
        with database.session() as session:
            return len(session.scalars(select(Ticket)).all())


class TestBeginningAnEntry:
    def test_keeps_a_draft_that_visitors_get_once_it_is_published(self, priya, faq, database):
        answer = priya.post("/entries", draft(title="How do we leave the code?"))

        assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
        made = answer.json["entry"]
        assert (made["key"], made["draft"], made["published"]) == ("how-do-we-leave-the-code", True, None)
        assert answer.json["revisions"][0]["note"] == "Shorter."
        conforms(answer, "post", "/api/v1/entries")
        with database.session() as session:
            assert made["key"] not in [entry.key for entry in published_entries(session)]
        published = priya.post(f"/entries/{made['key']}/publish", seen=1)
        assert published.json["entry"]["published"] == 1
        with database.session() as session:
            assert made["key"] in [entry.key for entry in published_entries(session)]

    def test_again_is_refused_and_makes_no_second_one(self, priya, faq):
        priya.post("/entries", draft(title="How do we leave the code?"))
        answer = priya.post("/entries", draft(title="How do we leave the code?"))

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["title"])
        assert "There is an entry 'how-do-we-leave-the-code' already." in answer.json["detail"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "?!"),
            ("title", "What\x00 is it?"),
            ("category", "Fees\x00"),
            ("source", "https://www.example.org/\x00"),
            ("title", "New"),
            ("body", "   "),
            ("body", "x" * 40_001),
            ("category", ""),
            ("audience", "nobody"),
            ("source", "javascript:alert(1)"),
            ("reviewed", "yesterday"),
            ("remark", "x" * 401),
            ("key", "another"),
            ("status", "published"),
        ],
    )
    def test_says_which_field_is_wrong_and_makes_nothing(self, priya, faq, field, value):
        answer = priya.post("/entries", draft(title="How do we leave the code?") | {field: value})

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
        assert len(priya.get("/entries").json["entries"]) == len(ENTRIES)
        conforms(answer, "post", "/api/v1/entries")

    def test_is_not_for_agents(self, sam, faq, database):
        with database.session() as session:
            session.execute(update(ApiToken).values(scopes=list(SCOPES)))

        assert sam.post("/entries", draft(title="How do we leave the code?")).status_code == 403


class TestEntries:
    def test_are_listed_page_by_page(self, sam, faq):
        first = sam.get("/entries?limit=1")
        keys = [entry["key"] for entry in sam.get("/entries").json["entries"]]
        rest = sam.get(f"/entries?after={first.json['next']}")

        assert keys == list(ENTRIES)
        assert [entry["key"] for entry in (*first.json["entries"], *rest.json["entries"])] == keys
        conforms(first, "get", "/api/v1/entries")

    @pytest.mark.parametrize("query", ["status=secret", "after=nothing", "limit=0", "sort=id"])
    def test_of_filters_that_are_none_are_refused(self, sam, faq, query):
        answer = sam.get(f"/entries?{query}")

        assert answer.status_code == 422
        conforms(answer, "get", "/api/v1/entries")

    def test_are_drafted_published_reviewed_withdrawn_and_restored(self, sam, priya, faq):
        saved = priya.put(f"/entries/{KEY}/draft", draft(), seen=1)
        assert (saved.status_code, saved.headers["ETag"], saved.json["entry"]["draft"]) == (200, '"2"', True)
        conforms(saved, "put", f"{ENTRY}/draft")
        published = priya.post(f"/entries/{KEY}/publish", seen=2)
        assert published.json["entry"]["published"] == 2
        conforms(published, "post", f"{ENTRY}/publish")
        reviewed = priya.post(f"/entries/{KEY}/review", seen=2)
        assert reviewed.json["revisions"][0]["reviewed_on"] == "2026-05-02"
        conforms(reviewed, "post", f"{ENTRY}/review")
        withdrawn = priya.post(f"/entries/{KEY}/withdraw", seen=3)
        assert withdrawn.json["entry"]["status"] == "withdrawn"
        conforms(withdrawn, "post", f"{ENTRY}/withdraw")
        assert [entry["key"] for entry in sam.get("/entries?status=withdrawn").json["entries"]] == [KEY]
        restored = priya.post(f"/entries/{KEY}/restore", seen=3)
        assert restored.json["entry"]["status"] == "published"
        conforms(restored, "post", f"{ENTRY}/restore")
        conforms(sam.get(f"/entries/{KEY}"), "get", ENTRY)

    def test_that_changed_meanwhile_are_not_overwritten(self, priya, faq):
        priya.put(f"/entries/{KEY}/draft", draft(), seen=1)
        answer = priya.put(f"/entries/{KEY}/draft", draft(body="Other words."), seen=1)

        assert answer.status_code == 412
        conforms(answer, "put", f"{ENTRY}/draft")
        assert priya.post(f"/entries/{KEY}/withdraw", seen=1).status_code == 412

    def test_without_a_draft_are_not_published(self, priya, faq):
        answer = priya.post(f"/entries/{KEY}/publish", seen=1)

        assert answer.status_code == 409
        conforms(answer, "post", f"{ENTRY}/publish")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("body", "   "),
            ("body", "x" * 40_001),
            ("audience", "nobody"),
            ("reviewed", "yesterday"),
            ("remark", "x" * 401),
            ("status", "published"),
            ("key", "another"),
            ("published_at", "2026-05-01T00:00:00Z"),
        ],
    )
    def test_say_which_field_is_wrong(self, priya, faq, field, value):
        answer = priya.put(f"/entries/{KEY}/draft", draft(**{field: value}), seen=1)

        assert answer.status_code == 422
        assert list(answer.json["errors"]) == [field]
        conforms(answer, "put", f"{ENTRY}/draft")

    def test_of_an_agent_are_read_only(self, app, database, clock, faq, sam):
        with database.session() as session:
            session.execute(update(ApiToken).values(scopes=list(SCOPES)))

        for method, verb in [("PUT", "draft"), ("POST", "publish"), ("POST", "withdraw")]:
            answer = sam.call(method, f"/entries/{KEY}/{verb}", draft() if verb == "draft" else None, seen=1)
            assert answer.status_code == 403


def calls(ticket="1", key=KEY):
    """Every call that a program can make."""
    for operation in STAFF_OPERATIONS:
        path = operation.path.removeprefix("/api/v1")
        yield operation, path.format(ticket_id=ticket, entry_key=key)


BODIES = {
    "NewReply": {"text": "x"},
    "NewNote": {"text": "x"},
    "NewAssignee": {"to": 1},
    "NewSnooze": {"until": "2026-12-01T09:00:00Z"},
    "NewPriority": {"to": "low"},
    "NewTopic": {"to": "x"},
    "Tag": {"tag": "x"},
    "OtherTicket": {"other": 2},
    "NewSplit": {"question": "x"},
    "NewDraft": draft(),
    "NewTicket": CALLER,
}


def body_of(operation):
    return BODIES.get(operation.body.__name__) if operation.body else None


class TestWhoMayCall:
    """Lines 7 and 20: tokens."""

    @pytest.mark.parametrize(
        "token",
        ["", " ", "secas_", "secas_" + "x" * 43, "x" * 43, "null", "secas_" + "é" * 43, "a" * 5000],
    )
    def test_nobody_without_a_token_that_is_good(self, app, tickets, sam, faq, token):
        for operation, path in calls():
            answer = Program(app.test_client(), token).call(
                operation.method, path, body_of(operation), seen=1
            )
            assert answer.status_code == 401, path
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            conforms(answer, operation.method, operation.path)

    def test_no_visitor(self, app, tickets, faq):
        visitor = Visitor(app.test_client())
        visitor.hand_over()
        for operation, path in calls():
            answer = Program(app.test_client(), visitor.token).call(
                operation.method, path, body_of(operation), seen=1
            )
            assert answer.status_code == 401, path

    def test_no_program_opens_a_visitors_conversation(self, app, sam):
        visitor = Visitor(app.test_client())

        assert sam.get(f"/conversations/{visitor.id}/messages").status_code == 404

    @pytest.mark.parametrize("scope", SCOPES)
    def test_each_scope_opens_what_it_says_and_nothing_else(self, app, database, clock, tickets, faq, scope):
        program = Program.of(app, database, clock, "Ada Byrne", "admin", [scope])
        for operation, path in calls():
            answer = program.call(operation.method, path, body_of(operation), seen=99)
            assert (answer.status_code != 403) == (operation.scope == scope), path
            if answer.status_code == 403:
                conforms(answer, operation.method, operation.path)

    def test_no_token_after_its_day(self, sam, clock):
        clock.forward(days=30)

        assert sam.get("/tickets").status_code == 401

    def test_no_token_that_was_revoked(self, sam, database, clock):
        with database.session() as session:
            (token,) = tokens_of(session, sam.person)
            revoke_token(session, clock(), sam.person, token.id)

        assert sam.get("/tickets").status_code == 401

    def test_no_token_of_a_closed_account_also_when_it_is_opened_again(self, sam, database, clock):
        ada = staff(database, clock, "Ada Byrne", "admin")
        for active in (False, True):
            with database.session() as session:
                set_active(session, clock(), get_account(session, sam.person), active=active, actor_id=ada)
            assert sam.get("/tickets").status_code == 401

    def test_no_token_does_more_than_its_owner_may_by_now(self, priya, database, clock, faq):
        staff(database, clock, "Ada Byrne", "admin")
        with database.session() as session:
            change_role(session, clock(), get_account(session, priya.person), "agent", actor_id=priya.person)

        assert priya.put(f"/entries/{KEY}/draft", draft(), seen=1).status_code == 403
        assert priya.get("/entries").status_code == 200

    def test_the_last_use_is_written_down(self, sam, database, clock):
        sam.get("/tickets")

        with database.session() as session:
            assert tokens_of(session, sam.person)[0].used_at == clock()

    def test_too_often_is_refused_for_one_token_and_others_go_on(self, database, clock):
        rates = Rates(*["1000000/second"] * 6, token="2/minute")
        app = create_web_app(web_parts(database, clock=clock, limits=RateLimits(rates)))
        one, other = Program.of(app, database, clock), Program.of(app, database, clock, "Priya Nair")
        answers = [one.get("/tickets") for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 50
        conforms(answers[-1], "get", "/api/v1/tickets")
        assert other.get("/tickets").status_code == 200


class TestForeignIds:
    """Lines 6 to 8: unknown and foreign look alike, at every address."""

    @pytest.mark.parametrize("number", ["0", "99", "2147483648", "99999999999999999999"])
    def test_of_tickets_are_not_there(self, sam, tickets, number):
        details = set()
        for operation, path in calls(ticket=number):
            if "{ticket_id}" in operation.path:
                answer = sam.call(operation.method, path, body_of(operation), seen=1)
                assert answer.status_code == 404, path
                conforms(answer, operation.method, operation.path)
                details.add(answer.json["detail"])
        assert details == {"There is no such ticket."}

    @pytest.mark.parametrize(
        "key", ["nothing", "credit-cover2", "%2e%2e", "x" * 400, "'; drop table entry; --"]
    )
    def test_of_entries_are_not_there(self, priya, faq, key):
        for operation, path in calls(key=key):
            if "{entry_key}" in operation.path:
                answer = priya.call(operation.method, path, body_of(operation), seen=1)
                assert answer.status_code == 404, path

    def test_of_other_tickets_in_a_body_are_not_there(self, sam, tickets):
        for verb in ("merge", "link", "unlink"):
            answer = sam.post(f"/tickets/{tickets[0]}/{verb}", {"other": 99}, seen=1)
            assert answer.status_code == 404, verb

    def test_of_another_customers_messages_are_refused(self, sam, app, tickets):
        visitor = Visitor(app.test_client())
        message = visitor.send().json["message"]["id"]
        answer = sam.post(f"/tickets/{tickets[0]}/split", {"question": "x", "messages": [message]}, seen=1)

        assert answer.status_code == 422

    def test_a_token_of_a_colleague_cannot_be_revoked(self, sam, priya, database, clock):
        from knowledge.errors import NotFound

        with database.session() as session:
            (token,) = tokens_of(session, priya.person)
        for token_id in (token.id, 99):
            with pytest.raises(NotFound, match="There is no such token"), database.session() as session:
                revoke_token(session, clock(), sam.person, token_id)
        assert priya.get("/tickets").status_code == 200


class TestTwoVisitors:
    """Line 7: every id of a visitor's part, with the other one's token."""

    def test_open_nothing_of_each_other(self, app):
        one, other = Visitor(app.test_client()), Visitor(app.test_client())
        message = one.send().json["replies"][0]["id"]
        statuses = {}
        for conversation, token in [(one.id, other.token), ("0" * 32, other.token), (one.id, "wrong")]:
            other.base = f"/api/v1/conversations/{conversation}"
            other.headers = {"Authorization": f"Bearer {token}"}
            answers = [other.send(), other.since(), other.rate(message, True), other.hand_over()]
            statuses[conversation, token] = [
                (answer.status_code, answer.json["detail"]) for answer in answers
            ]

        assert len(set(map(tuple, statuses.values()))) == 1
        assert {status for status, _ in next(iter(statuses.values()))} == {404}

    def test_rate_no_message_of_the_other(self, app):
        one, other = Visitor(app.test_client()), Visitor(app.test_client())
        message = one.send().json["replies"][0]["id"]

        foreign, unknown = other.rate(message, False), other.rate(9999, False)

        assert (foreign.status_code, foreign.json["detail"]) == (unknown.status_code, unknown.json["detail"])
        assert foreign.status_code == 404


class TestUnknownFields:
    """Line 21: mass assignment."""

    def test_are_refused_at_every_address(self, priya, tickets, faq):
        for operation, path in calls():
            if operation.body is None:
                continue
            body = (body_of(operation) or {}) | {"version": 1, "assignee_id": 1}
            key = {"Idempotency-Key": "key"}
            answer = priya.call(operation.method, path, body, seen=1, **key)
            assert answer.status_code == 422, path
            assert set(answer.json["errors"]) == {"version", "assignee_id"}

    def test_of_queries_are_refused(self, priya, tickets, faq):
        for operation, path in calls():
            if operation.method == "get":
                assert priya.get(f"{path}?admin=1").status_code == 422, path

    @pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", '{"text": NaN}', "{" * 10_000])
    def test_and_what_is_no_json_is_refused(self, sam, tickets, body):
        headers = {"Authorization": f"Bearer {sam.token}", "Content-Type": "application/json"}
        answer = sam._client.post("/api/v1/tickets/1/note", data=body, headers=headers)

        assert answer.status_code in {400, 422}
        conforms(answer, "post", f"{TICKET}/note")

    def test_and_a_form_is_refused(self, sam, tickets):
        headers = {"Authorization": f"Bearer {sam.token}"}
        answer = sam._client.post("/api/v1/tickets/1/note", data={"text": "x"}, headers=headers)

        assert answer.status_code == 415

    def test_and_too_much_is_refused(self, sam, tickets):
        answer = sam.post("/tickets/1/note", {"text": "x" * 300_000})

        assert answer.status_code == 413
        conforms(answer, "post", f"{TICKET}/note")


class TestTokensAtRest:
    def test_are_hashed_and_never_logged(self, sam, database, capsys):
        sam.get("/tickets")
        sam.get("/tickets/99")

        with database.session() as session:
            row = session.scalars(select(ApiToken)).one()
        assert sam.token not in str(vars(row))
        assert sam.token not in capsys.readouterr().out

    def test_two_are_never_the_same(self, database, clock, sam):
        other = token_for(database, clock, sam.person, "tickets:read")

        assert other != sam.token
        assert other.startswith("secas_")
        assert len(other) == 49


class TestDescription:
    def test_names_the_scope_of_every_operation(self):
        document = openapi_document()
        for operation in STAFF_OPERATIONS:
            described = document["paths"][operation.path][operation.method]
            assert described["security"] == [{"staff": [operation.scope]}]

    def test_asks_for_a_version_exactly_where_the_code_does(self, priya, tickets, faq):
        for operation, path in calls():
            if operation.method != "get":
                answer = priya.call(operation.method, path, body_of(operation))
                assert (answer.status_code == 428) == operation.match, path
