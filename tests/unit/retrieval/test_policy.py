import numpy as np
import pytest

from retrieval.calibration import Calibrator
from retrieval.policy import Policy, Thresholds

LABELS = ("join", "meetings", "newsletter", "near_miss_join", "outside_consumer", "ask_human", "greet")
POLICY = Policy(LABELS, Calibrator(), Thresholds(answer=0.8, clarify=0.5, near_miss=0.35, option=0.1))


def posterior(**shares: float) -> np.ndarray:
    return np.array([shares.get(label, 0.0) for label in LABELS])


class TestPolicy:
    @pytest.mark.parametrize(
        ("shares", "action", "keys", "reason"),
        [
            ({"join": 0.9, "meetings": 0.1}, "answer", ("join",), "sure"),
            ({"join": 0.8, "meetings": 0.2}, "answer", ("join",), "sure"),
            ({"join": 0.79, "meetings": 0.21}, "clarify", ("join", "meetings"), "close"),
            (
                {"join": 0.45, "newsletter": 0.4, "meetings": 0.15},
                "clarify",
                ("join", "newsletter", "meetings"),
                "close",
            ),
            ({"join": 0.65, "near_miss_join": 0.35}, "handoff", ("join",), "near_miss"),
            (
                {"join": 0.45, "near_miss_join": 0.2, "greet": 0.2, "ask_human": 0.15},
                "handoff",
                ("join",),
                "unsure",
            ),
            ({"join": 0.2, "ask_human": 0.8}, "handoff", ("join",), "human_request"),
            ({"join": 0.2, "outside_consumer": 0.8}, "decline", (), "outside"),
            ({"join": 0.2, "greet": 0.8}, "chat", (), "small_talk"),
        ],
    )
    def test_follows_the_lines(
        self, shares: dict[str, float], action: str, keys: tuple[str, ...], reason: str
    ) -> None:
        decision = POLICY.decide(posterior(**shares))

        assert (decision.action, decision.keys, decision.reason) == (action, keys, reason)

    def test_offers_two_where_one_stands_alone(self) -> None:
        decision = POLICY.decide(posterior(join=0.78, meetings=0.01, greet=0.21))

        assert decision.keys == ("join", "meetings")

    def test_names_the_small_talk(self) -> None:
        assert POLICY.decide(posterior(greet=1.0)).intent == "greet"

    def test_ranks_every_entry(self) -> None:
        decision = POLICY.decide(posterior(meetings=0.6, newsletter=0.3, join=0.1))

        assert decision.ranking == ("meetings", "newsletter", "join")

    def test_explains_itself_in_numbers(self) -> None:
        decision = POLICY.decide(posterior(join=0.6, near_miss_join=0.4))

        assert decision.explanation["p_near_miss"] == 0.4
        assert decision.explanation["answer_threshold"] == 0.8


class TestScores:
    def test_name_the_likeliest_entries_for_whoever_takes_over(self) -> None:
        decision = POLICY.decide(posterior(join=0.2, meetings=0.1, near_miss_join=0.7))

        assert decision.scores == {"join": 0.2, "meetings": 0.1, "newsletter": 0.0}


class TestClosest:
    def test_names_no_entry_that_is_far_off(self) -> None:
        decision = POLICY.decide(posterior(join=0.09, near_miss_join=0.91))

        assert (decision.action, decision.keys) == ("handoff", ())


class TestAnOpenMessage:
    def test_gets_a_choice_where_one_entry_is_sure(self) -> None:
        decision = POLICY.decide(posterior(join=0.95, meetings=0.03, newsletter=0.02), is_open=True)

        assert (decision.action, decision.keys) == ("clarify", ("join", "meetings", "newsletter"))

    def test_gets_one_before_it_is_handed_over_as_a_near_miss(self) -> None:
        decision = POLICY.decide(posterior(join=0.3, meetings=0.1, near_miss_join=0.6), is_open=True)

        assert decision.action == "clarify"

    def test_gets_none_where_it_is_somebody_elses_business(self) -> None:
        decision = POLICY.decide(posterior(join=0.4, outside_consumer=0.6), is_open=True)

        assert decision.action == "decline"
