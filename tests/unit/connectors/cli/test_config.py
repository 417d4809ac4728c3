import pytest
from pydantic import SecretStr

from connectors.cli.config import shown


class TestShown:
    def test_a_secret_is_hidden(self):
        assert shown(SecretStr("hush")) == "********"

    def test_an_empty_secret_is_shown_as_empty(self):
        assert shown(SecretStr("")) == ""

    def test_the_password_of_a_database_is_hidden(self):
        assert shown("postgresql://desk:hush@db.example/desk") == "postgresql://desk:***@db.example/desk"

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (8080, "8080"),
            ("", ""),
            ("https://example.org/faqs/", "https://example.org/faqs/"),
            (("https://a.example", "https://b.example"), "https://a.example,https://b.example"),
            ("://", "://"),
        ],
    )
    def test_all_else_is_shown_as_it_is(self, value, text):
        assert shown(value) == text
