"""The demo: data of its own that looks like a desk at work, made once, and nothing of the real service."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from connectors import wiring
from connectors.cli.demo.command import demo_settings, prepare
from connectors.cli.demo.filling import fill_demo
from connectors.cli.demo.people import TEAM
from connectors.cli.faq import STARTER
from connectors.services.reports.period import last_days
from connectors.services.reports.report import make_report
from connectors.services.staff.canned import all_replies
from connectors.settings import load_settings
from knowledge.database import Database
from knowledge.errors import Unavailable
from knowledge.staff_tables import StaffAccount
from knowledge.tables import NOTHING_DUE, Conversation, Entry, Message, Person, Ticket
from tests.doubles.console_parts import staff
from tests.doubles.web_parts import FixedClock

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
"""The clocks change in half an hour."""
NEW_YEAR = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)

TABLES = (Ticket, Message, Conversation, Person, StaffAccount, Entry)


def fill(database, now=TUESDAY):
    settings = load_settings({})
    with database.session() as session:
        return fill_demo(
            session, now, rules=wiring.desk_rules(settings), contact=wiring.contact(settings), faq=STARTER
        )


def sizes(database):
    with database.session() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


class TestFilling:
    def test_makes_three_people_and_twenty_tickets_in_every_state(self, database):
        passwords = fill(database)

        assert [member.role for member in passwords] == ["admin", "editor", "agent"]
        with database.session() as session:
            tickets = session.scalars(select(Ticket)).all()
            assert len(tickets) == 20
            assert {ticket.status for ticket in tickets} == {"new", "open", "waiting", "resolved", "closed"}
            assert {ticket.channel for ticket in tickets} == {"web", "mail"}
            assert sum(ticket.queue_at < TUESDAY for ticket in tickets) >= 3
            assert sum(TUESDAY < ticket.queue_at < NOTHING_DUE for ticket in tickets) >= 3
            assert (
                sum(bool(ticket.snoozed_until and ticket.snoozed_until > TUESDAY) for ticket in tickets) == 2
            )
            assert sum(ticket.merged_into_id is not None for ticket in tickets) == 1
            assert any(ticket.unread for ticket in tickets)
            kinds = {event.kind for ticket in tickets for event in ticket.events}
            assert {"noted", "replied", "split", "merged", "denied", "confirmed", "tag_added"} <= kinds

    def test_brings_canned_replies_whose_placeholders_are_filled_in(self, database):
        fill(database)

        with database.session() as session:
            replies = all_replies(session)
            assert len(replies) == 3
            assert "{name}" in replies[0].text

    def test_makes_reports_that_show_something(self, database):
        fill(database)

        with database.session() as session:
            report = make_report(session, last_days(TUESDAY))
        assert all(report.total.counts[name] for name in ("arrivals", "answered", "confirmed", "refused"))
        assert all(report.total.counts[name] for name in ("assumed", "handed_over", "reopened"))
        assert 0 < report.total.hours["median"] < report.total.hours["ninetieth"]
        assert sum(bool(line.counts["arrivals"]) for _, line in report.weeks) >= 2
        assert len(report.topics) > 8

    def test_refers_only_to_entries_that_there_are(self, database):
        fill(database)

        with database.session() as session:
            known = set(session.scalars(select(Entry.key)))
            named = set(session.scalars(select(Message.entry_key).where(Message.entry_key.is_not(None))))
            named |= {one["key"] for found in session.scalars(select(Ticket.candidates)) for one in found}
        assert named <= known

    @pytest.mark.parametrize("now", [TUESDAY, SUNDAY_NIGHT, NEW_YEAR], ids=str)
    def test_tells_of_nothing_to_come(self, database, now):
        fill(database, now)

        with database.session() as session:
            assert session.scalar(select(func.max(Message.created_at))) <= now
            assert session.scalar(select(func.max(Ticket.updated_at))) <= now

    def test_a_second_time_changes_nothing(self, database):
        fill(database)
        before = sizes(database)

        assert fill(database) is None
        assert sizes(database) == before

    def test_passwords_are_made_anew_each_time_and_kept_as_hashes(self, database, tmp_path):
        other = Database(f"sqlite:///{tmp_path / 'other.db'}")
        other.upgrade()
        one, two = set(fill(database).values()), set(fill(other).values())

        assert len(one | two) == 6
        assert all(len(password) >= 16 for password in one)
        with database.session() as session:
            hashes = session.scalars(select(StaffAccount.password_hash)).all()
        assert all(kept.startswith("$argon2id$") for kept in hashes)
        other.close()


@pytest.fixture
def real(tmp_path):
    """The settings of a real service, with a mailbox."""
    return load_settings(
        {
            "HELPDESK_DATA_FOLDER": str(tmp_path / "var"),
            "HELPDESK_DATA_URL": "postgresql://somebody@db.example.org/real",
            "HELPDESK_MAIL_MODE": "auto",
            "HELPDESK_MAIL_SOURCE": "imaps://helpdesk@mail.example.org/INBOX",
            "HELPDESK_MAIL_SMTP": "smtp://helpdesk@mail.example.org:587",
        }
    )


class TestSettings:
    def test_are_all_the_demos_own(self, real, tmp_path):
        settings = demo_settings(real)

        assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'demo' / 'helpdesk.db'}"
        assert (settings.mail.mode, settings.mail.source, settings.mail.smtp) == ("off", "", "")
        assert settings.web.secret.get_secret_value()
        assert (tmp_path / "var" / "demo" / "secrets.json").exists()
        assert not (tmp_path / "var" / "secrets.json").exists()


class TestPrepare:
    def test_prints_passwords_once_and_links_that_open_later(self, real):
        settings = demo_settings(real)

        first, second = prepare(settings), prepare(settings)

        password = re.search(rf"{TEAM[0].email}\s+(\S+)", first)[1]
        assert password not in second
        token = re.search(r"/console(/welcome/\S+)", second)[1]
        client = wiring.web_app(settings).test_client()
        assert TEAM[0].name in client.get(f"/console{token}").text
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/console/sign-in").text)[1]
        form = {"csrf": csrf, "email": TEAM[0].email, "password": password, "code": ""}
        assert client.post("/console/sign-in", data=form).status_code == 303

    def test_leaves_a_database_alone_that_is_no_demo(self, real):
        settings = demo_settings(real)
        settings.data.folder.mkdir(parents=True, exist_ok=True)
        database = wiring.database(settings)
        database.upgrade()
        staff(database, FixedClock(), role="admin")

        with pytest.raises(Unavailable, match="no database of the demo"):
            prepare(settings)

        assert sizes(database)[0] == 0
        database.close()
