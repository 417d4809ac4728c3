"""The rules on mails that are told by their wording alone: each with what it must not be taken for."""

import pytest

from connectors.mail.rules.rule import first_match
from connectors.mail.rules.table import RULES
from connectors.mail.triage import Triage
from tests.doubles.mails import FixedImpressions, ScriptedDecider, around, mail

ABSENT = {
    "leave": "I am on maternity leave and will not be checking emails. Please contact Bob on bob@x.example.",
    "out of office": "I will be out of the office from 3 to 10 November, returning on Wednesday 11 November.",
    "no longer there": "I no longer work at X Ltd. Please email regulation@x.example instead.",
    "part of the week": "I work Monday to Wednesday only and will respond when I am back in the office.",
    "closed": "Our offices are closed from 24 December to 2 January. We will respond when we return.",
    "nobody reads": "This mailbox is no longer monitored; please update your address book.",
    "German": "Ich bin bis zum 20.11. abwesend. In dringenden Fällen wenden Sie sich bitte an Frau Meier.",
    "sick": "I am off sick. Please contact the duty desk.",
    "conference": "I am attending a conference and will not be able to answer before Thursday.",
    "covered": "I'm on leave this week and back Monday. Jo is covering.",
    "receipt": "Thank you for contacting Accounts. Your request has been received. We respond within 2 days.",
    "a name that asks": "Will Trent no longer works at X Ltd. Please direct your enquiry to info@x.example.",
    "abroad": "I am out of the country with no access to emails. I'll get back to you on my return.",
    "left": "I have left Gasco. Please contact sam@gasco.example for regulation matters.",
    "left, said by others": "Who you are trying to reach has left the company. This inbox isn't monitored.",
    "no employee": "Jo is no longer an employee of X. Kindly redirect your email to info@x.example.",
    "workshop": "Thank you for your email. I'm in an all-day workshop and will pick up messages tomorrow.",
    "Christmas": "Our office is closed and will reopen on 4 January. Messages will be answered then.",
    "looked after": "I'm off on paternity leave, hooray! Dana is looking after everything while I'm away.",
    "Swedish": "Hej, jag har semester till den 7 januari. Vid brådskande ärenden kontakta växeln.",
    "Dutch": "Ik ben op vakantie tot 2 december. Voor dringende zaken kunt u mailen naar info@x.example.",
    "fax": "You have received a 2 page fax from 0207 000 0000.",
    "code": "Your one-time passcode is 883412. It expires in ten minutes.",
    "acknowledgement": "This is an acknowledgement of your letter. Please retain reference 2026/4471.",
    "newsletter": "You are receiving this email because you subscribed. Ready for winter? Here are our tips.",
    "urgent?": "I'm away until Monday with limited access to email. Is it urgent? Please call my assistant.",
}
PRESENT = {
    "stand-in": "I am going to be on annual leave when the Panel meets. Who can stand in for me?",
    "request": "I am away from 3 to 20 December. Please tell me how to appoint an alternate.",
    "sick and asking": "I am off sick, so I could not attend the Panel. Where can I find the minutes?",
    "colleague left": "My colleague has left the company. How do I take her off the newsletter?",
    "travelling": "I'm travelling to the Panel meeting in Leeds. How do I claim my ticket, please?",
    "thanks first": "Thank you for your email. I would like to know where the papers are.",
    "automatic": "Do you send an automatic reply when a form arrives? What are your opening hours?",
}
SPAM = {
    "design": "We offer web design and mobile app development services. Shall we redesign your website?",
    "identity": "Dear Customer, please confirm your identity within 24 hours by clicking here.",
    "gift cards": "Are you at your desk? Buy some Apple gift cards and kindly reply with the codes.",
    "leads": "Get 10,000 targeted B2B leads for only $99! Limited time offer.",
    "sponsored": "Do you accept sponsored posts? We pay well for a permanent link.",
    "purchase order": "Kindly find the attached purchase order and send your best price.",
    "stranger": "My name is Sandra, I saw your profile and would love to know you better.",
    "followers": "Grow your Instagram and LinkedIn followers fast! 10k followers for $29. Order now.",
    "apps": "Our team of 120 developers builds Android and iOS apps at low cost. May I send you a proposal?",
    "domain": "Your domain name smartcode.example expires soon. Pay to keep being listed in search engines.",
    "payroll": "Hi, I changed my bank. Please update my direct deposit details before the next payday.",
    "guest post": "I would like to publish a guest post on your blog with a do-follow link.",
}
NO_SPAM = {
    "claim": "I would like to claim my train fare for the Panel meeting. How do I do it?",
    "selected": "I have been selected by my company to stand for the Panel. When are the elections?",
    "permanent link": "Is there a permanent link to the latest version of the SEC?",
    "web company": "We are a web design company and a SEC Party. How do we change our party details?",
    "free": "Is the SEC Newsletter free, and where do we sign up?",
}
FOR_PEOPLE = {
    "view": ("opinion", "What is MP162 about? In your view, is it any good?"),
    "thinking": ("opinion", "Do you think that we have to become a Party?"),
    "regulator": ("opinion", "Where is the modification, and will Ofgem approve it?"),
    "locked": ("account_trouble", "I am locked out of the website."),
    "lost link": ("account_trouble", "The reset link has not arrived. How do I get an account?"),
    "by us": ("account_trouble", "Could you please reset my password?"),
    "lookalikes": ("lookalikes", "Ноw dо I subѕсrіbе tо thе nеwѕlеttеr?"),
}
NOT_FOR_PEOPLE = {
    "other opinions": "Where can I read the views of the Panel on MP162?",
    "own thoughts": "I think that we are a Party. How do we change our details?",
    "forgotten": "I have forgotten my password for the website. What do I do?",
    "a unit": "Is there a limit of 5 µA or 3 kΩ in the Code, and where do I find the latest version?",
    "a Greek name": "I am Νίκος. How do I get the newsletter?",
}
THANKS = [
    "Thanks, that solves it.",
    "Perfect, thank you!",
    "Thank you so much. Have a great weekend.",
    "Got it, thanks",
]
NO_THANKS = [
    "Thanks, but the link is dead.",
    "Thanks. Where is the form?",
    "SEC application cost. Thanks",
    "Great. I need the form",
]


