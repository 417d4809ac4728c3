import pytest

NEAR_MISS = "who approved the last increase of the credit cover"
DETAILS = ["Asha Patel", "asha.patel@example.org", "Northern Metering"]
STEPS = {
    "name": ([], "What's your name?"),
    "email": (DETAILS[:1], "Which e-mail address"),
    "organisation": (DETAILS[:2], "Which organisation"),
    "question": (DETAILS, "Shall I send this as your question?"),
    "confirm": ([*DETAILS, "yes"], "Is that right?"),
}


@pytest.fixture
def begin(talk):
    """Bring a conversation to a step of the form."""

    def _begin(step="name"):
        talk.type(NEAR_MISS, "yes please", *STEPS[step][0])
        assert STEPS[step][1] in talk.said
        return talk

    return _begin


def only_ticket(fake_answers):
    assert len(fake_answers.tickets) == 1
    return next(iter(fake_answers.tickets.values()))


class TestHandoff:
    def test_the_whole_way_in_words(self, begin, fake_answers):
        talk = begin("confirm")
        talk.type("yes, send it")

        assert talk.last.replies[0].ticket == "SECAS-000123"
        ticket = only_ticket(fake_answers)
        assert ticket["conversation"] == talk.id
        assert len(ticket.pop("key")) == 36
        assert ticket == {
            "conversation": talk.id,
            "name": DETAILS[0],
            "email": DETAILS[1],
            "organisation": DETAILS[2],
            "question": NEAR_MISS,
            "reason": "near_miss",
            "candidates": [{"key": "credit-cover", "score": 0.24}],
        }

    def test_the_whole_way_by_buttons(self, talk, fake_answers):
        talk.type(NEAR_MISS)
        talk.press("Yes, please")
        talk.type(*DETAILS[:2])
        talk.press("Skip")
        talk.press("Yes, that's it")
        talk.press("Yes, send it")

        assert talk.kinds == ["ticket"]
        assert only_ticket(fake_answers)["organisation"] == ""

    def test_a_request_for_a_person_starts_it_at_once(self, talk):
        talk.type("can I speak to a real person please")

        assert "open now" in talk.said
        assert "What's your name?" in talk.said

    def test_without_a_question_before_it_is_asked_for(self, talk, fake_answers):
        talk.send_payload("/ask_human")
        talk.type(*DETAILS)
        assert "What would you like to ask" in talk.said
        talk.type("Our accession is stuck. Who can look into it?", "yes")

        assert only_ticket(fake_answers)["question"] == "Our accession is stuck. Who can look into it?"

    def test_the_suggested_question_can_be_put_in_other_words(self, begin, fake_answers):
        talk = begin("question")
        talk.press("I'll type it")
        assert "What would you like to ask" in talk.said
        talk.type("Who raised the credit cover in May?", "yes")

        assert only_ticket(fake_answers)["question"] == "Who raised the credit cover in May?"

    def test_a_second_handoff_remembers_the_person(self, begin, fake_answers):
        talk = begin("confirm")
        talk.type("yes", "how many people sit in the helpdesk", "yes")
        assert "Shall I send this as your question?" in talk.said
        talk.type("yes", "yes")

        assert len(fake_answers.tickets) == 2

    def test_no_to_the_offer_leaves_it(self, talk, fake_answers):
        talk.type(NEAR_MISS, "no thanks")

        assert "No problem" in talk.said
        assert not fake_answers.tickets

    def test_a_new_question_instead_of_yes_is_answered(self, talk):
        talk.type(NEAR_MISS, "how big a deposit does section j3 want from us")

        assert talk.kinds == ["answer"]

    def test_pressing_send_twice_makes_one_ticket(self, begin, fake_answers):
        talk = begin("confirm")
        talk.press("Yes, send it")
        talk.send_payload("/affirm")

        assert len(fake_answers.tickets) == 1
        assert "done already" in talk.said


class TestCancelling:
    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("how", ["cancel", "Cancel"])
    def test_every_step_can_be_cancelled(self, step, how, begin, fake_answers):
        talk = begin(step)
        talk.press(how) if how == "Cancel" else talk.type(how)

        assert "nothing was sent" in talk.said
        assert not fake_answers.tickets
        talk.type("how big a deposit does section j3 want from us")
        assert talk.kinds == ["answer"]


class TestCorrecting:
    @pytest.mark.parametrize("step", ["email", "organisation", "question", "confirm"])
    def test_the_name_can_be_changed_at_every_later_step(self, step, begin, fake_answers):
        talk = begin(step)
        talk.type("change the name")
        assert "What's your name?" in talk.said
        talk.type("Asha Singh")

        assert STEPS[step][1] in talk.said

    @pytest.mark.parametrize(
        ("words", "value", "slot"),
        [
            ("wrong email", "asha@example.com", "email"),
            ("the organisation is wrong", "Southern Metering", "organisation"),
            ("change my question", "Who else may raise it?", "question"),
        ],
    )
    def test_each_detail_can_be_changed_at_the_end(self, words, value, slot, begin, fake_answers):
        begin("confirm").type(words, value, "yes")

        assert only_ticket(fake_answers)[slot] == value

    def test_no_at_the_end_offers_what_to_change(self, begin, fake_answers):
        talk = begin("confirm")
        talk.press("Change something")
        talk.press("E-mail")
        talk.type("asha@example.com", "yes")

        assert only_ticket(fake_answers)["email"] == "asha@example.com"

    @pytest.mark.parametrize(
        ("step", "before"), [("email", "name"), ("organisation", "email"), ("question", "organisation")]
    )
    def test_back_goes_one_step_back(self, step, before, begin):
        talk = begin(step)
        talk.type("go back")

        assert STEPS[before][1] in talk.said

    def test_a_bad_address_is_asked_for_again_kindly(self, begin):
        talk = begin("email")
        talk.type("asha at example")

        assert "name@example.org" in talk.said
        assert "Which e-mail address" in talk.said

    @pytest.mark.parametrize("step", ["name", "email"])
    def test_a_question_in_between_is_put_off_kindly(self, step, begin):
        talk = begin(step)
        talk.type("how long does it take until somebody answers?")

        assert "finish this first" in talk.said
        assert STEPS[step][1] in talk.said

    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("text", ["🙂", "x" * 4000, "/restart", "{handoff_email}", "\x00"])
    def test_odd_input_never_ends_the_form(self, step, text, begin):
        talk = begin(step)
        talk.type(text)

        assert talk.last.replies
        talk.type("cancel")
        assert "nothing was sent" in talk.said


class TestRefused:
    def test_a_refused_value_is_asked_for_again_under_the_same_key(self, begin, fake_answers):
        talk = begin("confirm")
        fake_answers.state = "refuses"
        talk.type("yes")
        assert "Which e-mail address" in talk.said
        fake_answers.state = "up"
        talk.type("asha.patel@example.com", "yes")

        keys = {body["key"] for path, body in fake_answers.calls if path.endswith("tickets")}
        assert len(keys) == 1
        assert only_ticket(fake_answers)["email"] == "asha.patel@example.com"
