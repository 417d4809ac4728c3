"""Asks the plain bot: ``python plain/ask_plain.py --model FOLDER --messages IN.jsonl --out OUT.jsonl``.

A line of IN is ``{"id": …, "text": …}``, a line of OUT a decision in the form of a predictions file:
what the bot would say, and every entry in the order of its response selector.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Started by its path, a script finds its neighbours only, and not the modules of the bot.
sys.path.insert(0, str(HERE.parent))
from quiet import be_quiet, quieten_rasa, tell  # noqa: E402 - see above

be_quiet()

from material import MANIFEST, MODEL, is_intact, read_manifest  # noqa: E402 - nothing may load before be_quiet

from plain.deciding import decision_of  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Ask every message and return the exit status."""
    options = _parser().parse_args(arguments)
    if not is_intact(options.model / MODEL, read_manifest(options.model / MANIFEST)):
        tell(f"There is no plain bot of our own training in {options.model}.", error=True)
        return 1
    lines = options.messages.read_text(encoding="utf-8").splitlines()
    messages = [json.loads(line) for line in lines if line.strip()]
    tell("Loading the plain bot.")
    quieten_rasa()
    decisions = asyncio.run(ask(options.model / MODEL, [message["text"] for message in messages]))
    rows = [{"id": message["id"], **said} for message, said in zip(messages, decisions, strict=True)]
    options.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tell(f"The plain bot was asked {len(rows)} messages.")
    return 0


async def ask(model: Path, texts: list[str]) -> list[dict[str, Any]]:
    """Return what the bot makes of each text."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    # A slash in front would be taken for a command.
    return [decision_of(await agent.parse_message(text.lstrip("/ "))) for text in texts]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Ask the plain bot what it makes of messages.")
    parser.add_argument("--model", type=Path, required=True, help="folder of the model and its manifest")
    parser.add_argument("--messages", type=Path, required=True, help="one JSON object a line: id and text")
    parser.add_argument("--out", type=Path, required=True, help="the predictions file to write")
    return parser


if __name__ == "__main__":
    sys.exit(main())