def rule_of(text: str, subject: str = "Query", headers: str = "") -> str:
    head = f"From: jo@x.example\nSubject: {subject}\n{headers}Content-Type: text/plain; charset=utf-8\n\n"
    return Triage(around(), ScriptedDecider(), FixedImpressions()).look((head + text).encode())[1].rule


def outcome_of(read):
    outcome = first_match(RULES, read, around())
    assert outcome is not None
    return outcome


class TestAutomaticWording:
    @pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
    def test_an_automatic_reply_is_told_by_its_words(self, text):
        assert rule_of(text, "Re: SEC") == "automatic_wording"

    @pytest.mark.parametrize("text", PRESENT.values(), ids=PRESENT)
    def test_a_person_who_speaks_of_absence_is_a_person(self, text):
        assert rule_of(text) == "decided"

    def test_a_person_who_asks_in_another_language_is_one(self):
        assert (
            rule_of("Bonjour, pendant mes vacances, qui peut me remplacer au Panel ?") == "foreign_language"
        )

    def test_the_subject_of_ours_that_it_repeats_is_no_question_of_its_own(self):
        assert rule_of("Back on Monday.", "Out of Office: Re: How do I join?") == "automatic_wording"


class TestPeople:
    @pytest.mark.parametrize(("rule", "text"), FOR_PEOPLE.values(), ids=FOR_PEOPLE)
    def test_what_is_for_people_is_told_by_its_words(self, rule, text):
        assert rule_of(text) == rule

    @pytest.mark.parametrize("text", NOT_FOR_PEOPLE.values(), ids=NOT_FOR_PEOPLE)
    def test_what_only_sounds_like_it_is_decided_on(self, text):
        assert rule_of(text) == "decided"


class TestSpam:
    @pytest.mark.parametrize("text", SPAM.values(), ids=SPAM)
    def test_sounds_like_it(self, text):
        assert rule_of(text) == "sounds_like_spam"

    @pytest.mark.parametrize("text", NO_SPAM.values(), ids=NO_SPAM)
    def test_whoever_speaks_of_our_subject_does_not(self, text):
        assert rule_of(text) == "decided"


class TestThanks:
    @pytest.mark.parametrize("text", THANKS)
    def test_on_a_ticket_do_not_reopen_it(self, text):
        outcome = outcome_of(mail(text, subject="Re: [SECAS-000123] x"))

        assert (outcome.action, outcome.reopens) == ("thread", False)

    @pytest.mark.parametrize("text", NO_THANKS)
    def test_with_something_else_do(self, text):
        outcome = outcome_of(mail(text, subject="Re: [SECAS-000123] x"))

        assert (outcome.action, outcome.reopens) == ("thread", True)


class TestMarks:
    @pytest.mark.parametrize(
        "headers",
        [
            "Auto-Submitted: auto-replied\n",
            "Precedence: bulk\n",
            "List-Id: <x.example>\n",
            "List-Unsubscribe: <mailto:x@y.example>\n",
            "X-Auto-Response-Suppress: OOF\n",
            "X-Autoreply: yes\n",
            "X-Autorespond: yes\n",
            "X-Loop: x@y.example\n",
            "Return-Path: <>\n",
            "Reply-To: secas@gemserv.com\n",
        ],
    )
    def test_of_a_machine_get_no_reply(self, headers):
        outcome = Triage(around(), ScriptedDecider(), FixedImpressions()).look(
            f"From: jo@x.example\nSubject: Q\n{headers}\nHow do I join?".encode()
        )[1]

        assert outcome.action == "ignore"
        assert outcome.reason.startswith("No reply sent: ")

    @pytest.mark.parametrize(
        "headers", ["Auto-Submitted: no\n", "Precedence: first-class\n", "X-Autoreply: no\n"]
    )
    def test_that_say_no_are_a_persons(self, headers):
        assert rule_of("How do I join?", headers=headers) == "decided"
