"""A small FAQ in a database, with training data and a trained judge in a folder."""

import json
from pathlib import Path

import yaml

from connectors.services.live_faq import LiveFaq
from connectors.services.modelling import ModelKeeper
from knowledge.entries import FaqEntry
from knowledge.importer import import_entries
from retrieval.labels import Group, group_of
from retrieval.store import ModelStore
from tests.doubles.encoder import WordEncoder
from tests.unit.retrieval.small import ENTRIES, EXAMPLES, QUESTIONS

NEW = FaqEntry(
    "leave",
    "Things",
    "How does somebody resign membership?",
    "Write to us, three months ahead.",
    "https://example.org/faqs/",
)


def write_training_data(folder: Path) -> Path:
    """Write the small world as files, as `training_data` has them."""
    blocks: dict[str, dict[str, list[str]]] = {}
    for example in EXAMPLES:
        intent = f"ask_{example.label}" if group_of(example.label) is Group.ENTRY else example.label
        blocks.setdefault(example.hand, {}).setdefault(intent, []).append(f"- {example.text}")
    for hand, intents in blocks.items():
        path = folder / "nlu" / hand / "all.yml"
        path.parent.mkdir(parents=True)
        rows = [{"intent": intent, "examples": "\n".join(lines)} for intent, lines in intents.items()]
        path.write_text(yaml.safe_dump({"nlu": rows}))
    for question in QUESTIONS:
        path = folder / "questions" / f"{question.hand}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        row = {"text": question.text, "answers": question.answers, "kind": question.kind}
        with path.open("a") as file:
            file.write(json.dumps(row) + "\n")
    return folder


def small_keeper(folder: Path) -> ModelKeeper:
    """Return a keeper of models in the folder, with training data beside them."""
    data = folder / "training_data"
    if not data.exists():
        write_training_data(data)
    return ModelKeeper(ModelStore(folder / "judge"), WordEncoder, data, folder / "no rankings")


def fill(database, clock, entries=tuple(ENTRIES)):
    with database.session() as session:
        import_entries(session, list(entries), now=clock(), complete=True)


def small_faq(database, folder: Path) -> LiveFaq:
    """Return the judge that follows the FAQ of the database."""
    return LiveFaq(database, small_keeper(folder))
