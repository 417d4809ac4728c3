"""Learning any FAQ from labelled texts, and deciding on others: files in, a predictions file out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from connectors import wiring
from connectors.cli.lines import Item, read_items, write_lines
from connectors.settings import load_settings
from knowledge.errors import InvalidInput, InvalidTrainingData

if TYPE_CHECKING:
    from retrieval.anyfaq.judge import AnyFaqJudge, Quality
    from retrieval.decision import Decision
    from retrieval.encoder import Encoder, Vectors

BATCH = 128
"""Texts between two moves of the bar."""

AT_ONCE = 1000
"""Messages that are decided together."""


def evaluate_any(train: Path, test: Path, out: Path) -> "Quality":
    """Learn from the texts of one file, decide on those of another, and write the predictions.

    Raises:
        InvalidInput: If a file can't be read or written.
        InvalidTrainingData: If there is too little to learn from.
    """
    from retrieval.anyfaq.judge import AnyFaqJudge
    from retrieval.anyfaq.texts import MOST_TEXTS, gather, read_texts, thin_out
    from retrieval.text import normalise

    items = read_items(test)
    if not out.absolute().parent.is_dir():
        raise InvalidInput(f"{out} can't be written: there is no such folder.")
    try:
        given = gather(read_texts(train))
    except InvalidTrainingData as error:
        raise InvalidTrainingData(f"{train} can't be learnt from: {error}") from error
    texts = thin_out(given)
    if len(texts) < len(given):
        _say(f"{len(given)} texts are more than the {MOST_TEXTS} that fit; {len(texts)} of them are used.")
    messages = [normalise(item.text) for item in items]
    encoder = wiring.model_keeper(load_settings()).encoder()
    vectors = encode(encoder, [*(text.text for text in texts), *messages])
    judge = AnyFaqJudge(texts, vectors[: len(texts)], lambda words: _say(f"Judge: {words}"))
    write_lines(out, decide(judge, items, messages, vectors[len(texts) :]))
    return judge.quality


def encode(encoder: "Encoder", texts: Sequence[str]) -> "Vectors":
    """Return the vectors, shape (n, dimension), with a bar; texts of like length go together."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), encoder.dimension), np.float32)
    with click.progressbar(length=len(texts), label=f"Reading {len(texts)} texts", file=sys.stderr) as bar:
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = encoder.encode([texts[place] for place in places])
            bar.update(len(places))
    return vectors


def decide(
    judge: "AnyFaqJudge", items: Sequence[Item], messages: Sequence[str], vectors: "Vectors"
) -> list[dict[str, Any]]:
    """Return a line of a predictions file for each message, with a bar."""
    rows: list[dict[str, Any]] = []
    with click.progressbar(length=len(items), label="Deciding", file=sys.stderr) as bar:
        for start in range(0, len(items), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            decisions = judge.decide_all(messages[part], vectors[part])
            rows.extend(map(_row, items[part], decisions))
            bar.update(len(decisions))
    return rows


def in_words(quality: "Quality") -> str:
    """Return what cross-validation says, as text."""
    outside = f", {quality.outside} out of scope" if quality.outside else ""
    allowed = f"(at most {quality.allowed:.0%} of all messages answered wrongly)"
    return "\n".join(
        [
            f"Learnt from {quality.texts} texts with {quality.labels} labels{outside}. By cross-validation:",
            f"  {'best label is right':<24}{quality.right:8.1%}",
            f"  {'calibration error':<24}{quality.error:8.3f}",
            f"  {'answers from':<24}{quality.line:8.3f}  {allowed}",
        ]
    )


def _row(item: Item, decision: "Decision") -> dict[str, Any]:
    return {
        "id": item.id,
        "action": decision.action,
        "keys": list(decision.keys),
        "confidence": decision.confidence,
        "ranking": list(decision.ranking),
    }


def _say(line: str) -> None:
    click.echo(line, err=True)
