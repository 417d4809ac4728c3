"""Where a machine could be behind a mail nothing is sent, and people read it all the same."""

from dataclasses import replace

import pytest

from connectors.mail.caution import DOUBTFUL, be_careful, why_quiet
from connectors.mail.first_look import letter_of
from connectors.mail.message import Mail
from connectors.mail.reading import read_mail
from connectors.mail.rules.absence import AutomaticWording
from connectors.mail.rules.rule import Outcome
from connectors.mail.triage import Triage
from retrieval.mails import Impression, Letter
from tests.doubles.mails import PLAIN, FixedImpressions, ScriptedDecider, around, mail

DUBIOUS = Impression(machine=DOUBTFUL, people=0.0)


def plain(raw: bytes) -> Mail:
    return replace(read_mail(raw), impression=PLAIN)


class TestWhyQuiet:
    @pytest.mark.parametrize(
        "subject", ["Re: [SECAS-000123] We have your message", "AW: [SECAS-000009] Did that solve it?"]
    )
    def test_no_automatic_letter_answers_the_answer_to_one(self, subject):
        asked = mail("Who is this, and what do you want?", subject=subject)

        assert why_quiet(asked) == "it answers an automatic letter of ours"

    @pytest.mark.parametrize(
        "head",
        [
            "Return-Path: <s-1k7ab@bounce.profnet.example>",
            "Return-Path: <bounces+77-helpdesk=secas.example@post.example>",
            "Message-ID: <118.998.JavaMail.app@host.example>",
            "X-PHP-Originating-Script: 33:Mailer.php",
        ],
    )
    def test_nor_what_a_program_sent(self, head):
        raw = f"From: a@b.example\n{head}\n\nHow do I become a member of a Sub-Committee?".encode()

        assert why_quiet(plain(raw)) == "a program sent it"

    def test_people_write_with_programs_that_leave_a_similar_mark(self):
        raw = b"From: a@b.example\nMessage-ID: <118.998.JavaMail.zimbra@host.example>\n\nHow do I join?"

        assert why_quiet(plain(raw)) == ""

    def test_nor_what_reads_like_a_machine(self):
        asked = mail("Did that help? Do tell us how we did.", impression=DUBIOUS)

        assert why_quiet(asked) == "it reads like a machine or an advertisement"

    def test_a_plain_question_gets_its_receipt(self):
        assert why_quiet(mail("Where are the minutes of the Panel?")) == ""


class TestLetterOf:
    def test_holds_what_the_reader_sees_without_quotes(self):
        asked = mail("What does this mean for us?\n\nJane\n\n> Your ticket was closed.", subject="Ticket")

        assert letter_of(asked) == Letter(
            "Jane Cole", "jane.cole", "Ticket", "What does this mean for us?\n\nJane"
        )

    def test_what_is_passed_on_belongs_to_it(self):
        asked = mail("One for you, I think!\n\n> How do we join the Panel?", subject="Fwd: Panel")

        assert letter_of(asked).text == "One for you, I think!\n\nHow do we join the Panel?"

    @pytest.mark.parametrize(
        "banner",
        [
            "You receive this message as a partner. View in browser",
            "You are receiving this because you write to us.",
            "You're receiving this newsletter as a partner.",
        ],
    )
    def test_a_banner_below_a_question_stays_and_the_question_reaches_people(self, banner):
        asked = mail(
            "We have a new meter. Which form must we fill in, and where do we send it? We hope for an "
            f"answer by Friday.\n\n{banner}",
            impression=DUBIOUS,
        )

        assert AutomaticWording().look(asked, around()) is None
        assert banner in letter_of(asked).text
        assert why_quiet(asked)

    def test_what_is_only_quoted_is_better_than_nothing(self):
        assert "How do we join?" in letter_of(mail("> How do we join?")).text

    def test_a_mail_from_nobody_has_no_name(self):
        assert letter_of(read_mail(b"Subject: Hello\n\nHow do we join?")) == Letter(
            "", "", "Hello", "How do we join?"
        )


class TestBeCareful:
    def test_makes_no_answer_where_it_doubts(self):
        answer = Outcome("answer", "It asks what the FAQ answers.", "decided", ("meetings",))

        outcome = be_careful(mail("When: Tuesday. Where: the main hall.", impression=DUBIOUS), answer)

        assert (outcome.action, outcome.keys) == ("handoff", ("meetings",))
        assert outcome.told.endswith("No receipt sent: it reads like a machine or an advertisement.")

    def test_sends_no_receipt_where_it_doubts(self):
        handed_over = Outcome("handoff", "It isn't in English.")

        assert be_careful(mail("Bonjour", impression=DUBIOUS), handed_over).quiet

    def test_leaves_an_answer_where_it_does_not(self):
        answer = Outcome("answer", "It asks what the FAQ answers.", "decided", ("meetings",))

        assert be_careful(mail("When is the next meeting?"), answer) is answer

    def test_leaves_alone_what_is_set_aside_anyway(self):
        aside = Outcome("ignore", "No reply sent: it is a report.")

        assert be_careful(mail("Nothing.", impression=DUBIOUS), aside) is aside

    def test_what_people_put_back_is_decided_as_if_a_person_wrote_it(self):
        raw = b"From: a@b.example\nSubject: Notice\n\nWhen: Tuesday, 10:00. Where: the main hall.\n"

        _, outcome = Triage(around(), ScriptedDecider(), FixedImpressions(DUBIOUS)).look(raw, put_back=True)

        assert not outcome.quiet
