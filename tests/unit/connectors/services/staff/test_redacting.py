import pytest

from connectors.services.staff.redacting import as_phrasing, without_personal_data

NAMES = ("Asha Patel", "Northern Metering")


class TestWithoutPersonalData:
    @pytest.mark.parametrize(
        "text",
        [
            "Write to asha.patel+sec@northern-metering.example.org please",
            "Ring 020 7946 0000 or +44 (0)20 7946 0000",
            "Our MPAN is 1200023305967",
            "I am Asha Patel of Northern Metering",
            "ASHA here, from northern metering",
            "patel, asha",
        ],
    )
    def test_nothing_that_tells_who_it_was_is_left(self, text):
        bare = without_personal_data(text, NAMES).lower()

        for word in ("asha", "patel", "northern", "@", "7946", "1200023305967"):
            assert word not in bare

    def test_what_is_no_personal_number_stays(self):
        text = "Until 2026-11-23 it costs £12,500; see SECP0123 and call 105."

        assert without_personal_data(text, NAMES) == text

    def test_a_name_that_is_a_word_goes_only_where_it_is_written_as_a_name(self):
        assert without_personal_data("Will it rain, asks Will Young", ["Will Young"]) == "it rain, asks"
        assert without_personal_data("what will it cost when we are young", ["Will Young"]) == (
            "what will it cost when we are young"
        )

    def test_a_part_of_a_word_is_no_name(self):
        assert without_personal_data("The Danish analysis", ["Dan Ish"]) == "The Danish analysis"

    def test_a_draft_shows_where_something_was_taken_out(self):
        text = "Dear Asha Patel, write to a@b.example or ring 020 7946 0000."

        assert without_personal_data(text, NAMES, marked=True) == (
            "Dear [name], write to [e-mail] or ring [number]."
        )

    def test_an_empty_name_takes_nothing_out(self):
        assert without_personal_data("How do I join?", ["", " "]) == "How do I join?"

    def test_long_rubbish_is_dealt_with_quickly(self):
        text = "a" * 20_000 + "1 " * 20_000 + "a." * 10_000

        assert without_personal_data(text, NAMES)


class TestAsPhrasing:
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("Hi, how do we join?", "how do we join?"),
            ("hi can we join", "can we join"),
            (
                "Dear Helpdesk,\n\nHow do we join?\n\nKind regards,\nAsha Patel\nNorthern Metering",
                "How do we join?",
            ),
            ("Good morning Sam, what does it cost? Many thanks", "what does it cost?"),
            ("Thanks for that. How do we join?", "Thanks for that. How do we join?"),
            ("thanks\nhow do we join?", "thanks how do we join?"),
            ("How do we join? I am Asha Patel, asha@example.org", "How do we join? I am"),
            ("Hello there", "there"),
        ],
    )
    def test_is_the_question_alone(self, text, left):
        assert as_phrasing(text, NAMES) == left

    def test_a_greeting_alone_is_kept_as_it_is(self):
        assert as_phrasing("Hello") == "Hello"
