import pytest

from connectors.dialogue.reply import Button
from connectors.services import wording
from connectors.services.composing import Desk, compose
from retrieval.decision import Decision
from tests.doubles.answers_parts import CONTACT, ENTRIES, TITLES

OPEN = Desk(True, "The Helpdesk is open now, until 17:00 today.", CONTACT)
CLOSED = Desk(False, "We're closed now. The Helpdesk opens today at 9:00.", CONTACT)


def say(decision, desk=OPEN):
    return compose(decision, ENTRIES, desk)[1]


class TestAnswer:
    def test_one_entry_is_said_in_its_approved_words_and_nothing_else(self):
        (reply,) = say(Decision("answer", ("credit-cover",), 0.9))

        assert (reply.kind, reply.text, reply.buttons) == ("answer", "", ())
        assert vars(reply.answer) == {
            "key": "credit-cover",
            "title": TITLES["credit-cover"],
            "body": "The answer of **credit-cover**.",
            "source": "https://www.example.org/faq/",
            "reviewed_on": "2026-01-15",
        }

    def test_several_entries_have_a_lead_in(self):
        replies = say(Decision("answer", ("become-sec-party", "credit-cover"), 0.9, reason="several"))

        assert [reply.kind for reply in replies] == ["text", "answer", "answer"]
        assert replies[0].text == "You asked about two things."

    def test_several_that_were_picked_have_another_one(self):
        replies = say(Decision("answer", ("become-sec-party", "credit-cover"), 1.0, reason="chosen"))

        assert replies[0].text == "Here they are, one after the other."

    def test_the_contact_entry_is_followed_by_the_hours_of_the_moment(self):
        replies = say(Decision("answer", ("contact-helpdesk",), 0.9), CLOSED)

        assert [reply.kind for reply in replies] == ["answer", "text"]
        assert replies[1].text == CLOSED.opening

    def test_an_entry_without_a_review_has_none(self):
        entries = {"new": ENTRIES["credit-cover"].__class__("new", "Help", "New?", "Yes.", "https://x.org/")}

        (reply,) = compose(Decision("answer", ("new",)), entries, OPEN)[1]
        assert reply.answer.reviewed_on is None


class TestPartly:
    ASKED = Decision("answer", ("credit-cover",), 0.9, reason="partly", question="who *raised* the fee?")

    def test_the_part_without_an_answer_is_named_and_offered_to_the_helpdesk(self):
        answer, offer = say(self.ASKED)

        assert (answer.kind, offer.kind) == ("answer", "handoff")
        assert offer.text == (
            "I couldn't find an answer to “who \\*raised\\* the fee?”. Shall I pass that to the Helpdesk? "
            + OPEN.opening
        )
        assert [button.payload for button in offer.buttons] == ["/affirm", "/deny"]

    def test_beside_several_answers_nothing_is_counted(self):
        decision = Decision("answer", ("credit-cover", "dcc-reports"), 0.9, reason="several", question="who?")

        replies = say(decision)

        assert [reply.kind for reply in replies] == ["text", "answer", "answer", "handoff"]
        assert replies[0].text == "Let me take your questions one by one."

    def test_a_long_part_is_shown_in_short(self):
        *_, offer = say(Decision("answer", ("credit-cover",), 0.9, reason="partly", question="x" * 300))

        assert len(offer.text) < 400
        assert "…”" in offer.text


class TestAgain:
    def test_an_answer_that_was_given_already_is_given_with_grace(self):
        first, answer = say(Decision("answer", ("credit-cover",), 0.9, reason="again"))

        assert first == wording.AGAIN
        assert answer.answer.key == "credit-cover"


class TestOpeningHours:
    def test_whether_it_is_open_comes_first(self):
        first, answer = say(Decision("answer", ("contact-helpdesk",), 1.0, reason="opening_hours"), CLOSED)

        assert first.text == CLOSED.opening
        assert answer.answer.key == "contact-helpdesk"


class TestOtherLanguages:
    def test_english_is_asked_for_kindly_and_the_helpdesk_offered(self):
        (reply,) = say(Decision("handoff", intent="language_fr", reason="foreign_language"))

        assert reply.kind == "handoff"
        assert reply.text == f"{wording.ONLY_ENGLISH} {OPEN.opening}"
        assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]

    def test_welsh_is_acknowledged_in_welsh(self):
        (reply,) = say(Decision("handoff", intent="language_cy", reason="foreign_language"))

        assert reply.text.startswith("Mae'n ddrwg gen i, dim ond Saesneg rydw i'n ei deall. I'm sorry")


