from connectors.cli.bench_figures import Figures, Latency, Memory
from connectors.cli.bench_report import report

FIGURES = Figures(
    ours=Latency(200, 30.04, 90),
    plain=Latency(200, 20, 45),
    answers=Latency(200, 12, 20),
    decision=Latency(200, 9, 18),
    encoder=Latency(200, 8, 9),
    our_memory=(Memory("web", 100_000_000, 80_000_000, 0), Memory("rasa", 500_000_000, 480_000_000, 0)),
    plain_memory=(Memory("rasa", 400_000_000, 390_000_000, 0),),
    replies={"text": 50, "answer": 150},
    plain_training={"epochs": 3, "messages": 4000, "seconds": 60.5},
)


def lines() -> list[str]:
    return [" ".join(line.split()) for line in report(FIGURES).splitlines()]


class TestReport:
    def test_shows_both_sides_and_their_ratio(self):
        assert "our whole path over HTTP 30.0 90.0" in lines()
        assert "plain Rasa over HTTP 20.0 45.0" in lines()
        assert "ratio 1.50× 2.00×" in lines()

    def test_shows_what_our_time_is_made_of(self):
        assert "of ours: answers, asked directly 12.0 20.0" in lines()
        assert "of that: the decision 9.0 18.0" in lines()
        assert "of that: encoder, one call 8.0 9.0" in lines()

    def test_shows_each_process_and_the_sum(self):
        assert "ours: web 100 80 –" in lines()
        assert "ours: rasa 500 480 –" in lines()
        assert "ours: together 600 560 –" in lines()

    def test_one_process_needs_no_sum(self):
        assert "plain Rasa: rasa 400 390 –" in lines()
        assert not any(line.startswith("plain Rasa: together") for line in lines())

    def test_says_how_the_plain_bot_was_trained_and_what_that_means(self):
        assert "Plain Rasa learnt 4000 messages in 3 epochs (60.5 s)." in report(FIGURES)
        assert "never how good the answers are" in report(FIGURES)

    def test_says_what_we_replied(self):
        assert "Our replies: 150 answer, 50 text." in report(FIGURES)

    def test_columns_stand_under_each_other(self):
        times, memory, _ = report(FIGURES).split("\n\n")

        for table in (times, memory):
            rows = [line for line in table.splitlines() if "ratio" not in line]
            assert len({len(row) for row in rows}) == 1
