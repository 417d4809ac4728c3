"""Mails that were there before staff could write by mail: kept, and nobody is confirmed by the change."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text

from knowledge.mail_tables import IncomingMail, OutgoingMail

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def before(empty_database):
    """A database with one mail in and one out, as revision 0004 keeps them."""
    empty_database.upgrade("0004")
    moment = {"at": NOW.replace(tzinfo=None).isoformat(" ") + ".000000", "raw": b"raw"}
    with empty_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO incoming_mail (id, mailbox, place, raw, state, received_at, sender, subject, "
                "rule, reason, keys) VALUES ('in', 'm', '1', :raw, 'done', :at, 'a@x', 's', '', '', '[]')"
            ),
            moment,
        )
        connection.execute(
            text(
                "INSERT INTO outgoing_mail (id, message_id, incoming_id, kind, recipient, raw, state, "
                "attempts, next_try_at, problem, created_at) "
                "VALUES ('out', '<1@x>', 'in', 'answer', 'a@x', :raw, 'sent', 1, :at, '', :at)"
            ),
            moment,
        )
    return empty_database


class TestUpgrade:
    def test_keeps_the_mails_and_confirms_nobody(self, before):
        before.upgrade()

        with before.session() as session:
            incoming = session.get_one(IncomingMail, "in")
            outgoing = session.get_one(OutgoingMail, "out")
        assert (incoming.confirmed, incoming.raw) == (False, b"raw")
        assert (outgoing.reply_id, outgoing.incoming_id, outgoing.created_at) == (None, "in", NOW)

    def test_down_and_up_again_keeps_them_too(self, before):
        before.upgrade()
        before.downgrade("0004")

        columns = {column["name"] for column in inspect(before.engine).get_columns("outgoing_mail")}
        assert "reply_id" not in columns
        before.upgrade()
        with before.session() as session:
            assert session.get_one(OutgoingMail, "out").recipient == "a@x"
