"""`helpdesk evaluate`: how well labelled messages are handled."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectors import wiring
from connectors.cli.ask import run_batch
from connectors.cli.baseline import write_baseline
from connectors.cli.loading import load_complete_settings
from connectors.desk.clock import system_clock
from connectors.settings import ROOT, Settings
from knowledge.errors import InvalidInput

if TYPE_CHECKING:
    from retrieval.evaluation import Verdict

LABELS = ROOT.parent / "shared" / "eval" / "dev.jsonl"
"""The labelled messages beside the project, where they are."""

BASELINE = ROOT / "tests" / "evaluation" / "baseline.json"
"""What the figures may not fall below; committed, and compared by `make sure`."""

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
@click.option(
    "--write-baseline", "renew", is_flag=True, help="Keep the judge's figures as those that must not fall."
)
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where index.html goes; var/report if not given.",
)
@click.option(
    "--ablation", "measure", is_flag=True, help="Measure what each member adds (minutes), and keep it."
)
def evaluate(
    labels: Path | None,
    out: Path | None,
    train: Path | None,
    test: Path | None,
    folder: Path | None,
    measure: bool,
    renew: bool,
) -> None:
    """Ask every message of LABELS as in the chat, show how many were handled well, write a report.

    LABELS holds one JSON object a line: id, text, kind, answers, and if you like style.

    With --train TRAIN --test TEST --out PREDICTIONS the retrieval judge is fitted afresh on the
    texts of TRAIN, which may be of any FAQ, one JSON object a line: {"text": …, "answers": [label]},
    an empty list for out of scope. It decides on the messages of TEST, {"id": …, "text": …}.
    """
    if train or test:
        if labels or folder or measure or renew or not (train and test and out):
            raise click.UsageError("Give --train TRAIN --test TEST --out PREDICTIONS together, and no more.")
        _evaluate_any(train, test, out)
        return
    labels = labels or LABELS
    if not labels.is_file():
        raise InvalidInput(
            f"There are no labelled messages at {labels}. Name a file: helpdesk evaluate LABELS.jsonl."
        )
    if renew:
        _renew_baseline(labels)
    else:
        _evaluate_chat(labels, out, folder, measure)


def _renew_baseline(labels: Path) -> None:
    """Measure the judge alone, as the test in tests/evaluation does, and write its baseline."""
    from connectors.cli.evaluate_model import judge_alone
    from retrieval.evaluation import figures, read_labels

    settings = load_complete_settings()
    encoder, model = wiring.model_keeper(settings).current(wiring.faq_state(settings), _say)
    found = figures(judge_alone(read_labels(labels), encoder, model))
    write_baseline(BASELINE, found)
    rows = [f"  {name:<24}{value:8.3f}" for name, value in found.items()]
    click.echo("\n".join(["The judge without the dialogue server", *rows, f"is kept in {BASELINE}."]))


def _evaluate_any(train: Path, test: Path, out: Path) -> None:
    from connectors.cli.evaluate_any import evaluate_any, in_words
    from retrieval.evaluation import judge_all, read_labels

    click.echo(in_words(evaluate_any(train, test, out)))
    lines = test.read_text(encoding="utf-8-sig").split("\n")
    if all("answers" in json.loads(line) for line in lines if line.strip()):
        predictions = out.read_text(encoding="utf-8").splitlines()
        try:
            click.echo("\n" + report(judge_all(read_labels(test), map(json.loads, predictions))))
        except InvalidInput as problem:
            # The predictions are what was asked for; figures are an extra.
            click.echo(f"There are no figures: {problem}", err=True)
    click.echo(f"The predictions are in {out}.", err=True)


def _evaluate_chat(labels: Path, out: Path | None, folder: Path | None, measure: bool) -> None:
    from retrieval.evaluation import judge_all, read_labels

    messages = read_labels(labels)
    settings = load_complete_settings()
    with tempfile.TemporaryDirectory() as temporary:
        predictions = out or Path(temporary) / "predictions.jsonl"
        run_batch(settings, labels, predictions)
        lines = predictions.read_text(encoding="utf-8").splitlines()
    verdicts = judge_all(messages, map(json.loads, lines))
    click.echo(report(verdicts))
    _write_page(settings, labels.name, verdicts, folder or settings.data.folder / "report", measure)


def _write_page(
    settings: Settings, name: str, verdicts: "list[Verdict]", folder: Path, measure: bool
) -> None:
    from connectors.cli.evaluate_model import ablation, candidates_of, lines_of, published
    from connectors.cli.report.page import Evaluated
    from connectors.cli.report.tables import ABLATION, keep_table, read_tables
    from connectors.cli.report.writing import write_page

    now, entries = system_clock(), published(settings)
    encoder, model = wiring.model_keeper(settings).current(wiring.faq_state(settings), _say)
    if measure:
        keep_table(folder / ABLATION, ablation(settings, encoder, now.date(), _say))
    lines = lines_of(model, float(settings.answers.wrong))
    click.echo("\nThresholds")
    for line in lines:
        click.echo(f"  {line.value:8.3f}  {line.name}; from {line.source}")
    evaluated = Evaluated(
        f"Evaluation on {name}",
        now,
        verdicts,
        {entry.key: entry.category for entry in entries},
        lines,
        candidates_of(verdicts, encoder, model),
        read_tables(folder),
    )
    click.echo(f"\nThe report is {write_page(folder, evaluated)}.")


def _say(line: str) -> None:
    click.echo(line, err=True)


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
