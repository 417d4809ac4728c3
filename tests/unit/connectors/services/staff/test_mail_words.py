from typing import get_args

from connectors.mail.rules.table import RULES
from connectors.services.post.outgoing import LetterKind
from connectors.services.staff import mail_words

WITHOUT_A_RULE = {"decided", "set_aside"}


class TestRules:
    def test_each_rule_of_the_mailbox_has_words(self):
        assert set(mail_words.RULES) >= {rule.name for rule in RULES} | WITHOUT_A_RULE

    def test_one_that_is_not_known_any_more_is_still_named(self):
        assert mail_words.say_rule("older_rule") == "older rule"


class TestKinds:
    def test_each_kind_of_letter_has_words(self):
        assert set(mail_words.KINDS) == set(get_args(LetterKind))
