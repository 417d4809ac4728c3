import pytest

DEPOSIT = "how big a deposit does section j3 want from us"
NEAR_MISS = "who approved the last increase of the credit cover"


class TestSmallTalk:
    def test_it_greets_by_name(self, talk):
        talk.type("good morning")

        assert "SECAS Helpdesk assistant" in talk.said
        assert talk.last.decision["action"] == "chat"


class TestAnswering:
    def test_a_question_is_answered_in_the_approved_words(self, talk):
        talk.type(DEPOSIT)

        assert talk.kinds == ["answer"]
        assert talk.last.replies[0].answer.key == "credit-cover"
        assert talk.last.decision["confidence"] == 0.93

    def test_the_ranking_takes_part_in_the_decision(self, talk, fake_answers):
        talk.type(DEPOSIT)

        request = fake_answers.calls[-1][1]
        assert request["intents"][0]["name"] == "ask_credit_cover"
        assert len(request["intents"]) == 20
        assert request["conversation"] == talk.id

    def test_the_topic_goes_with_the_next_question(self, talk, fake_answers):
        talk.type(DEPOSIT, "and who must pay it")

        assert fake_answers.calls[-1][1]["context"] == {"offered": [], "topic": "credit-cover"}

    def test_two_questions_get_two_answers(self, talk):
        talk.type("where do I apply to join the code, and how is credit cover worked out?")

        assert talk.kinds == ["text", "answer", "answer"]

    def test_other_organisations_business_is_declined_kindly(self, talk):
        talk.type("my prepayment meter has eaten my top up")

        assert "energy supplier" in talk.said


class TestClarifying:
    def test_a_choice_is_made_by_button(self, talk):
        talk.type("assessment")
        talk.press("How can I book my Security / Privacy Assessment?")

        assert talk.last.replies[0].answer.key == "book-assessment"

    def test_a_choice_is_made_by_words(self, talk, fake_answers):
        talk.type("assessment", "the second one")

        assert talk.last.replies[0].answer.key == "assessment-requirements"
        assert fake_answers.calls[-1][1]["context"]["offered"] == [
            "book-assessment",
            "assessment-requirements",
        ]

    def test_none_of_these_leads_to_the_helpdesk(self, talk):
        talk.type("assessment")
        talk.press("None of these")

        assert talk.kinds == ["handoff"]
        talk.press("Yes, please")
        assert "What's your name?" in talk.said


class TestRating:
    @pytest.mark.parametrize(
        ("words", "helpful"), [("yes", True), ("no", False), ("that didn't help", False)]
    )
    def test_words_after_an_answer_rate_it(self, words, helpful, talk, fake_answers):
        talk.type(DEPOSIT, words)

        assert fake_answers.calls[-1] == (
            "/internal/v1/ratings",
            {"conversation": talk.id, "helpful": helpful},
        )

    @pytest.mark.parametrize(("payload", "helpful"), [("/rate_yes", True), ("/rate_no", False)])
    def test_buttons_rate_it(self, payload, helpful, talk, fake_answers):
        talk.type(DEPOSIT)
        talk.send_payload(payload)

        assert fake_answers.calls[-1][1]["helpful"] is helpful

    def test_an_unhelpful_answer_is_passed_to_the_helpdesk(self, talk):
        talk.type(DEPOSIT, "no", "yes please")

        assert "What's your name?" in talk.said


class TestOpeningHours:
    def test_a_button_tells_them(self, talk):
        talk.send_payload("/opening_hours")

        assert "open now" in talk.said


class TestOddInput:
    @pytest.mark.parametrize(
        "text",
        [
            "🙂🙂🙂",
            "?",
            "....",
            "a" * 4000,
            "ж" * 4000,
            "wo finde ich das Formular",
            "<script>alert(1)</script>",
            "{} {topic} [x](y)",
            "\u202egnihtyna",
            "0",
            "'; DROP TABLE events; --",
            "a\x00b",
            "＿＿",
            "é" * 300,
        ],
    )
    def test_it_gets_a_reply(self, text, talk):
        talk.type(text)

        assert talk.last.replies

    @pytest.mark.parametrize(
        "text", ["/restart", "/back", "/session_start", "/affirm", " //restart", "\n/restart"]
    )
    def test_typed_commands_are_words(self, text, talk, fake_answers):
        talk.type(DEPOSIT)
        talk.type(text)
        talk.type("and who must pay it")

        assert fake_answers.calls[-1][1]["context"]["topic"] == "credit-cover"
