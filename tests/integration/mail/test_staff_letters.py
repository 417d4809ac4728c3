"""What staff write reaches customers by e-mail."""

import pytest

from connectors.desk.addresses import NOBODY
from connectors.desk.changing import StaleTicket
from connectors.services.post.outgoing import MOST_FOR_A_TICKET
from knowledge.errors import InvalidInput
from tests.doubles.desk_parts import add_conversation, add_ticket
from tests.integration.mail.conftest import JANE, PASSED, plain

AUTOMATIC = ("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress")


class TestAReplyToAMail:
    def test_goes_to_whoever_wrote_in_the_words_of_staff(self, office):
        ticket = office.mail()
        office.reply(ticket)

        letter = office.send()

        assert letter["To"] == JANE
        assert letter["From"] == "SECAS Helpdesk <secas@gemserv.com>"
        assert "SECAS-000001" in letter["Subject"]
        assert plain(letter).startswith("It was the **Panel**.\n\nSam Okoro\nSECAS Helpdesk")
        assert "It was the <strong>Panel</strong>." in letter.get_body(("html",)).get_content()

    def test_joins_the_thread_of_the_mail_and_of_our_receipt(self, office):
        ticket = office.mail()
        receipt = office.letters()[0].message_id
        office.reply(ticket)

        letter = office.send()

        assert letter["In-Reply-To"] == "<a@coleco.example>"
        assert set(letter["References"].split()) == {"<a@coleco.example>", receipt}
        assert letter["Reply-To"].startswith("secas+t1.")

    def test_names_no_draft_that_nobody_got(self, office):
        office.post.rebuild(mode="draft")
        office.reply(office.mail(text="How do I get the newsletter?"))

        assert office.send()["References"] == "<a@coleco.example>"

    def test_is_not_marked_as_automatic(self, office):
        office.reply(office.mail())

        letter = office.send()

        assert [name for name in AUTOMATIC if name in letter] == []

    def test_carries_no_header_field_but_those_of_a_letter(self, office):
        """Line 12: nothing internal leaves the house."""
        office.reply(office.mail())

        assert set(office.send().keys()) == {
            "From",
            "To",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
        }

    def test_is_answered_by_the_customer_on_the_same_ticket(self, office):
        ticket = office.mail()
        office.reply(ticket)
        ours = office.send()["Message-ID"]

        office.mail("b", "And by how much?", f"In-Reply-To: {ours}\n")

        assert office.ticket(ticket).status == "open"
        assert [event.data["text"] for event in office.events("mail_received")] == ["And by how much?"]

    def test_is_answered_on_the_ticket_that_the_other_was_merged_into(self, office):
        first, second = office.mail("a"), office.mail("b", "Another matter.")
        office.reply(first)
        ours = office.send()["Message-ID"]
        with office.post.database.session() as session:
            office.post.desk.merge(session, first, office.sam, None, into=second)

        office.mail("c", "And by how much?", f"In-Reply-To: {ours}\n")

        assert [event.ticket_id for event in office.events("mail_received")] == [second]

    def test_has_the_customers_subject_where_our_border_vouches_for_them(self, office):
        office.reply(office.mail(headers=PASSED))

        assert office.send()["Subject"] == "Re: My private matter [SECAS-000001]"

    @pytest.mark.parametrize(
        "headers",
        ["", "Authentication-Results: mx.evil.example; dmarc=pass\n", PASSED.replace("pass", "none")],
    )
    def test_has_a_subject_of_ours_where_it_does_not(self, office, headers):
        """Line 11: no subject of the sender's choice to an address that nobody confirmed."""
        office.reply(office.mail(headers=headers))

        assert office.send()["Subject"] == "[SECAS-000001] Your question to the SECAS Helpdesk"

    def test_nothing_is_confirmed_where_the_name_of_our_border_is_not_known(self, office):
        """Anybody can write the field where our border writes none."""
        office.post.rebuild(servers=())

        office.reply(office.mail(headers=PASSED))

        assert "private" not in office.send()["Subject"]

    def test_to_nobody_is_refused_and_changes_nothing(self, office):
        ticket = office.mail(sender="")
        assert office.ticket(ticket).person.email == NOBODY

        with pytest.raises(InvalidInput, match="no address"):
            office.reply(ticket)

        assert (office.ticket(ticket).status, office.letters()) == ("new", [])


class TestTheTransaction:
    def test_without_the_reply_there_is_no_letter(self, office):
        ticket = office.chat()

        with office.post.database.session() as session:
            office.post.desk.reply(session, ticket, office.sam, None, text="Hello.")
            session.rollback()

        assert office.letters() == []

    def test_a_reply_that_is_refused_sends_nothing(self, office):
        ticket = office.chat()
        office.reply(ticket)

        with pytest.raises(StaleTicket), office.post.database.session() as session:
            office.post.desk.reply(session, ticket, office.sam, 1, text="I was slower.")

        assert len(office.letters()) == 1

    def test_each_reply_has_one_letter_and_says_where_it_is(self, office):
        ticket = office.chat()
        office.reply(ticket)
        office.reply(ticket, "One more thing.")
        office.post.outbox.send()

        with office.post.database.session() as session:
            messages = office.post.desk.read(session, ticket).messages
            found = office.post.desk.deliveries(session, messages)

        assert {number: letter.state for number, letter in found.items()} == {
            message.id: "sent" for message in messages
        }


