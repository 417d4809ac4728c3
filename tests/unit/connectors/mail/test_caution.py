"""Where a machine could be behind a mail nothing is sent, and people read it all the same."""

import pytest

from connectors.mail.caution import be_careful, wants_something, why_quiet
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
