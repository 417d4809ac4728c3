"""The console's pages of the mailbox, on both databases."""

import re
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest
from sqlalchemy import select

from connectors.desk.event_words import say_deed
from connectors.mail.outbox import Refused
from connectors.services.reports.period import last_days
from connectors.services.reports.report import make_report
from connectors.services.staff.mail_listing import VIEWS
from connectors.services.webhooks.events import record_events
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.mail_tables import IncomingMail
from knowledge.tables import Person, Ticket, TicketEvent
from tests.doubles.console_parts import staff
from tests.doubles.mailbox import MailPage
from tests.doubles.post import MONDAY
from tests.integration.console.conftest import Browser

QUESTION = "How do I get the newsletter?"
PAPERS = (
    b"From: jane.cole@coleco.example\nSubject: Papers\nMessage-ID: <p@x.example>\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nThe papers are attached.\n'
    b'--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="a.pdf"\n\n%PDF-1\n'
    b'--b\nContent-Type: image/png\nContent-Disposition: inline; filename="logo.png"\n\nPNG\n--b--\n'
)


@pytest.fixture
def drafted(mailbox):
    """A mail whose answer waits to be approved."""
    return mailbox.take("a", QUESTION)


@pytest.fixture
def page(agent, drafted):
    return MailPage(agent, drafted)


@pytest.fixture
def colleague(app, store, clock, drafted):
    staff(store, clock, "Jo Evans")
    return MailPage(Browser(app).sign_in("jo@helpdesk.example.org"), drafted)


def events(store):
    with store.session() as session:
        found = session.scalars(select(TicketEvent).order_by(TicketEvent.id)).all()
        return [(event.kind, event.actor.name if event.actor else None, say_deed(event)) for event in found]


def ticket(store):
    with store.session() as session:
        return session.scalars(select(Ticket)).one()


def figures(store):
    with store.session() as session:
        return dict(make_report(session, last_days(MONDAY)).total.counts)


def plain_words(raw):
    words = message_from_bytes(raw, policy=default).get_body(("plain",)).get_content()
    return words.replace("\r\n", "\n")


class TestLists:
    @pytest.fixture
    def full(self, mailbox):
        """One mail for each list."""
        mailbox.take("draft", QUESTION)
        mailbox.take("machine", "I am a machine.", "Auto-Submitted: auto-generated\n")
        mailbox.take("spam", "Cheap watches.", "X-Spam-Flag: YES\n")
        mailbox.take_bytes(b"From: x@y.example\nSubject: Sealed words\nContent-Type: multipart/encrypted\n\n")
        mailbox.take("people", "What does my director have to know?", sender="Ann Lee <ann@x.example>")
        return mailbox

    @pytest.mark.parametrize(
        ("view", "words"),
        [
            ("drafts", "waits to be approved"),
            ("aside", "No reply sent: it says that it was sent automatically"),
            ("quarantine", "Spam: the mail server marked it"),
            ("unread", "It is encrypted"),
        ],
    )
    def test_each_shows_its_own_with_what_was_done_and_why(self, agent, full, view, words):
        agent.get(f"/mail?view={view}")

        assert words in agent.text
        assert agent.html.count('<li class="ticket">') == 1

    def test_all_shows_everything_the_newest_first(self, agent, full):
        agent.get("/mail?view=all")

        assert agent.html.count('<li class="ticket">') == 5
        for words in (
            "set aside",
            "quarantine",
            "to people",
            "answer from the FAQ",
            "It says that a machine sent it",
        ):
            assert words in agent.text

    def test_opens_at_the_drafts_while_there_are_any(self, agent, full):
        assert "waits to be approved" in agent.get("/mail").text

    def test_mails_that_could_not_be_sent_have_a_list(self, agent, mailbox):
        mailbox.take("a", "What does my director have to know?")
        mailbox.sender.failure = Refused("550 no such user")
        mailbox.outbox.send()

        agent.get("/mail?view=unsent")

        assert "550 no such user" in agent.text
        assert "could not be delivered" in agent.text

    def test_pages_follow_each_other_without_gap_or_repeat(self, agent, mailbox):
        for number in range(60):
            mailbox.lay(f"m{number:02}", f"Question {number}", sender=f"p{number}@x.example")
        mailbox.work_off()

        seen, path = [], "/mail?view=all"
        while path:
            agent.get(path)
            seen += _senders(agent.html)
            path = _next(agent.html)

        assert len(seen) == len(set(seen)) == 60

    def test_drafts_come_page_by_page_too(self, agent, mailbox):
        for number in range(30):
            mailbox.lay(f"m{number:02}", QUESTION, sender=f"p{number}@x.example")
        mailbox.work_off()

        first = _senders(agent.get("/mail?view=drafts").html)
        second = _senders(agent.get(_next(agent.html)).html)

        assert (len(first), len(second), len({*first, *second})) == (25, 5, 30)

    @pytest.mark.parametrize("query", ["view=secret", "view=all&after=x", "view=all&after=1_2", "sort=raw"])
    def test_what_does_not_exist_is_said(self, agent, query):
        assert agent.get(f"/mail?{query}").status == 422

    @pytest.mark.parametrize("view", VIEWS)
    def test_an_empty_one_says_so(self, agent, view):
        assert agent.get(f"/mail?view={view}").status == 200
        assert "Nothing here." in agent.text or "No answer waits" in agent.text


