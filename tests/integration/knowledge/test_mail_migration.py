"""Mails that were there before the console had pages for them: none is lost, all are shown."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text

from connectors.services.staff.mail_listing import list_mails
from knowledge.database import Database
from knowledge.mail_tables import IncomingMail, MailCursor, OutgoingMail

MOMENT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def before(empty_database: Database) -> Database:
    """A database with a mail, a letter and a mailbox, as revision 0004 keeps them."""
    empty_database.upgrade("0004")
    moment = {"moment": MOMENT.replace(tzinfo=None).isoformat(" ") + ".000000", "raw": b"Subject: x\n\nHello"}
    with empty_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO incoming_mail (id, mailbox, place, raw, state, received_at, sender, subject, "
                "action, rule, reason, keys) VALUES ('m', 'box', '1', :raw, 'done', :moment, 'x@y.example', "
                "'Hello', 'ignore', 'precedence', 'No reply sent.', '[]')"
            ),
            moment,
        )
        connection.execute(
            text(
                "INSERT INTO outgoing_mail (id, message_id, incoming_id, kind, recipient, raw, state, "
                "attempts, next_try_at, problem, created_at) VALUES ('o', '<o@x>', 'm', 'answer', "
                "'x@y.example', :raw, 'draft', 0, :moment, '', :moment)"
            ),
            moment,
        )
        connection.execute(
            text(
                "INSERT INTO mail_cursor (mailbox, uid_validity, last_uid, succeeded_at, problem) "
                "VALUES ('box', 7, 12, :moment, '')"
            ),
            moment,
        )
    return empty_database


class TestUpgrade:
    def test_keeps_every_mail_and_how_far_the_mailbox_was_read(self, before):
        before.upgrade()

        with before.session() as session:
            mail, cursor = session.get_one(IncomingMail, "m"), session.get_one(MailCursor, "box")
            assert (mail.raw, mail.questions, mail.confidence) == (b"Subject: x\n\nHello", [], None)
            assert mail.put_back_at is None
            assert (cursor.uid_validity, cursor.last_uid) == (7, 12)
            assert session.get_one(OutgoingMail, "o").edited_by is None
            assert [row.letter.id for row in list_mails(session, "drafts", "", 5).rows] == ["o"]
            assert [row.mail.id for row in list_mails(session, "aside", "", 5).rows] == ["m"]

    def test_down_and_up_again_keeps_them(self, before):
        before.upgrade()
        before.downgrade("0004")

        assert not {"mail_attachment", "mail_connection"} & set(inspect(before.engine).get_table_names())
        before.upgrade()
        with before.session() as session:
            assert session.get_one(IncomingMail, "m").raw == b"Subject: x\n\nHello"
            assert session.get_one(MailCursor, "box").last_uid == 12
