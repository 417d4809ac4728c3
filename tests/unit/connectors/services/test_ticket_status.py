import pytest

from connectors.services.ticket_status import asked_number


class TestAskedNumber:
    @pytest.mark.parametrize(
        "text",
        [
            "What is the status of ticket SECAS-000123?",
            "what's happening with secas-123",
            "SECAS-000123",
            " secas 000123. ",
            "SECAS‑000123 status please",
            "Any news on ticket 123?",
            "Has ticket number 123 been answered?",
            "how far is ticket #123",
            "I'd like to follow SECAS-000123",
        ],
    )
    def test_is_found_where_a_status_is_asked_for(self, text):
        assert asked_number(text) == 123

    @pytest.mark.parametrize(
        "text",
        [
            "What is the status of modification 123?",
            "What is the status of my application?",
            "What does SEC-000123 mean?",
            "Please add to SECAS-000123 that we moved to Leeds.",
            "How do I raise a ticket?",
            "Section G 123 status",
            "status",
            "Any news? " + "It is a long story. " * 20 + "SECAS-000123",
        ],
    )
    def test_is_none_in_any_other_message(self, text):
        assert asked_number(text) is None
