import json
from dataclasses import replace

import pytest

from connectors.cli.bench_figures import Figures, Latency, Memory, total

MB = 1_000_000


def latency(p50: float, p95: float = 50.0) -> Latency:
    return Latency(200, p50, p95)


@pytest.fixture
def figures() -> Figures:
    return Figures(
        ours=latency(30, 90),
        plain=latency(20, 45),
        answers=latency(12),
        decision=latency(9, 18),
        encoder=latency(8),
        our_memory=(Memory("web", 100 * MB, 80 * MB, 70 * MB), Memory("rasa", 500 * MB, 480 * MB, 470 * MB)),
        plain_memory=(Memory("rasa", 400 * MB, 390 * MB, 380 * MB),),
        replies={"answer": 150, "text": 50},
        plain_training={"epochs": 3, "messages": 4000, "seconds": 60.0},
    )


class TestLatency:
    @pytest.mark.parametrize(
        ("seconds", "p50", "p95"),
        [
            ([0.010], 10, 10),
            ([0.030, 0.010], 20, 29),
            ([0.003, 0.001, 0.002], 2, 2.9),
            ([number / 1000 for number in range(101)], 50, 95),
        ],
        ids=["one", "two", "three", "many"],
    )
    def test_is_in_milliseconds_whatever_the_order(self, seconds, p50, p95):
        found = Latency.of(seconds)

        assert found.count == len(seconds)
        assert (found.p50, found.p95) == (pytest.approx(p50), pytest.approx(p95))

    def test_a_single_slow_message_moves_neither_percentile_far(self):
        found = Latency.of([0.010] * 199 + [8.0])

        assert (found.p50, found.p95) == (pytest.approx(10), pytest.approx(10))

    def test_of_nothing_there_is_none(self):
        with pytest.raises(ValueError, match="no time"):
            Latency.of([])


class TestFigures:
    def test_ratios_are_ours_by_the_plain_bots(self, figures):
        assert figures.ratios == {"p50": 1.5, "p95": 2.0, "memory": 1.5}

    def test_memory_of_all_processes_is_added_up(self, figures):
        assert total(figures.our_memory) == Memory("together", 600 * MB, 560 * MB, 540 * MB)

    @pytest.mark.parametrize(("p50", "kept"), [(39.9, True), (40.0, True), (40.1, False)])
    def test_the_median_may_be_twice_the_plain_bots(self, figures, p50, kept):
        missed = replace(figures, ours=latency(p50)).missed()

        assert (missed == []) is kept

    @pytest.mark.parametrize(("megabytes", "kept"), [(1700, True), (1701, False)])
    def test_all_our_processes_may_hold_2200_megabytes(self, figures, megabytes, kept):
        answers = Memory("answers", megabytes * MB, 0, 0)
        rasa = Memory("rasa", 500 * MB, 0, 0)

        missed = replace(figures, our_memory=(answers, rasa)).missed()

        assert (missed == []) is kept

    def test_a_slow_p95_is_told_but_is_no_failure(self, figures):
        assert replace(figures, ours=latency(30, 900)).missed() == []

    @pytest.mark.parametrize(
        ("decision", "kept"),
        [((10, 20), True), ((10.1, 20), False), ((10, 20.1), False)],
        ids=["at the bounds", "half too slow", "the slowest too slow"],
    )
    def test_the_decision_has_bounds_of_its_own(self, figures, decision, kept):
        assert (replace(figures, decision=latency(*decision)).missed() == []) is kept

    def test_each_missed_bound_is_said_with_its_figures(self, figures):
        slow_and_big = replace(figures, ours=latency(50), our_memory=(Memory("rasa", 2500 * MB, 0, 0),))
        slow, big = slow_and_big.missed()

        assert "up to 50.0 ms, which is 2.50 times the 20.0 ms of plain Rasa" in slow
        assert big == "Our processes hold 2.50 GB together; at most 2.2 GB is allowed."

    def test_everything_can_be_written_as_json(self, figures):
        written = json.loads(json.dumps(figures.as_dict()))

        assert written["ours"] == {"count": 200, "p50": 30, "p95": 90}
        assert written["ratios"]["p50"] == 1.5
        assert written["our_memory"][1]["name"] == "rasa"
        assert written["our_memory_together"]["rss"] == 600 * MB
        assert written["plain_training"]["epochs"] == 3
        assert written["missed"] == []
