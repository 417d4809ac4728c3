"""`helpdesk evaluate-plain`: what DIET and the response selector alone make of labelled messages."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectors.cli.loading import load_complete_settings
from connectors.cli.train import run_in_bot
from connectors.desk.clock import system_clock
from knowledge.errors import InvalidInput

if TYPE_CHECKING:
    from connectors.cli.report.page import Table
    from retrieval.evaluation import Verdict

MODEL = "plain"
PREDICTIONS = "plain_rasa_predictions.jsonl"
EPOCHS = 10


@click.command("evaluate-plain")
@click.argument("labels", type=click.Path(path_type=Path))
@click.option(
    "--epochs", type=click.IntRange(1), default=EPOCHS, show_default=True, help="Rounds of training."
)
@click.option(
    "--examples", type=click.IntRange(1), help="The most messages of each intent; all if not given (hours)."
)
def evaluate_plain(labels: Path, epochs: int, examples: int | None) -> None:
    """Train a plain Rasa bot on our phrasings, ask it every message of LABELS, and show its figures.

    The figures are kept beside the report, and `helpdesk evaluate` shows them there from then on.
    """
    from connectors.cli.evaluate import report
    from connectors.cli.report.tables import PLAIN, keep_table
    from retrieval.evaluation import judge_all, read_labels

    messages = read_labels(labels)
    settings = load_complete_settings()
    folder = (settings.data.folder / "report").absolute()
    model, out = folder / MODEL, folder / PREDICTIONS
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"{folder} can't be made: {error.strerror}.") from error
    some = ["--examples", str(examples)] if examples else []
    run_in_bot(settings, ["plain/make_plain.py", "--out", str(model), "--epochs", str(epochs), *some])
    asked = ["--model", str(model), "--messages", str(labels.absolute()), "--out", str(out)]
    run_in_bot(settings, ["plain/ask_plain.py", *asked])
    verdicts = judge_all(messages, map(json.loads, out.read_text(encoding="utf-8").splitlines()))
    click.echo(report(verdicts))
    facts = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    keep_table(folder / PLAIN, table_of(verdicts, facts, labels.name, system_clock().date().isoformat()))


def table_of(verdicts: "list[Verdict]", facts: dict[str, Any], name: str, today: str) -> "Table":
    """Return its figures in one row.

    Args:
        verdicts: On what it said.
        facts: What it was trained with: messages and epochs.
        name: Of the file of messages.
        today: The day, as YYYY-MM-DD.
    """
    from connectors.cli.report.page import Table
    from retrieval.evaluation import figures

    found = figures(verdicts)
    learnt = f"{facts['messages']} messages, {facts['epochs']} epochs"
    row = f"plain Rasa, DIET and ResponseSelector alone ({learnt})"
    return Table(today, f"on {name}", tuple(found), ((row, tuple(found.values())),))
