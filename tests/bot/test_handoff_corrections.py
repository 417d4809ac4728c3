import pytest
from actions.handoff.corrections import is_back, read_bare_detail, read_correction


class TestCorrection:
    @pytest.mark.parametrize(
        ("text", "detail"),
        [
            ("wrong email", "email"),
            ("change the name", "name"),
            ("Sorry, I want to change my e-mail address please", "email"),
            ("can I correct the organisation?", "organisation"),
            ("the email is wrong", "email"),
            ("oops, that's the wrong name", "name"),
            ("edit my question", "question"),
            ("I made a mistake in the email", "email"),
            ("go back to the name", "name"),
            ("fix company", "organisation"),
            ('/change_detail{"detail":"question"}', "question"),
        ],
    )
    def test_it_hears_what_to_change(self, text, detail):
        assert read_correction(text) == (detail, None)

    @pytest.mark.parametrize(
        ("text", "detail", "value"),
        [
            ("change the email to asha@example.org", "email", "asha@example.org"),
            ("my name should be Asha Patel", "name", "Asha Patel"),
        ],
    )
    def test_it_takes_the_new_value_along(self, text, detail, value):
        assert read_correction(text) == (detail, value)

    @pytest.mark.parametrize(
        "text",
        [
            "How do I change the e-mail address of our nominated contact?",
            "Asha Patel",
            "asha@example.org",
            "our company name has changed, whom do we tell?",
            "name",
            '/change_detail{"detail":"key"}',
            "my name is Asha",
            "",
        ],
    )
    def test_questions_and_plain_values_are_none(self, text):
        assert read_correction(text) is None

    @pytest.mark.parametrize(
        ("text", "detail"), [("the name", "name"), ("E-mail please", "email"), ("Who pays", None)]
    )
    def test_a_bare_detail_is_heard_where_it_was_asked_for(self, text, detail):
        assert read_bare_detail(text) == detail

    @pytest.mark.parametrize(
        ("text", "back"),
        [
            ("go back", True),
            ("Back please", True),
            ("sorry, go back", True),
            ("when do I get the money back", False),
            ("Bach", False),
        ],
    )
    def test_back_is_back(self, text, back):
        assert is_back(text) is back
