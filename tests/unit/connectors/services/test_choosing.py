import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.services.choosing import Option, choose

BOOK = Option("book", "How can I book my Security or Privacy Assessment?")
COST = Option("cost", "What does a Security or Privacy Assessment require and what does it cost?")
LIVE = Option("live", "How long after my Security or Privacy Assessment do I become a Live DCC User?")
NEWS = Option("news", "How do I subscribe to the SEC Newsletter?")

TWO = (BOOK, COST)
THREE = (BOOK, COST, LIVE)
FOUR = (BOOK, COST, LIVE, NEWS)


class TestPlaces:
    @pytest.mark.parametrize(
        "text",
        [
            "the first one", "first", "The first.", "1", "1.", "1)", "#1", "no. 1", "number one", "option 1",
            "one", "1st", "the first option please", "I'd like the first one", "ok, the first one then",
            "top one", "the 1st of these", "1 please", "yes the first one", "“the first one”",
            "the first one?", "I think the first", "THE FIRST ONE!", "the very first one",
            "the one at the top", "show me number one", "the first of those three",
        ],
    )  # fmt: skip
    def test_the_first_in_many_words(self, text):
        assert choose(text, THREE) == ("book",)

    @pytest.mark.parametrize(
        "text", ["the second one", "2", "2nd", "two", "option two", "2️⃣", "second please"]
    )
    def test_the_second(self, text):
        assert choose(text, THREE) == ("cost",)

    @pytest.mark.parametrize(
        "text", ["third", "3", "the last one", "last", "the bottom one", "at the bottom"]
    )
    def test_the_third_of_three_is_the_last(self, text):
        assert choose(text, THREE) == ("live",)

    def test_the_fourth_is_the_last_of_four(self):
        assert choose("4", FOUR) == choose("the last one", FOUR) == ("news",)

    def test_the_middle_one_is_there_among_three_only(self):
        assert choose("the middle one", THREE) == ("cost",)
        assert choose("the middle one", FOUR) is None

    def test_former_and_latter_mean_one_of_two(self):
        assert choose("the former", TWO) == ("book",)
        assert choose("the latter", TWO) == ("cost",)
        assert choose("the latter", THREE) is None

    @pytest.mark.parametrize("text", ["the third one", "3", "4", "the fourth", "5", "0", "the tenth one"])
    def test_a_place_that_is_not_there_picks_nothing(self, text):
        assert choose(text, TWO) is None

    @pytest.mark.parametrize("text", ["both", "both of them", "1 and 2", "the first and the second", "all"])
    def test_both_of_two(self, text):
        assert choose(text, TWO) == ("book", "cost")

    def test_several_of_more_than_two(self):
        assert choose("the first and the third one", THREE) == ("book", "live")
        assert choose("3 and 1", THREE) == ("live", "book")
        assert choose("all of these", THREE) == ("book", "cost", "live")
        assert choose("both", THREE) is None
        assert choose("1 and 4", THREE) is None


class TestTitles:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("How can I book my Security or Privacy Assessment?", "book"),
            ("how can i book my security or privacy assessment", "book"),
            (LIVE.title.upper(), "live"),
            ("book", "book"),
            ("booking", "book"),
            ("the booking one", "book"),
            ("the one about booking", "book"),
            ("booking please", "book"),
            ("costs", "cost"),
            ("the cost", "cost"),
            ("I meant the cost", "cost"),
            ("assessment requires", "cost"),
            ("live user", "live"),
            ("live dcc user please", "live"),
            ("newsletter", "news"),
        ],
    )
    def test_a_title_or_words_that_only_one_title_has(self, text, key):
        assert choose(text, FOUR) == (key,)

    @pytest.mark.parametrize(
        "text",
        [
            "assessment",  # in three titles
            "security or privacy",
            "the one",
            "sec assessment",  # no title has both
        ],
    )
    def test_words_that_fit_no_title_or_several_pick_nothing(self, text):
        assert choose(text, FOUR) is None

    @pytest.mark.parametrize("word", ["information", "question", "contact", "i need information"])
    def test_a_word_that_says_little_picks_nothing_by_itself(self, word):
        options = (Option("a", "Where is information about a modification?"), BOOK)

        assert choose(word, options) is None

    def test_an_entry_that_is_gone_keeps_its_place_but_has_no_words(self):
        options = (Option("gone", ""), COST)

        assert choose("the first one", options) == ("gone",)
        assert choose("2", options) == ("cost",)
        assert choose("booking", options) is None


class TestNone:
    @pytest.mark.parametrize(
        "text",
        [
            "none of these", "None of these.", "none", "neither", "neither of them", "no", "nope",
            "no thanks", "none of the above", "no, none of those", "not these", "something else",
            "it's something else",
            "none of these fit", "sorry, none of them", "nothing of these", "none of these, thanks",
            "that's not what I meant", "that's not it, none of them", "not one of them fits",
            "nothing in that list", "these are all wrong", "something else entirely",
        ],
    )  # fmt: skip
    def test_in_many_words(self, text):
        assert choose(text, THREE) == ()


class TestNewQuestions:
    @pytest.mark.parametrize(
        "text",
        [
            "how do I become a DCC user?",
            "what does it cost to join?",
            "how long does it take",
            "can I book a meeting room?",
            "who books assessments",
            "where is the newsletter",
            "is the assessment live?",
            "when do I become live",
            "cost of joining",
            "credit cover",
            "I want to talk to a person",
            "one question",
            "just one second",
            "one more thing",
            "wait a second",
            "second thoughts, I need credit cover",
            "my first assessment",
            "the second user pays agreement",
            "not the first one",
            "not booking",
            "no, I meant credit cover",
            "none of our users got the newsletter",
            "no newsletter arrived",
            "nobody answers",
            "something else: how do I join the Code?",
            "all users",
            "both parties signed, what next",
            "that's not what I meant by cost",
            "at the top of the page it says live",
            "help",
            "yes",
            "ok",
            "thanks",
            "hello",
            "1 March 2026",
            "2 users",
            "",
            "   ",
            "???",
            "🙂",
            "the first one was what I asked for yesterday but now I would like something about credit cover",
        ],
    )
    def test_they_are_left_to_the_judge(self, text):
        assert choose(text, FOUR) is None

    def test_without_an_offer_nothing_is_picked(self):
        assert choose("the first one", ()) is None
        assert choose("none of these", ()) is None

    @given(st.text(max_size=200), st.integers(0, 4))
    def test_any_text_gives_offered_keys_or_nothing(self, text, count):
        keys = choose(text, FOUR[:count])

        assert keys is None or set(keys) <= {option.key for option in FOUR[:count]}
