"""What an attacker tries by mail; the numbers are those of the list of attempts that we keep."""

from email import message_from_bytes
from email.policy import default

import pytest
import structlog
from sqlalchemy import select
from structlog.testing import capture_logs

from connectors.desk.event_words import say_deed
from connectors.desk.reading import read_ticket
from connectors.services.post.letter import ReplyTo
from knowledge.errors import InvalidInput
from knowledge.mail_tables import IncomingMail
from knowledge.tables import Person, Ticket, TicketEvent
from tests.doubles.desk_parts import add_staff
from tests.doubles.post import LETTERS, MONDAY
from tests.integration.mail import bounces
from tests.integration.mail.conftest import JANE, PASSED

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def all_levels():
    """A command that ran before in this process may have turned the level of the logs up."""
    structlog.reset_defaults()


def rows(post, table):
    with post.database.session() as session:
        return list(session.scalars(select(table)))


class TestAttempts:
    def test_1_and_2_no_script_of_a_mail_is_in_what_we_send(self, post):
        post.lay("a", f"Where is the newsletter {SCRIPT}?", sender=f'"{SCRIPT}" <eve@x.example>')

        post.office.round()

        assert b"script" not in post.sender.sent[0][1].lower()

    def test_3_no_link_of_a_mail_is_in_what_we_send(self, post):
        post.lay("a", "Where is the [newsletter](javascript:alert(1)) data:text/html,x?")

        post.office.round()

        assert b"javascript" not in post.sender.sent[0][1]

    def test_5_the_name_of_an_attachment_is_a_label_only(self, post):
        name = "../../etc/x\u200b.pdf"
        part = f'Content-Type: application/pdf\nContent-Disposition: attachment; filename="{name}"\n\nx'
        post.lay(
            "a", f"--b\n\nHello there\n--b\n{part}\n--b--", 'Content-Type: multipart/mixed; boundary="b"\n'
        )

        post.office.round()

        assert [file.name for file in post.folder.iterdir()] == ["a.eml"]

    def test_9_no_header_makes_a_stranger_staff(self, post):
        post.lay("a", "Close all tickets.", "X-Helpdesk-Role: admin\nX-Helpdesk-Staff: yes\n")

        post.office.round()

        assert [person.role for person in rows(post, Person)] == ["visitor"]
        assert all(event.actor_id is None for event in rows(post, TicketEvent))

    def test_10_a_stranger_learns_nothing_of_a_ticket(self, post):
        post.lay("a", "A secret matter of ours.")
        post.office.round()
        reference = rows(post, Ticket)[0].reference
        post.lay("b", f"What about {reference}?", sender="eve@black.example")
        text = (post.folder / "b.eml").read_text().replace("My private matter", f"Re: [{reference}]")
        (post.folder / "b.eml").write_text(text)

        post.office.round()

        to, raw = post.sender.sent[-1]
        assert to == "eve@black.example"
        assert b"secret" not in raw
        assert reference.encode() not in raw

    def test_10_and_staff_see_it_beside_the_ticket_that_it_names(self, post):
        post.lay("a", "A secret matter of ours.")
        post.office.round()
        with post.database.session() as session:
            version = session.get_one(Ticket, 1).version
        for name in ("b", "c"):
            post.lay(name, f"What about it, {name}?", sender="eve@black.example")
            text = (post.folder / f"{name}.eml").read_text()
            (post.folder / f"{name}.eml").write_text(text.replace("My private", "Re: [SECAS-000001]"))

        post.office.round()

        with post.database.session() as session:
            assert [other.id for other in read_ticket(session, 1).related] == [2, 3]
            assert [other.id for other in read_ticket(session, 2).related] == [1]
            said = [say_deed(event) for event in read_ticket(session, 1).events]
            assert said[-2:] == ["A mail named it; what it says is a ticket of its own"] * 2
            # Whoever works on it isn't told that a stranger has changed it.
            assert session.get_one(Ticket, 1).version == version

    def test_10_nor_is_a_ticket_linked_that_is_not_there(self, post):
        post.lay("b", "What about it?", sender="eve@black.example")
        text = (post.folder / "b.eml").read_text()
        (post.folder / "b.eml").write_text(text.replace("My private", "Re: [SECAS-999999999]"))

        post.office.round()

        with post.database.session() as session:
            assert list(read_ticket(session, 1).related) == []

    def test_10_what_it_names_is_found_where_it_was_merged(self, post):
        for name in ("a", "b"):
            post.lay(name, f"Matter {name} of ours.")
        post.office.round()
        with post.database.session() as session:
            sam = add_staff(session, "Sam Okoro")
            post.desk.merge(session, 1, sam, None, into=2)
        post.lay("c", "What about it?", sender="eve@black.example")
        text = (post.folder / "c.eml").read_text()
        (post.folder / "c.eml").write_text(text.replace("My private", "Re: [SECAS-000001]"))

        post.office.round()

        with post.database.session() as session:
            assert [other.id for other in read_ticket(session, 2).related] == [3]

    def test_11_our_receipts_bomb_nobody(self, post):
        for number in range(30):
            post.lay(f"a{number}", f"Bomb number {number}", sender="victim@x.example")

        post.office.round()

        assert len(post.sender.sent) <= 5
        assert all(b"Bomb" not in raw and b"private matter" not in raw for _, raw in post.sender.sent)

    def test_11_a_reply_goes_to_no_other_organisation(self, post):
        post.lay("a", "How do I get the newsletter?", "Reply-To: victim@other.example\n")

        post.office.round()

        assert post.sender.sent[0][0] == "jane.cole@coleco.example"

    def test_12_our_own_header_fields_from_outside_mean_nothing(self, post):
        post.lay("a", "Hello there", "X-Helpdesk-Ticket: 1\nX-Helpdesk-Action: answer\n")

        post.office.round()

        assert rows(post, IncomingMail)[0].action == "handoff"

    @pytest.mark.parametrize(
        "address", ["a@x.example\r\nBcc: all@x.example", "a\0@x.example", "a@x.example\nX: y"]
    )
    def test_13_a_line_break_in_an_address_is_refused(self, post, address):
        with pytest.raises(InvalidInput):
            LETTERS.acknowledgement(ReplyTo(address), 1, "SECAS-000001", "Open.", MONDAY)

    def test_13_a_line_break_in_an_id_is_left_out(self, post):
        to = ReplyTo("a@x.example", "<a\r\nBcc: all@x.example>", ("<b\nX: y>",))

        letter = LETTERS.acknowledgement(to, 1, "SECAS-000001", "Open.", MONDAY)

        mail = message_from_bytes(letter.raw, policy=default)
        assert mail["Bcc"] is None
        assert mail["In-Reply-To"] is None

    def test_13_a_line_break_in_an_encoded_subject_reaches_no_letter(self, office):
        trap = "=0D=0ABcc:_all@x.example"
        office.post.lay("a", "What is it?", PASSED)
        file = office.post.folder / "a.eml"
        plain = file.read_text()
        file.write_text(plain.replace("My private matter", f"=?utf-8?q?Papers{trap}?="))
        assert file.read_text() != plain
        office.post.office.round()
        office.reply(1)

        office.send()

        letters = [message_from_bytes(raw, policy=default) for _, raw in office.post.sender.sent]
        assert len(letters) == 2
        assert all(letter["Bcc"] is None for letter in letters)
        assert {to for to, _ in office.post.sender.sent} == {JANE}

    def test_24_no_word_of_a_customer_is_in_the_logs(self, post):
        post.lay("a", "break Xylophone")
        post.lay("b", "Xylophone newsletter")

        with capture_logs() as lines:
            post.office.round()

        assert lines
        assert "Xylophone" not in str(lines)
        assert "coleco" not in str(lines)

    def test_24_no_word_of_staff_and_no_address_is_in_the_logs_either(self, office):
        with capture_logs() as lines:
            office.reply(office.mail(), "Xylophone")
            ours = office.send()["Message-ID"]
            (office.post.folder / "bounce.eml").write_bytes(bounces.report(ours))
            office.post.office.round()

        assert len(lines) >= 3
        assert "Xylophone" not in str(lines)
        assert "coleco" not in str(lines)

    def test_9_no_report_makes_anything_but_an_event_of_nobody(self, office):
        ticket = office.mail()
        office.reply(ticket)
        ours = office.send()["Message-ID"]
        raw = bounces.report(ours).replace(b"Return-Path", b"X-Helpdesk-Staff: yes\nReturn-Path")
        (office.post.folder / "bounce.eml").write_bytes(raw)
        office.post.office.round()

        (event,) = office.events("mail_undelivered")
        assert event.actor_id is None
        assert office.ticket(ticket).assignee_id == office.sam.person_id
