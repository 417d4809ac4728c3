import json
from contextlib import suppress

import click
import pytest

from connectors.cli.bench import conclude, refuse_detours
from connectors.cli.bench_figures import Figures, Latency, Memory
from knowledge.errors import InvalidInput, Unavailable


def figures(our_p50: float) -> Figures:
    held = (Memory("rasa", 500_000_000, 0, 0),)
    return Figures(
        ours=Latency(200, our_p50, 90),
        plain=Latency(200, 20, 45),
        answers=Latency(200, 12, 20),
        decision=Latency(200, 9, 18),
        encoder=Latency(200, 8, 9),
        our_memory=held,
        plain_memory=held,
        replies={"answer": 200},
        plain_training={"epochs": 3, "messages": 4000, "seconds": 60.0},
    )


class TestConclude:
    def test_says_that_all_bounds_are_kept(self, capsys):
        conclude(figures(our_p50=30), None)

        assert capsys.readouterr().out.endswith("\nAll bounds are kept.\n")

    def test_a_missed_bound_is_a_failure_that_names_it(self, capsys):
        with pytest.raises(click.ClickException, match=r"2\.50 times") as caught:
            conclude(figures(our_p50=50), None)

        assert caught.value.exit_code == 1
        assert "our whole path over HTTP" in capsys.readouterr().out

    @pytest.mark.parametrize("our_p50", [30, 50], ids=["kept", "missed"])
    def test_the_figures_are_written_either_way(self, tmp_path, our_p50):
        file = tmp_path / "figures.json"

        with suppress(click.ClickException):
            conclude(figures(our_p50), file)

        assert json.loads(file.read_text())["ours"]["p50"] == our_p50

    def test_a_file_that_can_not_be_written_is_said(self, tmp_path):
        with pytest.raises(InvalidInput, match="can't be written"):
            conclude(figures(30), tmp_path)


class TestRefuseDetours:
    def log(self, folder, *events: str):
        file = folder / "web.log"
        file.write_text("".join(json.dumps({"event": event}) + "\n" for event in events))
        return file

    def test_lets_a_quiet_log_pass(self, tmp_path):
        refuse_detours(self.log(tmp_path, "message_answered", "message_answered"))

    @pytest.mark.parametrize("event", ["dialogue_unavailable", "turn_failed"])
    def test_does_not_count_times_of_another_path(self, tmp_path, event):
        with pytest.raises(Unavailable, match="1 messages did not go through"):
            refuse_detours(self.log(tmp_path, "message_answered", event))