class TestAReplyInTheChat:
    def test_is_mailed_too_and_repeats_nothing_of_the_visitor(self, office):
        """Line 11: somebody typed this address into a form, and it may be anybody's."""
        ticket = office.chat(name="BUY WATCHES", question="Buy watches at http://spam.example")
        office.reply(ticket, "This isn't for us.")

        letter = office.send()

        raw = office.post.sender.sent[-1][1].lower()
        assert letter["To"] == "asha.patel@example.org"
        assert letter["Subject"] == "[SECAS-000001] Your question to the SECAS Helpdesk"
        assert b"watches" not in raw
        assert b"spam.example" not in raw

    def test_makes_a_thread_of_its_letters(self, office):
        ticket = office.chat()
        office.reply(ticket)
        first = office.send()
        office.post.clock.move(minutes=5)
        office.reply(ticket, "One more thing.")

        second = office.send()

        assert "In-Reply-To" not in first
        assert second["In-Reply-To"] == first["Message-ID"]
        assert second["Subject"] == first["Subject"]

    def test_brings_no_receipt_to_an_address_that_was_only_typed(self, office):
        """Line 11: the chat confirms the ticket itself."""
        office.chat()
        office.post.office.round()

        assert office.letters() == []


class TestAskingWhetherItIsSolved:
    def test_is_marked_as_automatic(self, office):
        ticket = office.mail()
        office.reply(ticket)
        office.resolve(ticket)

        letter = office.send()

        assert "Did that solve it?" in letter["Subject"]
        assert [letter[name] for name in AUTOMATIC] == ["auto-generated", "auto_reply", "All"]

    def test_a_no_by_mail_opens_the_ticket_again(self, office):
        ticket = office.mail()
        office.reply(ticket)
        office.resolve(ticket)
        ours = office.send()["Message-ID"]

        office.mail("b", "No, I still don't see the form.", f"In-Reply-To: {ours}\n")

        assert office.ticket(ticket).status == "open"

    def test_a_thank_you_by_mail_leaves_it_resolved(self, office):
        ticket = office.mail()
        office.resolve(ticket)
        ours = office.send()["Message-ID"]

        office.mail("b", "Thanks, that solves it.", f"In-Reply-To: {ours}\n")

        assert office.ticket(ticket).status == "resolved"

    def test_is_asked_no_more_than_a_few_times_a_day(self, office):
        ticket = office.chat()

        for _ in range(MOST_FOR_A_TICKET + 2):
            office.resolve(ticket)
            with office.post.database.session() as session:
                office.post.desk.reopen(session, ticket, office.sam)

        assert len(office.letters()) == MOST_FOR_A_TICKET

    def test_what_people_write_is_not_counted_with_it(self, office):
        ticket = office.chat()
        for number in range(6):
            office.reply(ticket, f"Word {number}.")

        office.resolve(ticket)

        assert [letter.kind for letter in office.letters()].count("solved_question") == 1


class TestTheTranscript:
    def send(self, office, ticket):
        with office.post.database.session() as session:
            office.post.desk.send_transcript(session, ticket, office.sam)

    def test_tells_the_customer_what_was_said_and_not_what_was_noted(self, office):
        ticket = office.mail(text="My director <b>wants</b> to know.", headers=PASSED)
        office.post.clock.move(minutes=5)
        office.reply(ticket)
        ours = office.send()["Message-ID"]
        office.post.clock.move(minutes=5)
        office.mail("b", "And by how much?", f"In-Reply-To: {ours}\n{PASSED}")
        with office.post.database.session() as session:
            office.post.desk.add_note(session, ticket, office.sam, text="A difficult one.")
        self.send(office, ticket)

        letter = office.send()

        said = plain(letter)
        order = ["You, 2 November 2026, 10:00", "My director", "Sam Okoro, Helpdesk", "Panel", "by how much?"]
        assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
        assert "difficult" not in said
        assert "&lt;b&gt;wants" in letter.get_body(("html",)).get_content()
        assert letter["Auto-Submitted"] == "auto-generated"
        assert [event.data for event in office.events("transcript_sent")] == [{"to": JANE}]

    def test_goes_to_no_address_that_nobody_confirmed(self, office):
        """Line 11: it is full of what the visitor typed."""
        by_chat, by_mail = office.chat(), office.mail()

        for ticket in (by_chat, by_mail):
            with pytest.raises(InvalidInput, match="known to be the customer"):
                self.send(office, ticket)

        assert "transcript" not in [letter.kind for letter in office.letters()]

    def test_goes_to_no_other_address_than_the_confirmed_one(self, office):
        """A reply-to of the same organisation is written to, but our border said nothing of it."""
        ticket = office.mail(headers=f"{PASSED}Reply-To: boss@coleco.example\n")
        assert office.ticket(ticket).person.email == "boss@coleco.example"

        with pytest.raises(InvalidInput):
            self.send(office, ticket)

    def test_leaves_out_the_conversation_of_a_ticket_that_was_merged_into_it(self, office):
        """Line 10: a stranger may have typed the same address there, or may read it there."""
        ticket = office.mail(headers=PASSED)
        with office.post.database.session() as session:
            thread = add_conversation(session)
            other = add_ticket(session, "other", conversation=thread, email=JANE).id
            office.post.desk.reply(session, other, office.sam, None, text="A stranger's matter.")
            office.post.desk.merge(session, other, office.sam, None, into=ticket)
        self.send(office, ticket)

        assert "stranger" not in plain(office.send())