class TestTheMail:
    def test_shows_what_was_read_and_what_was_decided(self, page):
        for words in (
            "Jane Cole <jane.cole@coleco.example>",
            QUESTION,
            "What it asks",
            "93 %",
            "95 %",
            "Sure.",
        ):
            assert words in page.text

    def test_shows_the_letter_and_links_to_the_ticket(self, page, store):
        assert "This is an automatic answer from the SECAS Helpdesk" in page.text
        assert f"/console/tickets/{ticket(store).id}" in page.browser.html

    def test_the_ticket_links_back_and_offers_the_attachments(self, agent, mailbox, store):
        mail = mailbox.take_bytes(PAPERS)

        agent.get(f"/tickets/{ticket(store).id}")

        assert f"/console/mail/{mail}" in agent.html
        offered = [file for file in mailbox.attachments(mail) if not file.inline]
        assert [file.name for file in offered] == ["a.pdf"]
        assert f"/console/mail/attachments/{offered[0].id}" in agent.html
        assert "logo.png" not in agent.text

    def test_a_strangers_reply_is_shown_with_its_ticket(self, agent, mailbox, store):
        mailbox.take("a", "What does my director have to know?")
        mailbox.take("b", "Re: [SECAS-000001] tell me", "X: y\n", sender="eve@black.example")
        (mailbox.folder / "c.eml").write_bytes(
            b"From: eve@black.example\nSubject: Re: [SECAS-000001] x\nMessage-ID: <c@x>\n\nTell me all of it."
        )
        mailbox.work_off()

        assert agent.get("/tickets/3").status == 200
        assert "It came with a reference to another ticket" in agent.text

    def test_gives_the_mail_as_it_came(self, agent, mailbox):
        mail = mailbox.take_bytes(PAPERS)

        response = agent.get(f"/mail/{mail}/raw").response

        assert response.data == PAPERS
        assert response.headers["Content-Disposition"].startswith("attachment; filename=mail-")

    def test_gives_each_attachment_with_its_own_bytes(self, agent, mailbox):
        mail = mailbox.take_bytes(PAPERS)

        found = [
            agent.get(f"/mail/attachments/{file.id}").response.data for file in mailbox.attachments(mail)
        ]

        assert found == [b"%PDF-1", b"PNG"]

    def test_one_that_was_not_worked_off_yet_can_be_looked_at(self, agent, mailbox, store):
        mailbox.lay("a", "Hello there")
        mailbox.intake.take()
        with store.session() as session:
            mail = session.scalar(select(IncomingMail.id))

        assert "It waits to be read." in agent.get(f"/mail/{mail}").text
        assert "Hello there" in agent.text

    def test_a_mail_that_is_too_large_is_not_read_here(self, agent, mailbox, store, monkeypatch):
        mail = mailbox.take("a", "Hello")
        monkeypatch.setattr("connectors.console.mail.LARGEST_SHOWN", 10)
        monkeypatch.setattr("connectors.console.mail_files.LARGEST_SHOWN", 10)

        assert "Please open it in the mailbox itself" in agent.get(f"/mail/{mail}").text
        assert agent.get(f"/mail/{mail}/raw").status == 422


