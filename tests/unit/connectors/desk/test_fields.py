import pytest

from connectors.desk.fields import InvalidField, check_email, check_name, check_organisation, check_question

CONTROLS = ["\r", "\n", "\r\nBcc: x@example.org", "\x00", "\t", "\x7f", "\x85", "\u2028", "\ud800"]


class TestEmail:
    @pytest.mark.parametrize(
        "email",
        [
            "name@example.org",
            "first.last+tag@sub.example.co.uk",
            "O'Brien@example.org",
            "n@x.io",
            "jürgen@münchen.de",
            "a_b-c@ex-ample.org",
            f"{'a' * 64}@example.org",
        ],
    )
    def test_a_usual_address_is_taken_as_it_is(self, email):
        assert check_email(f"  {email} ") == email

    @pytest.mark.parametrize(
        "email",
        [
            "",
            "name",
            "name@",
            "@example.org",
            "name@example",
            "name@example.o",
            "name@.org",
            "name@example..org",
            "name@-example.org",
            "name@example-.org",
            "name@example.org.",
            ".name@example.org",
            "name.@example.org",
            "na..me@example.org",
            "na me@example.org",
            "two@at@example.org",
            "name@127.0.0.1",
            "<name@example.org>",
            "name@example.org, other@example.org",
            "mailto:name@example.org",
            "name@exam_ple.org",
            f"{'a' * 65}@example.org",
        ],
    )
    def test_what_nobody_can_write_to_is_refused_with_an_example(self, email):
        with pytest.raises(InvalidField, match=r"name@example\.org") as caught:
            check_email(email)

        assert caught.value.field == "email"

    def test_a_very_long_address_is_refused_by_its_length(self):
        with pytest.raises(InvalidField, match="up to 254 characters; this one has"):
            check_email(f"name@{'a.' * 200}org")


class TestLines:
    @pytest.mark.parametrize("control", CONTROLS)
    @pytest.mark.parametrize("check", [check_name, check_email, check_organisation])
    def test_control_characters_and_line_ends_are_refused(self, check, control):
        with pytest.raises(InvalidField, match="one line"):
            check(f"name@example.org{control}")

    def test_a_name_has_1_to_200_characters(self):
        assert check_name(f" {'x' * 200} ") == "x" * 200
        with pytest.raises(InvalidField, match="up to 200 characters; this one has 201"):
            check_name("x" * 201)
        with pytest.raises(InvalidField, match="your name"):
            check_name("   ")

    def test_an_organisation_may_be_empty_but_not_long(self):
        assert check_organisation(" ") == ""
        with pytest.raises(InvalidField) as caught:
            check_organisation("x" * 201)
        assert caught.value.field == "organisation"


class TestQuestion:
    def test_lines_stay_and_control_characters_go(self):
        assert check_question(" First\r\nsecond\x00\rthird\ud800\t! ") == "First\nsecond\nthird\t!"

    def test_it_may_have_4000_characters(self):
        assert len(check_question("x" * 4000)) == 4000
        with pytest.raises(InvalidField, match="up to 4,000 characters; this one has 4,001"):
            check_question("x" * 4001)

    @pytest.mark.parametrize("question", ["", "  \n ", "\x00\x01"])
    def test_it_may_not_be_empty(self, question):
        with pytest.raises(InvalidField) as caught:
            check_question(question)

        assert caught.value.field == "question"
