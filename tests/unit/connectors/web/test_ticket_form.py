import pytest

from connectors.web.problems import InvalidFields
from connectors.web.ticket_form import check_form

GOOD = {"name": "Alex Field", "email": "alex@example.org", "organisation": "", "question": "Who set the fee?"}


class TestCheckForm:
    def test_takes_outer_spaces_away(self):
        form = check_form(**(GOOD | {"name": "  Alex Field ", "question": "\nWho?\n"}))

        assert (form.name, form.question) == ("Alex Field", "Who?")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("name", "x" * 201),
            ("name", "Alex\r\nBcc: all@example.org"),
            ("email", ""),
            ("email", "alex"),
            ("email", "alex@example"),
            ("email", "a b@example.org"),
            ("email", "alex@example.org\nBcc: all@example.org"),
            ("email", "x" * 320 + "@example.org"),
            ("organisation", "x" * 201),
            ("organisation", "a\x00b"),
            ("question", "\x00"),
            ("question", "x" * 4001),
        ],
    )
    def test_names_the_field_that_is_wrong(self, field, value):
        with pytest.raises(InvalidFields) as raised:
            check_form(**(GOOD | {field: value}))

        assert list(raised.value.errors) == [field]

    def test_names_all_that_are_wrong_at_once(self):
        with pytest.raises(InvalidFields) as raised:
            check_form("", "", "", "")

        assert list(raised.value.errors) == ["name", "email", "question"]