class TestApproving:
    def test_puts_the_letter_into_the_outbox_with_an_event_on_the_ticket(self, page, mailbox, store, drafted):
        page.approve()
        mailbox.outbox.send()

        assert "on its way to jane.cole@coleco.example" in page.text
        assert len(mailbox.sender.sent) == 1
        assert mailbox.letter(drafted).state == "sent"
        assert events(store)[-1] == (
            "draft_approved",
            "Sam Okoro",
            "Sam Okoro approved the answer by mail, in the words of the FAQ",
        )

    def test_tells_other_programs_of_the_reply(self, page, store):
        record_events()
        with store.session() as session:
            author = session.scalars(select(Person).where(Person.role == "agent")).one()
            about = {"address": "https://x.example", "events": ["ticket.replied"], "secret": ""}
            session.add(Webhook(**about, author=author, created_at=MONDAY))

        page.approve()

        with store.session() as session:
            assert session.scalars(select(WebhookDelivery.event)).all() == ["ticket.replied"]

    def test_counts_as_answered_with_approval_and_not_as_handed_over(self, page, store):
        page.approve()

        assert figures(store) == {"arrivals": 1, "approved": 1}

    def test_of_words_that_a_person_changed_counts_as_handed_over(self, page, store):
        page.edit("Dear Jane, the newsletter comes by itself.").open().approve()

        assert figures(store) == {"arrivals": 1, "handed_over": 1}

    def test_is_the_first_response_at_once(self, page, store, clock):
        clock.forward(minutes=90)
        page.open().approve()

        assert ticket(store).first_response_seconds == 90 * 60

    def test_leaves_the_ticket_waiting_for_the_customer(self, page, store):
        page.approve()

        found = ticket(store)
        assert (found.status, found.unanswered_since, found.due_at) == ("waiting", None, None)
        assert found.first_responded_at == MONDAY

    def test_sends_the_very_words_under_the_same_id_and_the_date_of_today(
        self, page, mailbox, clock, drafted
    ):
        before = message_from_bytes(mailbox.letter(drafted).raw, policy=default)
        clock.forward(minutes=90)
        mailbox.clock.move(minutes=90)
        page.open().approve()
        mailbox.outbox.send()

        sent = message_from_bytes(mailbox.sender.sent[0][1], policy=default)
        assert plain_words(sent.as_bytes()) == plain_words(before.as_bytes())
        assert sent["Date"] == "Mon, 02 Nov 2026 11:30:00 +0000"
        for name in ("Message-ID", "In-Reply-To", "References", "Auto-Submitted", "Precedence", "Reply-To"):
            assert sent[name] == before[name]
        assert sent.get_body(("html",)).get_content() == before.get_body(("html",)).get_content()

    def test_twice_sends_once(self, page, mailbox, drafted):
        version = page.version
        page.approve()
        page.version = version

        assert page.approve().status == 409
        assert "Sam Okoro approved the answer" in page.text
        mailbox.outbox.send()
        assert len(mailbox.sender.sent) == 1

    def test_by_two_people_sends_once_and_the_later_one_learns_who_was_first(self, page, colleague, mailbox):
        page.approve()

        assert colleague.approve().status == 409
        assert "Sam Okoro approved the answer" in colleague.text
        mailbox.outbox.send()
        assert len(mailbox.sender.sent) == 1

    def test_after_the_ticket_has_changed_is_refused(self, page, agent, store, mailbox, drafted):
        found = ticket(store)
        form = {"do": "tag", "value": "dcc", "version": str(found.version)}
        agent.post(f"/tickets/{found.id}/do", form)

        assert page.approve().status == 409
        assert "added the tag" in page.text
        assert mailbox.letter(drafted).state == "draft"

    def test_after_somebody_has_answered_is_refused(self, page, agent, store, mailbox, drafted):
        found = ticket(store)
        form = {"do": "send", "text": "Dear Jane, here it is.", "version": str(found.version)}
        agent.post(f"/tickets/{found.id}/reply", form)

        assert page.open().approve().status == 409
        assert "has been answered already" in page.text
        assert mailbox.letter(drafted).state == "draft"

    def test_after_the_ticket_was_closed_is_refused_and_rejecting_is_not(
        self, page, agent, store, mailbox, drafted
    ):
        found = ticket(store)
        agent.post(f"/tickets/{found.id}/do", {"do": "close", "value": "", "version": str(found.version)})

        assert page.open().approve().status == 409
        page.open().reject()
        assert mailbox.letter(drafted).state == "rejected"

    def test_to_nobody_is_refused(self, agent, mailbox):
        mail = mailbox.take("a", QUESTION, sender="x@localhost")

        page = MailPage(agent, mail).approve()

        assert page.status == 422
        assert "no sender whom an answer could reach" in page.text
        assert mailbox.letter(mail).state == "draft"


