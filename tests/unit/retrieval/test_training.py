from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from knowledge.errors import InvalidInput, InvalidTrainingData
from retrieval.decision import NluIntent
from retrieval.judge import FusionJudge
from retrieval.model import Model
from retrieval.training import (
    ALLOWED_WRONG,
    SHARES_WRONG,
    add_opinion,
    folds,
    gather,
    hold_out,
    passages_of,
    train,
)
from tests.doubles.encoder import CountingEncoder, WordEncoder
from tests.unit.retrieval.small import ENTRIES, EXAMPLES, HANDS, QUESTIONS

ENCODER = WordEncoder()


@pytest.fixture(scope="module")
def model() -> Model:
    return train(ENTRIES, EXAMPLES, QUESTIONS, ENCODER, rankings={})


class TestTrain:
    @pytest.mark.parametrize(
        ("text", "action"),
        [
            ("newsletter sign up", "answer"),
            ("refund of the fee please", "handoff"),
            ("my electricity bill", "decline"),
            ("hello good morning", "chat"),
            ("talk to a real person", "handoff"),
        ],
    )
    def test_learns_what_to_do(self, model: Model, text: str, action: str) -> None:
        assert FusionJudge(ENCODER, model).decide(text).action == action

    @pytest.mark.parametrize("text", ["", "   ", "12", "🙂"])
    def test_declines_what_holds_no_words(self, model: Model, text: str) -> None:
        decision = FusionJudge(ENCODER, model).decide(text)

        assert decision.action == "decline"
        assert decision.reason in ("empty", "no_words", "foreign_language")

    def test_reads_a_message_once_that_it_was_told_of(self, model: Model) -> None:
        encoder = CountingEncoder()
        judge = FusionJudge(encoder, model)

        judge.prepare("newsletter sign up")
        prepared = judge.decide("newsletter sign up", [NluIntent("newsletter", 0.9)])

        assert encoder.asked == [["newsletter sign up"]]
        assert prepared == FusionJudge(ENCODER, model).decide(
            "newsletter sign up", [NluIntent("newsletter", 0.9)]
        )

    def test_waits_for_what_another_thread_is_reading(self, model: Model) -> None:
        encoder = CountingEncoder(pause=0.2)
        judge = FusionJudge(encoder, model)

        with ThreadPoolExecutor(4) as threads:
            decisions = list(threads.map(judge.decide, ["newsletter sign up"] * 4))

        assert decisions == [FusionJudge(ENCODER, model).decide("newsletter sign up")] * 4
        assert encoder.asked == [["newsletter sign up"]]

    def test_gives_a_foolish_ranking_no_say_where_none_was_heard_in_training(self, model: Model) -> None:
        judge = FusionJudge(ENCODER, model)

        foolish = judge.decide("newsletter sign up", [NluIntent("ask_join", 1.0)])

        assert foolish.keys == judge.decide("newsletter sign up").keys

    def test_draws_a_stricter_line_for_fewer_wrong_answers(self, model: Model) -> None:
        lines = [model.at(share).heard.thresholds.answer for share in SHARES_WRONG]

        assert lines == sorted(lines, reverse=True)
        assert model.at(ALLOWED_WRONG) == model

    def test_names_the_shares_that_it_has_a_line_for(self, model: Model) -> None:
        with pytest.raises(InvalidInput, match=r"0\.2 wrong answers; there is 0\.005, 0\.01"):
            model.at(0.2)

    def test_refuses_an_empty_faq(self) -> None:
        with pytest.raises(InvalidTrainingData, match="no published FAQ entry"):
            train([], EXAMPLES, [], ENCODER, rankings={})

    def test_refuses_a_single_hand(self) -> None:
        alone = [example for example in EXAMPLES if example.hand == HANDS[0]]

        with pytest.raises(InvalidTrainingData, match="at least two"):
            train(ENTRIES, alone, [], ENCODER, rankings={})


class TestGather:
    def test_leaves_out_examples_of_an_entry_that_is_gone(self) -> None:
        material = gather(ENTRIES[1:], EXAMPLES, [], ENCODER)

        assert "join" not in material.labels
        assert len(material.texts) == sum(example.label != "join" for example in EXAMPLES)

    def test_puts_the_entries_first(self) -> None:
        assert gather(ENTRIES, EXAMPLES, [], ENCODER).labels[:3] == ("join", "meetings", "newsletter")

    def test_puts_an_ambiguous_question_under_each_of_its_entries(self) -> None:
        material = gather(ENTRIES, [], QUESTIONS, ENCODER)

        assert [material.labels[number] for number in material.numbers] == ["join", "meetings"]
        assert material.weights.tolist() == [0.5, 0.5]

    def test_learns_no_single_label_from_several_questions_in_one(self) -> None:
        several = [replace(question, kind="multi") for question in QUESTIONS]

        assert gather(ENTRIES, [], several, ENCODER).texts == ()


class TestFolds:
    def test_deals_the_hands_in_their_own_order(self) -> None:
        hands = {f"hand_{number}" for number in range(1, 13)}

        assert folds(hands) == [
            ["hand_1", "hand_6", "hand_11"],
            ["hand_2", "hand_7", "hand_12"],
            ["hand_3", "hand_8"],
            ["hand_4", "hand_9"],
            ["hand_5", "hand_10"],
        ]

    def test_holds_each_of_few_hands_out_alone(self) -> None:
        assert folds({"b", "a"}) == [["a"], ["b"]]

    def test_needs_two(self) -> None:
        with pytest.raises(InvalidTrainingData, match="at least two"):
            folds({"hand_1"})


class TestHoldOut:
    def test_never_scores_a_message_by_what_learnt_from_its_hand(self) -> None:
        # The word "today" is only in the second hand's messages, so who learnt from them would show.
        material = gather(ENTRIES, EXAMPLES, [], ENCODER)

        held_out = hold_out(material, EXAMPLES, QUESTIONS, ENCODER, lambda _: None)

        assert held_out.scores.shape[0] == len(EXAMPLES) + len(QUESTIONS)
        assert held_out.hands[-1] == "hand_1"


class TestAddOpinion:
    def test_keeps_the_messages_that_were_ranked(self) -> None:
        material = gather(ENTRIES, EXAMPLES, [], ENCODER)
        held_out = hold_out(material, EXAMPLES, [], ENCODER, lambda _: None)
        rankings = {(EXAMPLES[0].hand, EXAMPLES[0].text): [NluIntent("ask_join", 0.9)]}

        heard = add_opinion(held_out, material.labels, rankings)

        assert heard is not None
        assert heard.scores.shape[0] == 1
        assert np.argmax(heard.scores[0, :, -1]) == material.labels.index("join")


class TestPassagesOf:
    def test_gives_title_and_sentences_without_mark_up(self) -> None:
        passages = passages_of(ENTRIES[0])

        assert passages == ["How do I join?", "Fill in the accession form and pay the fee of £540."]
