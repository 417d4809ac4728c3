"""What first impressions reach on mails of hands that they did not learn from."""

import numpy as np
import pytest

from connectors import wiring
from connectors.mail.caution import DOUBTFUL
from connectors.mail.rules.wording import INNOCENT
from retrieval.mails import Letter, read_mails

GROUPS = 5

PEOPLE = {
    "a question": "Where are the minutes?",
    "a question without its mark": "hi were do i find the minutes",
    "a wish": "Please take me off the list, I have moved on.",
    "a report": "We are reporting that our smart card reader was stolen.",
    "a request": "Under the UK GDPR I ask for a copy of all that you hold about me.",
    "a chaser": "We are still waiting for an answer to our mail of 12 October. Could you look into it?",
    "a director": "My director wants to know when the Panel meets.",
    "help": "My in home display is blank. Please help.",
    "an absence": "I will be out of office from 5 to 9 May. Who may vote for me?",
    "a case": "Could you tell me whether my request was logged? I asked on Monday.",
    "a bulletin": "How do I unsubscribe from the newsletter?",
    "a mailbox": "Is the modification mailbox monitored at weekends?",
    "a bounce": "My mail to the change board was not delivered. What is its address?",
    "an account": "Which account do we pay the fee to?",
}
MACHINES = {
    "an alert": "2 firing. Labels: alertname=DiskUsageHigh instance=prod-mail-03.",
    "a notice of moving": "As of Monday codes@x.example will pick up anything that you send.",
    "an absence": "Back Tuesday. Beth has the helm till then.",
    "a rating": "How likely are you to recommend us to a friend?",
    "a table": "When: Tuesday, 10:00. Where: the main hall. Do not share this link.",
    "Italian": "La Sua segnalazione è stata presa in carico. Riceverà una risposta nel più breve tempo.",
    "a ticket system": "##- Please type your reply above this line -##\nRequest 77. How do we join?",
    "a receipt": "Hello. Your incident has been logged. You asked: how long does it take to become a User?",
    "a read receipt": "Your message\n\nSubject: Which form?\n\nwas read on 11 November 2026 08:57:02.",
    "a delay": "A message has not yet been delivered. Its subject: Panel elections, who may nominate?",
    "a network": "Marcus asked: how do I join a Sub-Committee? View comment: https://profnet.example/7141",
    "a guard": "Could you please confirm that you are a real person? Your message is held for 7 days.",
}


@pytest.fixture(scope="module")
def unseen():
    """Return the training mails, each with the impression that it makes where its hand is left out."""
    examples = read_mails(wiring.TRAINING_DATA)
    hands = sorted({example.hand for example in examples})
    found = []
    for group in (set(hands[start::GROUPS]) for start in range(GROUPS)):
        theirs = [example for example in examples if example.hand in group]
        impressions = wiring.fit_impressions([example for example in examples if example.hand not in group])
        found += zip(theirs, impressions.of([example.letter for example in theirs]), strict=True)
    return found


class TestMachines:
    def test_and_advertisements_are_told_from_people(self, unseen):
        machines = [i.machine for mail, i in unseen if mail.writer == "machine"]
        spam = [i.machine for mail, i in unseen if mail.writer == "spam"]

        assert np.mean(np.array(machines) >= DOUBTFUL) >= 0.98
        assert np.mean(np.array(spam) >= DOUBTFUL) >= 0.96

    def test_whoever_asks_what_the_faq_answers_is_hardly_ever_taken_for_one(self, unseen):
        asks = [impression.machine for mail, impression in unseen if mail.keys]

        assert np.mean(np.array(asks) >= DOUBTFUL) <= 0.03


class TestPeople:
    def test_a_matter_for_people_is_hardly_ever_taken_for_innocent(self, unseen):
        matters = [impression.people for mail, impression in unseen if mail.keys == ()]

        assert np.mean(np.array(matters) < INNOCENT) <= 0.07

    def test_most_questions_of_the_faq_are_innocent(self, unseen):
        asks = [impression.people for mail, impression in unseen if mail.keys]

        assert np.mean(np.array(asks) < INNOCENT) >= 0.8


class TestShortMails:
    """One line each, from a person's address, of which nothing was learnt."""

    @pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE)
    def test_of_people_are_theirs_although_they_may_speak_of_machines(self, text):
        assert machine_behind(text) < DOUBTFUL

    @pytest.mark.parametrize("text", MACHINES.values(), ids=MACHINES)
    def test_of_machines_are_not(self, text):
        assert machine_behind(text) >= DOUBTFUL


def machine_behind(text):
    letter = Letter("Jane Cole", "jane.cole", "Query", text)
    return wiring.mail_impressions().of([letter])[0].machine
