"""`helpdesk ask`: one question, or a file of them, decided as in the chat."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from connectors import wiring
from connectors.cli.asking import ask_once, predict, running_dialogue
from connectors.cli.lines import read_items, write_lines
from connectors.cli.loading import load_complete_settings
from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Reply
from connectors.services.conversation_text import clean_text
from connectors.settings import Settings


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print decision and replies as JSON.")
@click.option("--batch", type=click.Path(path_type=Path), metavar="LABELS", help="Ask every line of a file.")
@click.option("--out", type=click.Path(path_type=Path), metavar="PREDICTIONS", help="Where the answers go.")
def ask(question: str | None, as_json: bool, batch: Path | None, out: Path | None) -> None:
    """Ask a QUESTION as in the chat, or every message of a file.

    LABELS holds one JSON object a line, {"id": …, "text": …}; PREDICTIONS gets one for each,
    {"id", "action", "keys", "confidence", "ranking"}, in the same order. What isn't running
    is started for the time of the command.
    """
    if (question is None) == (batch is None):
        raise click.UsageError("Give either a question or --batch LABELS --out PREDICTIONS.")
    if (batch is None) != (out is None):
        raise click.UsageError("--batch and --out go together.")
    settings = load_complete_settings()
    if batch and out:
        count = run_batch(settings, batch, out)
        click.echo(f"{count} predictions are in {out}.", err=True)
    elif question is not None:
        with running_dialogue(settings, _say) as reachable:
            turn = ask_once(wiring.dialogue(reachable), clean_text(question))
        click.echo(_as_json(turn) if as_json else _as_text(turn))


def run_batch(settings: Settings, labels: Path, predictions: Path) -> int:
    """Ask every message of a labels file and write the predictions; return how many.

    Raises:
        InvalidInput: If the labels can't be read or the predictions can't be written.
        Unavailable: If the service can't be started or stops answering; nothing is written then.
    """
    items = read_items(labels)
    rows: list[dict[str, Any]] = []
    with running_dialogue(settings, _say) as reachable:
        dialogue = wiring.dialogue(reachable)
        with click.progressbar(items, label="Asking", file=sys.stderr) as bar:
            rows.extend(predict(dialogue, item) for item in bar)
    write_lines(predictions, rows)
    return len(rows)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _as_json(turn: Turn) -> str:
    answer = {"decision": turn.decision, "replies": [reply.as_dict() for reply in turn.replies]}
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_text(turn: Turn) -> str:
    decision = turn.decision or {}
    head = f"[{decision['action']}, {decision.get('confidence', 0):.2f}]\n\n" if decision else ""
    return head + "\n\n".join(_reply_text(reply) for reply in turn.replies)


def _reply_text(reply: Reply) -> str:
    parts = [reply.text] if reply.text else []
    if reply.answer:
        reviewed = f" (reviewed {reply.answer.reviewed_on})" if reply.answer.reviewed_on else ""
        parts += [reply.answer.title, reply.answer.body, f"Source: {reply.answer.source}{reviewed}"]
    parts += ["\n".join(f"  - {button.title}" for button in reply.buttons)] if reply.buttons else []
    return "\n\n".join(parts)
