import pytest
from channels.helpdesk import HelpdeskInput, never_a_command


class TestChannel:
    @pytest.mark.parametrize(
        "payload",
        [
            "/affirm",
            "/deny",
            "/cancel",
            "/none_of_these",
            "/ask_human",
            "/opening_hours",
            "/rate_yes",
            "/rate_no",
            '/choose_entry{"entry":"credit-cover"}',
            '/change_detail{"detail":"email"}',
        ],
    )
    def test_what_buttons_send_passes(self, payload):
        assert never_a_command(payload) == payload

    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("/restart", "restart"),
            ("  //session_start", "session_start"),
            ("/back", "back"),
            ('/choose_entry{"entry":"x","pending":"y"}', 'choose_entry{"entry":"x","pending":"y"}'),
            ('/greet{"name": "x"}', 'greet{"name": "x"}'),
            ("/ /restart", "restart"),
            ("and/or", "and/or"),
        ],
    )
    def test_nothing_else_is_a_command(self, typed, text):
        assert never_a_command(typed) == text

    def test_it_does_not_open_without_a_secret(self):
        with pytest.raises(ValueError, match="RASA_TOKEN"):
            HelpdeskInput.from_credentials({"token": ""})
