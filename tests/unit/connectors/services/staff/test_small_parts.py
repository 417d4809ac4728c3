import pytest

from connectors.services.staff.canned import check_placeholders, fill
from connectors.services.staff.differences import Piece, differences
from connectors.services.staff.roles import is_at_least
from connectors.services.staff.throttle import network_of
from connectors.services.staff.tokens import new_token, token_hash
from knowledge.errors import InvalidInput


class TestRoles:
    @pytest.mark.parametrize(
        ("role", "wanted", "included"),
        [
            ("agent", "agent", True),
            ("agent", "editor", False),
            ("editor", "agent", True),
            ("admin", "editor", True),
            ("visitor", "agent", False),
            ("", "agent", False),
            ("Admin", "agent", False),
        ],
    )
    def test_each_includes_the_lesser_ones(self, role, wanted, included):
        assert is_at_least(role, wanted) == included


class TestTokens:
    def test_are_256_random_bits(self):
        assert len({new_token() for _ in range(100)}) == 100
        assert {len(new_token()) for _ in range(100)} == {43}

    @pytest.mark.parametrize("token", ["", " ", "x", "é" * 43, "x" * 61])
    def test_what_can_be_none_of_ours_has_no_hash(self, token):
        assert token_hash(token) is None


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("", "unknown"),
            ("made up", "unknown"),
        ],
    )
    def test_are_a_machine_or_the_customary_64_bits(self, address, network):
        assert network_of(address) == network


class TestCannedReplies:
    def test_known_placeholders_are_filled_in_and_the_rest_stays(self):
        assert fill("{name}, {name} and {other}", {"name": "Ada"}) == "Ada, Ada and {other}"

    def test_what_is_filled_in_is_not_read_again(self):
        assert fill("{name} {me}", {"name": "{me}", "me": "Sam"}) == "{me} Sam"

    @pytest.mark.parametrize("text", ["{nmae}", "{name.x}", "{ name }", "{}", "{{name}}", "{", "a } b"])
    def test_anything_else_in_braces_is_refused(self, text):
        with pytest.raises(InvalidInput):
            check_placeholders(text)


class TestDifferences:
    def test_are_told_by_words_in_reading_order(self):
        assert differences("The fee is ten pounds.", "The new fee is twelve pounds.") == [
            Piece("same", "The "),
            Piece("added", "new "),
            Piece("same", "fee is "),
            Piece("removed", "ten "),
            Piece("added", "twelve "),
            Piece("same", "pounds."),
        ]

    @pytest.mark.parametrize(("before", "after"), [("", "a b"), ("a b", ""), ("a\nb", "a\n\nb"), ("x", "x")])
    def test_hold_both_texts_in_full(self, before, after):
        pieces = differences(before, after)

        assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
        assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after

    @pytest.mark.timeout(5)
    def test_of_long_texts_of_one_word_are_told_in_time(self):
        pieces = differences("a " * 20_000, "a " * 19_000 + "b")

        assert "".join(piece.text for piece in pieces if piece.kind != "removed").endswith("b")
