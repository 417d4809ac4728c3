import numpy as np
import pytest

from retrieval.decision import Decision
from retrieval.material import Scores
from retrieval.parting import Parting, stands_alone
from retrieval.several import Cut, Several, candidates
from retrieval.splitting import spans_of

LABELS = ("join", "meetings", "newsletter", "near_miss_join", "greet")


def shares(**given: float) -> Scores:
    return np.array([given.get(label, 0.0) for label in LABELS])


def cut(text: str, whole: Scores, *parts: Scores) -> Cut:
    spans = spans_of(text)
    assert len(spans) == len(parts)
    return Cut(text, whole, tuple(spans), np.stack(parts) if parts else np.zeros((0, len(LABELS))))


BOTH = "How do we join, and where are the papers?"
ONE = "How do we join, and whom do we pay?"


def two_questions(sure: float) -> Cut:
    rest = 1 - sure
    return cut(
        BOTH,
        shares(join=0.6, meetings=0.4),
        shares(join=sure, newsletter=rest),
        shares(meetings=sure, greet=rest),
    )


def one_question(sure: float) -> Cut:
    rest = 1 - sure
    return cut(
        ONE, shares(join=0.98, meetings=0.02), shares(join=sure, greet=rest), shares(join=0.4, meetings=0.5)
    )


@pytest.fixture(scope="module")
def several() -> Several:
    sures = np.linspace(0.7, 0.99, 12)
    cuts = [message for sure in sures for message in (two_questions(sure), one_question(sure))]
    answers = [("join", "meetings"), ("join",)] * len(sures)
    hands = [f"hand_{number % 3}" for number in range(len(sures)) for _ in range(2)]
    fitted = Several.fit(cuts, answers, hands, LABELS)
    assert fitted
    return fitted


class TestCandidates:
    def test_are_the_entries_that_a_part_speaks_of(self) -> None:
        found = candidates(two_questions(0.9), LABELS)

        assert {LABELS[place]: span for place, (span, _) in found.items()} == {"join": 0, "meetings": 1}

    def test_are_none_without_parts(self) -> None:
        assert candidates(cut("How do we join?", shares(join=1.0)), LABELS) == {}


class TestSeveral:
    def test_tells_two_questions_from_one(self, several: Several) -> None:
        both, one = several(two_questions(0.9), LABELS), several(one_question(0.9), LABELS)

        assert [share >= several.line for share, _ in both.values()] == [True, True]
        assert [share >= several.line for share, _ in one.values()] == [True, False]

    def test_needs_more_than_one_hand(self) -> None:
        assert (
            Several.fit([two_questions(0.9)] * 3, [("join", "meetings")] * 3, ["hand_1"] * 3, LABELS) is None
        )


class TestParting:
    SURE = Decision("answer", ("join",), 0.95, ("join", "meetings", "newsletter"), reason="sure")

    def test_answers_each_question_in_the_order_asked(self, several: Several) -> None:
        decision = Parting(several, LABELS).decide(two_questions(0.95), self.SURE)

        assert decision is not None
        assert (decision.action, decision.keys, decision.reason) == (
            "answer",
            ("join", "meetings"),
            "several",
        )
        assert decision.question == ""

    def test_leaves_a_single_question_whole(self, several: Several) -> None:
        assert Parting(several, LABELS).decide(one_question(0.95), self.SURE) is None

    def test_names_the_part_that_no_entry_answers(self, several: Several) -> None:
        text = "How do we join? Who raised the application fee last year?"
        message = cut(
            text, shares(join=0.9, near_miss_join=0.1), shares(join=1.0), shares(near_miss_join=1.0)
        )

        decision = Parting(several, LABELS).decide(message, self.SURE)

        assert decision is not None
        assert (decision.action, decision.keys, decision.reason) == ("answer", ("join",), "partly")
        assert decision.question == "Who raised the application fee last year?"

    def test_names_a_second_question_that_is_answered_too_unsurely(self, several: Several) -> None:
        text = "How do we join? Where would the old papers of the working group be?"
        unsure = shares(meetings=0.2, newsletter=0.4, near_miss_join=0.4)
        message = cut(text, shares(join=0.9, meetings=0.1), shares(join=1.0), unsure)

        decision = Parting(several, LABELS).decide(message, self.SURE)

        assert decision is not None
        assert (decision.action, decision.keys, decision.reason) == ("answer", ("join",), "partly")
        assert decision.question == "Where would the old papers of the working group be?"

    def test_names_no_kind_words(self, several: Several) -> None:
        text = "How do we join? How are all you lovely people today?"
        message = cut(text, shares(join=0.9, greet=0.1), shares(join=1.0), shares(greet=1.0))

        assert Parting(several, LABELS).decide(message, self.SURE) is None

    @pytest.mark.parametrize("reason", ["human_request", "outside", "small_talk"])
    def test_leaves_what_is_no_question_to_us_whole(self, several: Several, reason: str) -> None:
        assert (
            Parting(several, LABELS).decide(two_questions(0.95), Decision("handoff", reason=reason)) is None
        )


class TestStandsAlone:
    @pytest.mark.parametrize(
        ("text", "alone"),
        [
            ("who raised the application fee", True),
            ("and can the board change the date", True),
            ("where is it recorded", False),
            ("who has it", False),
            ("does that block us", False),
            ("the application fee of last year", False),
            ("how much is it all", False),
        ],
    )
    def test_is_said_of_a_question_without_a_pronoun(self, text: str, alone: bool) -> None:
        assert stands_alone(text) is alone
