"""Where a machine could be behind a mail nothing is sent, and people read it all the same."""

import pytest

from connectors.mail.caution import be_careful, wants_something, why_quiet
from connectors.mail.reading import read_mail
from connectors.mail.rules.absence import AutomaticWording
from connectors.mail.rules.rule import Outcome
from connectors.mail.triage import Triage
from tests.doubles.mails import ScriptedDecider, around, mail

WANT = {
    "a question": "Where are the minutes?",
    "a question without its mark": "hi were do i find the minutes",
    "a wish": "Please take me off the list, I have moved on.",
    "a report": "We are reporting that our smart card reader was stolen.",
    "a request": "Under the UK GDPR I ask for a copy of all that you hold about me.",
    "a chaser": "We are still waiting for an answer to our mail of 12 October. Could you look into it?",
    "a director": "My director wants to know when the Panel meets.",
    "help": "My in home display is blank. Please help.",
    "German": "Guten Tag, wir möchten gern wissen, wie man der Vereinbarung beitreten kann.",
    "Greek": "Καλημέρα σας, πώς μπορούμε να γίνουμε μέλη; Ευχαριστώ πολύ.",
    "French": "Bonjour, je voudrais parler avec un responsable de votre service, merci.",
}
WANT_NOTHING = {
    "an alert": "2 firing. Labels: alertname=DiskUsageHigh instance=prod-mail-03.",
    "a notice of moving": "As of Monday codes@x.example will pick up anything that you send.",
    "an absence": "Back Tuesday. Beth has the helm till then.",
    "a survey": "How likely are you to recommend us to a friend?",
    "a table": "When: Tuesday, 10:00. Where: the main hall. Do not share this link.",
    "Italian": "La Sua segnalazione è stata presa in carico. Riceverà una risposta nel più breve tempo.",
}

GIVEN_AWAY = {
    "a ticket system": "##- Please type your reply above this line -##\nRequest 77. How do we join?",
    "a receipt": "Hello. Your incident has been logged. You asked: how long does it take to become a User?",
    "a read receipt": "Your message\n\nSubject: Which form?\n\nwas read on 11 November 2026 08:57:02.",
    "a delay": "A message has not yet been delivered. Its subject: Panel elections, who may nominate?",
    "a portal": "What do I need to do? Log in once before 7 December. This mailbox is not monitored.",
    "a survey": "We recently closed your case. What could we do better?",
    "voicemail": "Mailbox 7755 has a new message: could somebody ring me about our assessment?",
    "a network": "Marcus asked: how do I join a Sub-Committee? View comment: https://profnet.example/7141",
    "a guard": "Could you please confirm that you are a real person? Your message is held for 7 days.",
    "a newsletter": "Want to know how credit cover works? Read on.\n\nUnsubscribe",
}
PEOPLE = {
    "an absence": "I will be out of office from 5 to 9 May. Who may vote for me?",
    "a case": "Could you tell me whether my request was logged? I asked on Monday.",
    "a bulletin": "How do I unsubscribe from the newsletter?",
    "a mailbox": "Is the modification mailbox monitored at weekends?",
    "a bounce": "My mail to the change board was not delivered. What is its address?",
    "an account": "Which account do we pay the fee to?",
}


class TestWantsSomething:
    @pytest.mark.parametrize("text", WANT.values(), ids=WANT)
    def test_knows_a_question_or_a_wish(self, text):
        assert wants_something(mail(text))

    @pytest.mark.parametrize("text", WANT_NOTHING.values(), ids=WANT_NOTHING)
    def test_knows_what_machines_write_too(self, text):
        assert not wants_something(mail(text))


