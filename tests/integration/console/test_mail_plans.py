"""Whichever list of mails staff look at, the database finds it by an index: read from its own plans."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite

from connectors.services.staff.mail_listing import VIEWS, mails_query
from knowledge.database import Database
from knowledge.mail_tables import IncomingMail, OutgoingMail
from tests.doubles.post import MONDAY
from tests.integration.conftest import postgres_database

MAILS = 12_000
AFTER = "1793613600000000_" + "8" * 32


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """A database in which the tables are large enough for the planner to care."""
    if request.param == "sqlite":
        yield from _filled(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'helpdesk.db'}")
        return
    with postgres_database(request.getfixturevalue("postgres")) as address:
        yield from _filled(address)


def _filled(address):
    database = Database(address)
    database.upgrade()
    with database.engine.begin() as connection:
        connection.execute(insert(IncomingMail), [_mail(number) for number in range(MAILS)])
        connection.execute(insert(OutgoingMail), [_letter(number) for number in range(MAILS)])
        connection.execute(text("ANALYZE"))
    yield database
    database.close()


def _mail(number):
    """Of a hundred mails most are answered, a few set aside, and hardly any is spam or unreadable."""
    action, rule = ("answer", "decided")
    if number % 10 == 0:
        action, rule = ("ignore", "auto_submitted")
    if number % 100 == 1:
        action, rule = ("quarantine", "marked_as_spam")
    if number % 100 == 2:
        action, rule = ("handoff", "not_readable")
    return {
        "id": f"{number:032x}",
        "mailbox": "box",
        "place": str(number),
        "raw": b"x",
        "state": "done",
        "received_at": MONDAY + timedelta(minutes=number),
        "action": action,
        "rule": rule,
        "keys": [],
        "questions": [],
    }


def _letter(number):
    state = "draft" if number % 100 == 3 else "given_up" if number % 500 == 4 else "sent"
    at = MONDAY + timedelta(minutes=number)
    return {
        "id": f"{number:032x}",
        "message_id": f"<{number}@x>",
        "incoming_id": f"{number:032x}",
        "kind": "answer",
        "recipient": "x@y.example",
        "raw": b"x",
        "state": state,
        "next_try_at": at,
        "created_at": at,
    }


def plan(database, statement):
    """Return the lines of a statement's plan."""
    if database.engine.dialect.name == "sqlite":
        prefix, dialect, column = "EXPLAIN QUERY PLAN ", sqlite.dialect(), 3
    else:
        prefix, dialect, column = "EXPLAIN ", postgresql.dialect(), 0
    words = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    with database.engine.connect() as connection:
        return [str(row[column]) for row in connection.exec_driver_sql(prefix + words.replace("%", "%%"))]


def reads_all(lines):
    """Tell whether a whole table of mails is read. An index that gives the order ends with the page."""
    return any(
        "Seq Scan on incoming_mail" in line
        or "Seq Scan on outgoing_mail" in line
        or (line.startswith("SCAN") and "USING INDEX" not in line)
        for line in lines
    )


class TestMailPage:
    @pytest.mark.parametrize("after", ["", AFTER], ids=["first", "later"])
    @pytest.mark.parametrize("view", VIEWS)
    def test_it_uses_an_index(self, filled, view, after):
        assert not reads_all(plan(filled, mails_query(view, after, 25)))

    def test_without_one_it_would_be_seen(self, filled):
        no_index = mails_query("all", "", 25).where(IncomingMail.sender == "x").order_by(None)

        assert reads_all(plan(filled, no_index.order_by(IncomingMail.subject)))