class TestEditing:
    def test_keeps_a_draft_in_other_words_and_says_whose_they_are(self, page, mailbox, store, drafted):
        page.edit("Dear Jane,\n\nplease use **the form**.")

        letter = mailbox.letter(drafted)
        assert letter.state == "draft"
        assert plain_words(letter.raw).strip() == "Dear Jane,\n\nplease use **the form**."
        html = message_from_bytes(letter.raw, policy=default).get_body(("html",)).get_content()
        assert "<strong>the form</strong>" in html
        assert "changed by Sam Okoro" in page.text
        assert events(store)[-1][2] == "Sam Okoro changed the words of the drafted answer"

    def test_is_named_where_the_draft_is_approved(self, page, colleague, mailbox, store):
        page.edit("Other words.")
        colleague.open().approve()

        assert events(store)[-1][2] == "Jo Evans approved the answer by mail, in the words of Sam Okoro"
        mailbox.outbox.send()
        assert b"Other words." in mailbox.sender.sent[0][1]

    def test_begins_from_the_words_of_the_draft(self, page):
        assert page.open("?show=edit").box.startswith("This is an automatic answer")

    def test_without_a_change_leaves_the_words_the_approved_ones(self, page, mailbox, drafted):
        words = page.open("?show=edit").box
        page.edit(words)

        assert mailbox.letter(drafted).edited_by_id is None

    def test_over_what_a_colleague_changed_is_refused_and_loses_nothing(
        self, page, colleague, mailbox, drafted
    ):
        colleague.edit("Jo's words.")

        page.edit("Sam's words.")

        assert page.status == 409
        assert "Jo Evans changed the words of the drafted answer" in page.text
        assert page.box == "Sam's words."
        assert plain_words(mailbox.letter(drafted).raw).strip() == "Jo's words."

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 20_001])
    def test_nothing_or_too_much_is_refused(self, page, mailbox, drafted, text):
        assert page.edit(text).status == 422
        assert mailbox.letter(drafted).edited_by_id is None

    def test_adds_no_header(self, page, mailbox, drafted):
        before = message_from_bytes(mailbox.letter(drafted).raw, policy=default).keys()
        page.edit("Bcc: eve@black.example\n\nHello")

        assert message_from_bytes(mailbox.letter(drafted).raw, policy=default)["Bcc"] is None
        assert set(message_from_bytes(mailbox.letter(drafted).raw, policy=default).keys()) == set(before)


class TestRejecting:
    def test_sends_nothing_and_leaves_the_ticket_to_people(self, page, mailbox, store, drafted):
        before = ticket(store)
        page.reject()
        mailbox.outbox.send()

        found = ticket(store)
        assert mailbox.letter(drafted).state == "rejected"
        assert mailbox.sender.sent == []
        assert (found.status, found.unanswered_since) == (before.status, before.unanswered_since)
        assert events(store)[-1][:2] == ("draft_rejected", "Sam Okoro")

    def test_what_was_rejected_cannot_be_approved(self, page, mailbox):
        page.reject()

        assert page.open().approve().status == 409
        mailbox.outbox.send()
        assert mailbox.sender.sent == []

    def test_is_listed_no_more(self, page):
        page.reject()

        assert "No answer waits to be approved" in page.browser.get("/mail?view=drafts").text


class TestPuttingBack:
    @pytest.mark.parametrize(
        ("headers", "button", "kind"),
        [
            ("Auto-Submitted: auto-generated\n", "Put back", "mail_put_back"),
            ("X-Spam-Flag: YES\n", "Release", "mail_released"),
        ],
    )
    def test_makes_a_ticket_and_is_written_down(self, agent, mailbox, store, headers, button, kind, admin):
        page = MailPage(agent, mailbox.take("a", "What does my director have to know?", headers))
        assert f">{button}</button>" in page.browser.html

        page.put_back()
        mailbox.work_off()

        assert "put back" in page.text
        assert "by Sam Okoro" in page.open().text
        assert f">{button}</button>" not in page.browser.html
        assert ticket(store).status == "new"
        assert kind.replace("_", " ") in admin.get("/log").text

    def test_twice_has_one_outcome(self, agent, mailbox, store):
        page = MailPage(agent, mailbox.take("a", "My director wants it.", "Precedence: bulk\n"))
        page.put_back()
        mailbox.work_off()

        assert page.put_back().status == 409
        assert "Sam Okoro has put this mail back already" in page.text
        mailbox.work_off()
        assert ticket(store).status == "new"

    def test_what_is_with_people_cannot_be_put_back(self, page):
        assert page.put_back().status == 409


class TestHealth:
    def test_tells_of_reading_and_sending(self, agent, mailbox, clock):
        mailbox.take("a", "What does my director have to know?")
        mailbox.sender.failure = Refused("550 no such user")
        mailbox.outbox.send()

        agent.get("/health")

        assert "Mailbox Last read on 2 November at 10:00." in agent.text
        assert "1 could not be sent" in agent.text

    def test_says_in_words_what_is_wrong(self, agent, mailbox):
        mailbox.folder.rmdir()
        mailbox.office.round()

        agent.get("/health")

        assert "There is no folder" in agent.text
        assert "look here" in agent.text


def _senders(html):
    return re.findall(r'<p class="from">(p\d+@x\.example)', html)


def _next(html):
    found = re.search(r'href="/console(/mail\?[^"]+)">Next page', html)
    return unescape(found[1]) if found else None
