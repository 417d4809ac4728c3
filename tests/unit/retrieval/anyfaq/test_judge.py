from collections.abc import Sequence

import pytest

from retrieval.anyfaq.judge import AnyFaqJudge
from retrieval.anyfaq.texts import LabelledText, gather
from retrieval.decision import Decision
from tests.doubles.encoder import WordEncoder

ENCODER = WordEncoder()
SUBJECTS = {
    "near_miss_card": (
        "card lost",
        "lost my card",
        "card is lost",
        "where is my lost card",
        "card lost help",
    ),
    "opening hours": ("when open", "opening hours", "hours open today", "open at what hours", "open hours"),
    "refund": ("refund money", "money back refund", "want refund", "refund my money", "refund for money"),
    "password": ("reset password", "password reset", "forgot password", "new password reset", "password"),
}
TEXTS = [LabelledText(text, (label,)) for label, texts in SUBJECTS.items() for text in texts]


def judge_of(texts: Sequence[LabelledText]) -> AnyFaqJudge:
    gathered = gather(texts)
    return AnyFaqJudge(gathered, ENCODER.encode([text.text for text in gathered]))


def decide(judge: AnyFaqJudge, text: str) -> Decision:
    return judge.decide_all([text], ENCODER.encode([text]))[0]


@pytest.fixture(scope="module")
def judge() -> AnyFaqJudge:
    return judge_of(TEXTS)


class TestAnyFaqJudge:
    @pytest.mark.parametrize(("text", "label"), [(texts[1], label) for label, texts in SUBJECTS.items()])
    def test_knows_its_labels_whatever_they_are_called(
        self, judge: AnyFaqJudge, text: str, label: str
    ) -> None:
        decision = decide(judge, text)

        assert decision.action == "answer"
        assert decision.keys == (label,)
        assert sorted(decision.ranking) == sorted(SUBJECTS)

    def test_answers_nothing_that_is_like_nothing_known(self, judge: AnyFaqJudge) -> None:
        decision = decide(judge, "weather in paris")

        assert decision.action in ("handoff", "decline")
        assert decision.confidence < 0.5

    @pytest.mark.parametrize("text", ["", "12", "привет"])
    def test_declines_what_holds_no_words(self, judge: AnyFaqJudge, text: str) -> None:
        decision = decide(judge, text)

        assert (decision.action, decision.confidence) == ("decline", 0.0)
        assert len(decision.ranking) == len(SUBJECTS)

    def test_reads_another_alphabet_where_it_learnt_in_it(self) -> None:
        texts = [LabelledText(f"{t.text} привет как дела всё хорошо у нас", t.answers) for t in TEXTS]

        decision = decide(judge_of(texts), "card lost привет как дела всё хорошо у нас")

        assert decision.reason != "foreign_language"
        assert decision.keys[0] == "near_miss_card"

    def test_learns_from_texts_out_of_scope(self) -> None:
        strange = [
            LabelledText(f"weather in {town}", ()) for town in ("rome", "oslo", "york", "bonn", "bath")
        ]

        judge = judge_of([*TEXTS, *strange])

        assert judge.quality.outside == len(strange)
        assert decide(judge, "weather in paris").confidence < 0.1

    @pytest.mark.parametrize("per_label", [1, 2])
    def test_makes_do_with_one_or_two_texts_a_label(self, per_label: int) -> None:
        judge = judge_of(
            [LabelledText(t, (label,)) for label, ts in SUBJECTS.items() for t in ts[:per_label]]
        )

        assert decide(judge, "reset password").ranking[0] == "password"
        assert decide(judge, "weather in paris").action != "answer"

    def test_a_label_with_a_single_text_is_found_too(self) -> None:
        judge = judge_of([*TEXTS, LabelledText("newsletter subscribe", ("newsletter",))])

        assert decide(judge, "subscribe newsletter").ranking[0] == "newsletter"

    def test_counts_every_label_of_a_text_as_right(self) -> None:
        both = [LabelledText(f"refund card {word}", ("refund", "near_miss_card")) for word in ("a", "b", "c")]

        ranking = decide(judge_of([*TEXTS, *both]), "refund card").ranking

        assert set(ranking[:2]) == {"refund", "near_miss_card"}

    def test_gives_the_same_twice(self, judge: AnyFaqJudge) -> None:
        assert decide(judge_of(TEXTS), "lost money") == decide(judge, "lost money")
