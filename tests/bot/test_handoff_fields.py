import pytest
from actions.handoff.fields import SKIPPED, read_email, read_name, read_organisation, read_question


class TestName:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Asha Patel", "Asha Patel"),
            ("my name is Asha Patel.", "Asha Patel"),
            ("Hi, I'm Asha", "Asha"),
            ("it's Seán O'Brien-Lloyd", "Seán O'Brien-Lloyd"),
            ("  Dr  María  del Carmen\nLópez ", "Dr María del Carmen López"),
            ("李雷", "李雷"),
            ("J", "J"),
        ],
    )
    def test_it_reads_names(self, text, name):
        assert read_name(text).value == name

    @pytest.mark.parametrize("text", ["🙂", "12345", "yes", "no", "hello", "/affirm", "...", "help", "\x00"])
    def test_it_asks_again_for_what_is_no_name(self, text):
        assert read_name(text) == (None, "utter_handoff_bad_name")

    @pytest.mark.parametrize(
        "text",
        [
            "how long will this take?",
            "I want to know where the form is",
            "n" * 61,
            "what does it cost to join",
        ],
    )
    def test_a_question_is_no_name(self, text):
        assert read_name(text) == (None, "utter_handoff_finish_first")

    def test_an_address_is_kept_for_its_turn(self):
        assert read_name("asha@example.org").complaint == "utter_handoff_name_is_email"


class TestEmail:
    @pytest.mark.parametrize(
        ("text", "email"),
        [
            ("asha.patel@example.org", "asha.patel@example.org"),
            ("it's asha@example.co.uk, thanks", "asha@example.co.uk"),
            ("<Asha+sec@mail.example.org>.", "Asha+sec@mail.example.org"),
            ("mailto:o'neil_1@ex-ample.org", "o'neil_1@ex-ample.org"),
        ],
    )
    def test_it_finds_the_address(self, text, email):
        assert read_email(text).value == email

    @pytest.mark.parametrize(
        "text",
        [
            "asha",
            "asha@example",
            "asha at example dot org",
            "a@b.co@d.org",
            "@example.org",
            "🙂",
            "yes",
            "asha@.org",
            "/deny",
        ],
    )
    def test_it_asks_again_kindly(self, text):
        assert read_email(text) == (None, "utter_handoff_bad_email")

    def test_a_question_comes_later(self):
        assert read_email("why do you need that?").complaint == "utter_handoff_finish_first"


class TestOrganisation:
    @pytest.mark.parametrize(
        ("text", "organisation"),
        [
            ("Northern Metering Ltd.", "Northern Metering Ltd."),
            ("I work for Ofgem", "Ofgem"),
            ("3M", "3M"),
            ("Which?", None),
        ],
    )
    def test_it_reads_organisations(self, text, organisation):
        assert read_organisation(text).value == organisation

    @pytest.mark.parametrize(
        "text", ["skip", "Skip this please", "none", "no", "n/a", "-", "/deny", "just me", "🙂"]
    )
    def test_it_can_be_skipped(self, text):
        assert read_organisation(text).value == SKIPPED

    def test_a_long_one_is_asked_for_again(self):
        assert read_organisation("x" * 101).complaint == "utter_handoff_bad_organisation"


class TestQuestion:
    def test_yes_takes_what_was_suggested(self):
        assert read_question("yes", "Who pays?").value == "Who pays?"
        assert read_question("/affirm", "Who pays?").value == "Who pays?"

    def test_other_words_are_the_question(self):
        assert (
            read_question("Who pays for this, and when?", "Who pays?").value == "Who pays for this, and when?"
        )

    @pytest.mark.parametrize("text", ["yes", "🙂🙂", "..", "12345", "/affirm", "q" * 4001])
    def test_it_asks_again_where_there_is_no_question(self, text):
        assert read_question(text).complaint == "utter_handoff_bad_question"