class TestWhyQuiet:
    @pytest.mark.parametrize(
        "subject", ["Re: [SECAS-000123] We have your message", "AW: [SECAS-000009] Did that solve it?"]
    )
    def test_no_automatic_letter_answers_the_answer_to_one(self, subject):
        asked = mail("Who is this, and what do you want?", subject=subject)

        assert why_quiet(asked) == "it answers an automatic letter of ours"

    def test_a_doubtful_offer_gets_nothing(self):
        offer = mail("Could you tell me who buys for you? We give 20% off, order now.")

        assert why_quiet(offer) == "it sounds a little like spam"

    @pytest.mark.parametrize("text", GIVEN_AWAY.values(), ids=GIVEN_AWAY)
    def test_what_machines_write_gives_them_away_whatever_is_asked(self, text):
        assert why_quiet(mail(text)) == "part of it is what machines write"

    @pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE)
    def test_people_may_speak_of_machines(self, text):
        assert why_quiet(mail(text)) == ""

    @pytest.mark.parametrize(
        "head",
        [
            "Return-Path: <s-1k7ab@bounce.profnet.example>",
            "Return-Path: <bounces+77-helpdesk=secas.example@post.example>",
            "Message-ID: <118.998.JavaMail.app@host.example>",
            "X-PHP-Originating-Script: 33:Mailer.php",
        ],
    )
    def test_so_does_the_program_that_sent_it(self, head):
        raw = f"From: a@b.example\n{head}\n\nHow do I become a member of a Sub-Committee?".encode()

        assert why_quiet(read_mail(raw)) == "part of it is what machines write"

    @pytest.mark.parametrize("sender", ["Jane Cole via Sign <dse@sign.example>", "approvals@outlay.example"])
    def test_so_does_what_it_calls_itself(self, sender):
        raw = f"From: {sender}\n\nHow do I become a member of a Sub-Committee?".encode()

        assert why_quiet(read_mail(raw)) == "part of it is what machines write"

    @pytest.mark.parametrize(
        "banner",
        [
            "You receive this message as a partner. View in browser",
            "You are receiving this because you write to us.",
            "You're receiving this newsletter as a partner.",
        ],
    )
    def test_a_question_above_a_banner_reaches_people(self, banner):
        asked = mail(
            "We have a new meter. Which form must we fill in, and where do we send it? We hope for an "
            f"answer by Friday.\n\n{banner}"
        )

        assert AutomaticWording().look(asked, around()) is None
        assert why_quiet(asked) == "part of it is what machines write"

    def test_what_is_quoted_of_a_machine_does_no_harm(self):
        asked = mail(
            "What does this mean for us?\n\n> This mailbox is not monitored.\n> View the ticket here."
        )

        assert why_quiet(asked) == ""

    def test_words_of_our_subject_earn_an_advertisement_no_receipt(self):
        offer = mail(
            "How do you handle the User Entry Process and the security assessment? Companies like yours "
            "save 40%. Would a quick demo suit you? Reply YES."
        )

        assert why_quiet(offer) == "it sounds a little like spam"

    def test_a_plain_question_gets_its_receipt(self):
        assert why_quiet(mail("Where are the minutes of the Panel?")) == ""


class TestBeCareful:
    def test_makes_no_answer_of_what_asks_nothing(self):
        answer = Outcome("answer", "It asks what the FAQ answers.", "decided", ("meetings",))

        outcome = be_careful(mail("When: Tuesday, 10:00. Where: the main hall."), answer)

        assert (outcome.action, outcome.keys) == ("handoff", ("meetings",))
        assert outcome.told.endswith("No receipt sent: it asks nothing, as mails of machines do.")

    def test_leaves_alone_what_is_set_aside_anyway(self):
        aside = Outcome("ignore", "No reply sent: it is a report.")

        assert be_careful(mail("Nothing."), aside) is aside

    def test_what_people_put_back_is_decided_as_if_a_person_wrote_it(self):
        raw = b"From: a@b.example\nSubject: Notice\n\nWhen: Tuesday, 10:00. Where: the main hall.\n"

        _, outcome = Triage(around(), ScriptedDecider()).look(raw, put_back=True)

        assert not outcome.quiet
