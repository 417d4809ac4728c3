import pytest

from connectors.desk.fields import InvalidField
from connectors.services.staff.passwords import Passwords, check_password
from tests.doubles.console_parts import CHEAP


class TestPasswords:
    def test_are_kept_by_argon2id_at_todays_cost(self):
        assert Passwords().hash("four words do well").startswith("$argon2id$v=19$m=65536,t=3,p=4$")

    def test_each_is_kept_with_a_salt_of_its_own(self):
        assert CHEAP.hash("four words do well") != CHEAP.hash("four words do well")

    def test_the_same_one_fits_and_another_does_not(self):
        kept = CHEAP.hash("four words do well")

        assert CHEAP.fits(kept, "four words do well")
        assert not CHEAP.fits(kept, "Four words do well")

    @pytest.mark.parametrize("kept", [None, "", "plain", "$argon2id$broken"])
    def test_what_is_not_kept_properly_fits_nothing(self, kept):
        for password in ("", "plain", "the password of nobody"):
            assert not CHEAP.fits(kept, password)

    def test_the_same_letters_from_another_keyboard_fit(self):
        assert CHEAP.fits(CHEAP.hash("caf\u00e9 au lait noir"), "cafe\u0301 au lait noir")

    def test_one_that_was_kept_at_a_lower_cost_is_dated(self):
        assert Passwords().is_dated(CHEAP.hash("four words do well"))


class TestCheckPassword:
    @pytest.mark.parametrize(
        "password", ["four words do well", "x1?" * 4 + "abc", "пароль из слов", "🐨🦊🐻🐼🐯" * 3]
    )
    def test_takes_what_is_long_enough_in_any_script(self, password):
        assert check_password(password, email="a@example.org", name="Ada") == password

    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("", "at least 12"),
            ("elevenchars", "at least 12"),
            ("x" * 201, "up to 200"),
            ("aaaaaaaaaaaa", "too easy"),
            ("121212121212", "too easy"),
            ("ADA.BYRNE@example.org", "too easy"),
            ("ada augusta byrne", "too easy"),
        ],
    )
    def test_refuses_the_rest_in_words(self, password, words):
        with pytest.raises(InvalidField, match=words) as caught:
            check_password(password, email="ada.byrne@example.org", name="Ada Augusta Byrne")

        assert caught.value.field == "password"