class TestClarify:
    def test_the_titles_are_buttons_and_none_of_these_is_the_last(self):
        (reply,) = say(Decision("clarify", ("book-assessment", "assessment-requirements"), 0.4))

        assert (reply.kind, reply.text) == ("choice", "I'm not sure which of these you mean:")
        assert reply.buttons == (
            Button(TITLES["book-assessment"], '/choose_entry{"entry":"book-assessment"}'),
            Button(TITLES["assessment-requirements"], '/choose_entry{"entry":"assessment-requirements"}'),
            Button("None of these", "/none_of_these"),
        )

    def test_where_one_is_left_the_question_is_whether_it_is_that(self):
        decision, (reply,) = compose(Decision("clarify", ("withdrawn", "credit-cover"), 0.4), ENTRIES, OPEN)

        assert reply.text == wording.IS_IT_THIS
        assert len(reply.buttons) == 2
        assert decision.keys == ("credit-cover",)


class TestHandoff:
    @pytest.mark.parametrize("reason", ["near_miss", "unsure"])
    def test_the_closest_entry_is_named_and_the_helpdesk_offered(self, reason):
        (reply,) = say(Decision("handoff", ("credit-cover",), 0.2, reason=reason), CLOSED)

        assert reply.kind == "handoff"
        assert reply.text == (
            f"I can't see that in the FAQ. The closest entry is “{TITLES['credit-cover']}”. Shall I pass "
            "your question to the Helpdesk? We're closed now. The Helpdesk opens today at 9:00."
        )
        assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]

    def test_without_a_closest_entry_none_is_named(self):
        (reply,) = say(Decision("handoff", reason="unsure"))

        assert "closest" not in reply.text

    def test_a_closest_entry_that_was_withdrawn_is_not_named(self):
        decision, (reply,) = compose(Decision("handoff", ("gone",), 0.2, reason="near_miss"), ENTRIES, OPEN)

        assert "closest" not in reply.text
        assert decision.keys == ()
        assert decision.reason == "near_miss"

    @pytest.mark.parametrize("desk", [OPEN, CLOSED])
    def test_a_wish_for_a_person_is_granted_without_asking_again(self, desk):
        (reply,) = say(Decision("handoff", intent="ask_human", reason="human_request"), desk)

        assert (reply.kind, reply.buttons) == ("text", ())
        assert reply.text.startswith("Of course")
        assert desk.opening in reply.text
        assert all(way in reply.text for way in (CONTACT.email, CONTACT.phone, CONTACT.form))


class TestDecline:
    @pytest.mark.parametrize(
        ("intent", "words"),
        [
            ("outside_consumer", "energy supplier"),
            ("outside_consumer", "Citizens Advice consumer service"),
            ("outside_network", "network operator"),
            ("outside_regulator", "Ofgem"),
            ("outside_other_code", "administrator"),
            ("outside_off_topic", "Smart Energy Code"),
            ("outside_something_new", "Smart Energy Code"),
            (None, "Smart Energy Code"),
        ],
    )
    def test_it_points_to_whoever_can_help(self, intent, words):
        (reply,) = say(Decision("decline", intent=intent, reason="outside"))

        assert reply.kind == "text"
        assert words in reply.text

    def test_in_an_emergency_the_numbers_come_first(self):
        (reply,) = say(Decision("decline", intent="outside_emergency", reason="outside"))

        places = [reply.text.index(number) for number in ("0800 111 999", "105", "call 999", "Helpdesk")]
        assert places == sorted(places)
        assert places[0] < 40

    def test_every_kind_of_other_business_has_its_own_words(self):
        kinds = ("consumer", "emergency", "network", "regulator", "other_code", "off_topic")

        assert set(wording.DECLINE) == {f"outside_{kind}" for kind in kinds}

    @pytest.mark.parametrize("reason", ["empty", "no_words", "stale_button"])
    def test_odd_input_gets_a_kind_text(self, reason):
        (reply,) = say(Decision("decline", reason=reason))

        assert reply.kind == "text"
        assert reply.text == wording.ODD_INPUT[reason]


class TestChat:
    def test_the_words_are_the_bots_own(self):
        assert say(Decision("chat", intent="greet", reason="small_talk")) == ()


class TestWithdrawnEntries:
    @pytest.mark.parametrize("action", ["answer", "clarify"])
    def test_where_nothing_is_left_the_helpdesk_is_offered(self, action):
        decision, (reply,) = compose(Decision(action, ("gone", "lost"), 0.9, reason="sure"), ENTRIES, OPEN)

        assert (decision.action, decision.keys, decision.reason) == ("handoff", (), "withdrawn")
        assert decision.confidence == 0.0
        assert reply.kind == "handoff"

    def test_what_is_left_is_answered(self):
        decision, replies = compose(Decision("answer", ("gone", "credit-cover"), 0.9), ENTRIES, OPEN)

        assert [reply.kind for reply in replies] == ["answer"]
        assert decision.keys == ("credit-cover",)
        assert decision.confidence == 0.0


class TestWording:
    def test_nothing_is_said_twice_over_or_left_open(self):
        texts = [*wording.DECLINE.values(), *wording.ODD_INPUT.values(), *wording.HANDOFF.values()]

        assert len(set(texts)) == len(texts)
        assert all(text.rstrip("*")[-1] in ".?!" for text in texts)
        assert not any("  " in text or "{" in text for text in texts)
