"""`helpdesk evaluate`: how well labelled messages are handled."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectors.cli.ask import run_batch
from connectors.cli.loading import load_complete_settings
from connectors.settings import ROOT
from knowledge.errors import InvalidInput

if TYPE_CHECKING:
    from retrieval.evaluation import Verdict

LABELS = ROOT.parent / "shared" / "eval" / "dev.jsonl"
"""The labelled messages beside the project, where they are."""

MOST_CONFUSIONS = 20


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PREDICTIONS", help="Keep the predictions here."
)
@click.option(
    "--train", type=click.Path(path_type=Path), metavar="TRAIN", help="Learn any FAQ from labelled texts."
)
@click.option(
    "--test", type=click.Path(path_type=Path), metavar="TEST", help="The messages to decide on, with --train."
)
def evaluate(labels: Path | None, out: Path | None, train: Path | None, test: Path | None) -> None:
    """Ask every message of LABELS as in the chat, and show how many were handled well.

    LABELS holds one JSON object a line: id, text, kind, answers, and if you like style.

    With --train TRAIN --test TEST --out PREDICTIONS the retrieval judge is fitted afresh on the
    texts of TRAIN, which may be of any FAQ, one JSON object a line: {"text": …, "answers": [label]},
    an empty list for out of scope. It decides on the messages of TEST, {"id": …, "text": …}.
    """
    if train or test:
        if labels or not (train and test and out):
            raise click.UsageError(
                "Give --train TRAIN --test TEST --out PREDICTIONS together, and no LABELS."
            )
        _evaluate_any(train, test, out)
        return
    _evaluate_chat(labels or LABELS, out)


def _evaluate_any(train: Path, test: Path, out: Path) -> None:
    from connectors.cli.evaluate_any import evaluate_any, in_words
    from retrieval.evaluation import judge_all, read_labels

    click.echo(in_words(evaluate_any(train, test, out)))
    lines = test.read_text(encoding="utf-8-sig").split("\n")
    if all("answers" in json.loads(line) for line in lines if line.strip()):
        predictions = out.read_text(encoding="utf-8").splitlines()
        click.echo("\n" + report(judge_all(read_labels(test), map(json.loads, predictions))))
    click.echo(f"The predictions are in {out}.", err=True)


def _evaluate_chat(labels: Path, out: Path | None) -> None:
    from retrieval.evaluation import judge_all, read_labels

    if not labels.is_file():
        raise InvalidInput(
            f"There are no labelled messages at {labels}. Name a file: helpdesk evaluate LABELS.jsonl."
        )
    messages = read_labels(labels)
    with tempfile.TemporaryDirectory() as folder:
        predictions = out or Path(folder) / "predictions.jsonl"
        run_batch(load_complete_settings(), labels, predictions)
        lines = predictions.read_text(encoding="utf-8").splitlines()
    click.echo(report(judge_all(messages, map(json.loads, lines))))


def report(verdicts: "list[Verdict]") -> str:
    """Return the figures, the tables by kind and by style, and the list of confusions, as text."""
    from retrieval.evaluation import confusions, figures, shares

    kinds = shares(verdicts, lambda verdict: verdict.message.kind)
    styles = shares(
        (verdict for verdict in verdicts if verdict.message.style), lambda verdict: verdict.message.style
    )
    others = {name: value for name, value in figures(verdicts).items() if name not in kinds}
    parts = [_table("Handled well, by kind", kinds)]
    if styles:
        parts.append(_table("Handled well, by style", styles))
    if others:
        parts.append("\n".join(["Figures", *(f"  {name:<24}{value:8.3f}" for name, value in others.items())]))
    wrong = confusions(verdicts)[:MOST_CONFUSIONS]
    if wrong:
        rows = [f"  {times:>4}  {wanted}  →  {said}" for wanted, said, times in wrong]
        parts.append("\n".join(["What went wrong most often (wanted → said)", *rows]))
    return "\n\n".join(parts)


def _table(title: str, rows: dict[str, tuple[float, int]]) -> str:
    lines = [f"  {name:<24}{share:8.1%}  of {count:>4}" for name, (share, count) in rows.items()]
    return "\n".join([title, *lines])
