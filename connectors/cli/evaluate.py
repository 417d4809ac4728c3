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
def evaluate(labels: Path | None, out: Path | None) -> None:
    """Ask every message of LABELS as in the chat, and show how many were handled well.

    LABELS holds one JSON object a line: id, text, kind, answers, and if you like style.
    """
    from retrieval.evaluation import judge_all, read_labels

    labels = labels or LABELS
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
