"""The bot's training data with the phrasings that staff have added, in a folder of its own.

The dialogue server learns them for the entries that it has an intent for. Of other entries it knows
nothing: those are found by the judge alone (docs/adr/0011-how-a-publish-reaches-the-judge.md).
"""

import re
import shutil
from pathlib import Path

import yaml

from knowledge.state import FaqState
from retrieval.examples import STAFF, read_examples

_MARKUP = re.compile(r"[\[\](){}|\\`]+")
"""What has a meaning of its own in Rasa's format."""


def bot_data(training_data: Path, state: FaqState, folder: Path) -> Path:
    """Return the folder to train the bot on: the training data itself where there is nothing to add.

    Args:
        training_data: The folder ``training_data``.
        state: The FAQ with the phrasings.
        folder: Where a copy may be made; what is there is replaced.
    """
    shutil.rmtree(folder, ignore_errors=True)
    known = {example.label for example in read_examples(training_data)}
    blocks = [
        {"intent": intent_of(key), "examples": "".join(f"- {line}\n" for line in lines)}
        for key, texts in state.phrasings.items()
        if key in known and key in state.published and (lines := list(filter(None, map(_plain, texts))))
    ]
    if not blocks:
        return training_data
    shutil.copytree(training_data, folder)
    file = folder / "nlu" / STAFF / "phrasings.yml"
    file.parent.mkdir()
    content = {"version": "3.1", "nlu": blocks}
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def intent_of(key: str) -> str:
    """Return what the dialogue server calls an entry."""
    return f"ask_{key.replace('-', '_')}"


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split()).lstrip("/- ")
