import pytest

from connectors.services.post.reply_address import reply_address, ticket_id_of

MAILBOX = "secas@gemserv.com"


class TestReplyAddress:
    def test_names_its_ticket(self):
        assert ticket_id_of("secret", reply_address("secret", MAILBOX, 123)) == 123

    def test_may_come_back_in_capitals(self):
        assert ticket_id_of("secret", reply_address("secret", MAILBOX, 123).upper()) == 123

    def test_of_another_secret_names_nothing(self):
        assert ticket_id_of("secret", reply_address("other", MAILBOX, 123)) is None

    def test_of_one_ticket_does_not_name_another(self):
        changed = reply_address("secret", MAILBOX, 123).replace("t123.", "t124.")

        assert ticket_id_of("secret", changed) is None

    @pytest.mark.parametrize(
        "address", ["", "@", "secas@gemserv.com", "secas+@x.example", "a+t1.@x", "+t1.0@x"]
    )
    def test_anything_else_names_nothing(self, address):
        assert ticket_id_of("secret", address) is None

    def test_without_a_secret_none_is_made_and_none_is_read(self):
        with pytest.raises(ValueError, match="secret"):
            reply_address("", MAILBOX, 123)
        assert ticket_id_of("", reply_address("secret", MAILBOX, 123)) is None
