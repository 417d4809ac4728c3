import pytest

from retrieval.decision import Context, Decision, NluIntent
from tests.doubles.answers_parts import ScriptedJudge, answering

OFFERED = Context(offered=("book-assessment", "assessment-requirements"))
SURE = Decision("answer", ("credit-cover",), 0.93, ("credit-cover",), reason="sure")


@pytest.fixture
def judge():
    return ScriptedJudge({"credit cover?": SURE})


def respond(judge, text, intents=(), context=Context()):  # noqa: B008 - the value is immutable
    # The FAQ double needs no session.
    return answering(judge).respond(None, text, intents, context)


class TestJudging:
    def test_a_question_goes_to_the_judge_with_all_that_is_known(self, judge):
        intents = (NluIntent("ask_credit_cover", 0.9),)

        decision, replies = respond(judge, "credit cover?", intents, OFFERED)

        assert decision == SURE
        assert [reply.answer.key for reply in replies] == ["credit-cover"]
        assert judge.asked == [("credit cover?", intents, OFFERED)]

    def test_without_a_ranking_it_is_judged_all_the_same(self, judge):
        respond(judge, "credit cover?")

        assert judge.asked == [("credit cover?", (), Context())]

    def test_an_entry_that_the_faq_lost_becomes_an_offer_of_the_helpdesk(self):
        judge = ScriptedJudge({"old?": Decision("answer", ("gone",), 0.9)})

        decision, (reply,) = respond(judge, "old?")

        assert (decision.action, decision.reason) == ("handoff", "withdrawn")
        assert reply.kind == "handoff"


class TestShortWords:
    def test_a_yes_to_nothing_is_no_question(self, judge):
        decision, replies = respond(judge, "Yes!")

        assert (decision.action, decision.reason, replies) == ("chat", "nothing_open", ())
        assert judge.asked == []

    def test_whether_we_are_open_now_is_told(self, judge):
        decision, replies = respond(judge, "are you open now?")

        assert decision.keys == ("contact-helpdesk",)
        assert replies[0].text.startswith("We're closed now: today is Saturday.")
        assert judge.asked == []


class TestFollowUps:
    def test_what_people_are_to_answer_names_what_it_follows(self):
        judge = ScriptedJudge({"who set that?": Decision("handoff", ("credit-cover",), reason="follow_up")})

        decision, _ = respond(judge, "who set that?", context=Context(topic="credit-cover"))

        assert decision.question == (
            "who set that?\n\n(After the answer to: How can I make sure that I meet the SEC Credit Cover "
            "obligations?)"
        )

    def test_an_entry_that_was_withdrawn_meanwhile_is_not_named(self):
        judge = ScriptedJudge({"who set that?": Decision("handoff", ("gone",), reason="follow_up")})

        decision, _ = respond(judge, "who set that?", context=Context(topic="gone"))

        assert (decision.question, decision.keys) == ("", ())


class TestWords:
    def test_words_that_pick_an_offered_entry_are_not_judged(self, judge):
        decision, (reply,) = respond(judge, "the second one", context=OFFERED)

        assert decision == Decision(
            "answer", ("assessment-requirements",), 1.0, ("assessment-requirements",), reason="chosen"
        )
        assert reply.answer.key == "assessment-requirements"
        assert judge.asked == []

    def test_words_that_refuse_them_lead_to_the_helpdesk(self, judge):
        decision, (reply,) = respond(judge, "none of these", context=OFFERED)

        assert (decision.action, decision.reason) == ("handoff", "none_of_these")
        assert decision.ranking == OFFERED.offered
        assert reply.text.startswith("Sorry that none of these fits. Shall I")

    def test_the_place_counts_as_it_was_shown_even_if_an_entry_is_gone(self, judge):
        context = Context(offered=("gone", "credit-cover"))

        assert respond(judge, "2", context=context)[0].keys == ("credit-cover",)
        assert respond(judge, "1", context=context)[0].reason == "withdrawn"

    def test_without_an_offer_they_are_judged(self, judge):
        respond(judge, "the second one")

        assert [text for text, _, _ in judge.asked] == ["the second one"]


class TestButtons:
    def test_an_entry_is_answered_also_where_the_offer_is_long_past(self, judge):
        decision, (reply,) = respond(judge, '/choose_entry{"entry":"credit-cover"}')

        assert (decision.action, decision.confidence, decision.reason) == ("answer", 1.0, "chosen")
        assert reply.answer.key == "credit-cover"

    def test_none_of_these_leads_to_the_helpdesk(self, judge):
        decision, (reply,) = respond(judge, "/none_of_these", context=OFFERED)

        assert (decision.reason, decision.ranking) == ("none_of_these", OFFERED.offered)
        assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]

    def test_opening_hours_are_the_contact_entry(self, judge):
        decision, replies = respond(judge, "/opening_hours")

        assert decision.keys == ("contact-helpdesk",)
        assert replies[-1].text.startswith("We're closed now: today is Saturday.")

    def test_a_wish_for_a_person_is_one(self, judge):
        assert respond(judge, "/ask_human")[0].reason == "human_request"

    @pytest.mark.parametrize(
        "payload",
        [
            '/choose_entry{"entry":"gone"}',
            "/choose_entry",
            "/choose_entry{",
            '/choose_entry{"entry":7}',
            '/choose_entry{"other":"credit-cover"}',
            '/choose_entry{"entry":""}',
            '/choose_entry{"entry":"credit\\u0000cover"}',
            f'/choose_entry{{"entry":"{"x" * 81}"}}',
        ],
    )
    def test_a_choice_that_names_no_entry_of_ours_offers_the_helpdesk(self, judge, payload):
        decision, (reply,) = respond(judge, payload)

        assert (decision.action, decision.keys, decision.reason) == ("handoff", (), "withdrawn")
        assert reply.kind == "handoff"

    @pytest.mark.parametrize("payload", ["/", "/restart", "/affirm", "/choose_entry2", "/choose_entry[]"])
    def test_other_commands_are_never_judged(self, judge, payload):
        decision, (reply,) = respond(judge, payload)

        assert (decision.action, decision.reason) == ("decline", "stale_button")
        assert reply.text.startswith("Sorry, that button")
        assert judge.asked == []
