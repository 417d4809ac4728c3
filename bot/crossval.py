"""Ranks the intents of every training message by a model that never saw its writer.

``python crossval.py --out FILE.jsonl``: for each group of folders ``training_data/nlu/hand_<N>`` the
pipeline is trained on all other files and asked about the messages of these. The decision is calibrated on
these lines, ``{"text", "intent", "hand", "intents": [{"name", "confidence"}, …]}``: what Rasa says
about messages that it was trained on would be far too sure. Nothing is done while nothing changed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from quiet import be_quiet, quieten_rasa, tell

be_quiet()

from material import (  # noqa: E402 - nothing may load before be_quiet
    BOT,
    TRAINING_DATA,
    fingerprint,
    is_intact,
    question_files,
    read_manifest,
    sha256,
    training_files,
    write_manifest,
)

FOLDS = 5
"""Into how many groups the writers are dealt; the pipeline learns anew for each."""

Example = tuple[str, str, str]
"""Text, intent, and the folder or file that it stands in."""


def main(arguments: list[str] | None = None) -> int:
    """Write the rankings and return the exit status."""
    options = _parser().parse_args(arguments)
    manifest = options.out.with_name(options.out.name + ".manifest")
    wanted = fingerprint(options.data, ["nlu"], question_files(options.data))
    known = read_manifest(manifest)
    if not options.force and known.get("fingerprint") == wanted and is_intact(options.out, known):
        tell("The bot's held-out rankings are up to date.")
        return 0
    began = time.perf_counter()
    tell("Loading Rasa.")
    quieten_rasa()
    examples = read_examples(options.data)
    questions = read_questions(options.data)
    hands = {hand for _, _, hand in examples if hand.startswith("hand_")}
    if len(hands) < 2:
        tell(f"Holding one writer out needs at least two folders hand_<N> in {options.data}/nlu.", error=True)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    partial = options.out.with_name(options.out.name + ".part")
    with partial.open("w", encoding="utf-8") as file:
        for fold in folds(hands):
            tell(f"Holding out {', '.join(fold)}.")
            for line in held_out(examples, questions, fold):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    partial.replace(options.out)
    seconds = round(time.perf_counter() - began, 1)
    write_manifest(manifest, {"sha256": sha256(options.out), "fingerprint": wanted, "seconds": seconds})
    tell(f"Ranked the held-out messages of {len(hands)} writers in {seconds} seconds.")
    return 0


def read_examples(data: Path) -> list[Example]:
    """Read every example as Rasa reads it."""
    from rasa.shared.nlu.training_data.loading import load_data

    examples = []
    for path in training_files(data, ["nlu"]):
        hand = path.relative_to(data / "nlu").parts[0]
        found = load_data(str(path)).intent_examples
        examples.extend((message.get("text"), message.get("intent"), hand) for message in found)
    return examples


def read_questions(data: Path) -> list[Example]:
    """Read the messages that several entries fit; they have no intent."""
    return [
        (json.loads(line)["text"], "", path.stem)
        for path in question_files(data)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def folds(hands: Collection[str]) -> list[list[str]]:
    """Return the writers in groups that are held out together, at most `FOLDS` of them."""
    names = sorted(hands, key=lambda name: (len(name), name))
    return [names[start::FOLDS] for start in range(min(FOLDS, len(names)))]


def held_out(
    examples: list[Example], questions: list[Example], hands: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Train on all examples but some writers', and rank the intents of theirs.

    Args:
        examples: Everything that there is to learn from.
        questions: What is ranked as well.
        hands: The folders to hold out.
    """
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    known = TrainingData(
        [Message.build(text=text, intent=intent) for text, intent, where in examples if where not in hands]
    )
    asked = [example for example in [*examples, *questions] if example[2] in hands]
    messages = [Message(data={"text": text}) for text, _, _ in asked]
    for component in pipeline():
        if hasattr(component, "train"):
            component.train(known)
        # A classifier that ranked what it was trained on would only take time.
        if "intent_ranking" not in component.process(messages)[0].data:
            component.process_training_data(known)
    for (text, intent, hand), message in zip(asked, messages, strict=True):
        ranking = [
            {"name": str(line["name"]), "confidence": round(float(line["confidence"]), 6)}
            for line in message.get("intent_ranking")
        ]
        yield {"text": text, "intent": intent, "hand": hand, "intents": ranking}


def pipeline() -> Iterator[Any]:
    """Make the components of config.yml, untrained, outside Rasa's graph."""
    import rasa.engine.recipes.default_components  # noqa: F401 - after this Rasa's own components are known
    from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.utils.common import all_subclasses, class_from_module_path
    from rasa.shared.utils.io import read_config_file

    own = {known.__name__: known for known in all_subclasses(GraphComponent)}
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        for number, settings in enumerate(read_config_file(BOT / "config.yml")["pipeline"]):
            name = settings.pop("name")
            made = own.get(name) or class_from_module_path(name)
            node = f"{name}_{number}"
            yield made.create(
                {**made.get_default_config(), **settings},
                storage,
                Resource(node),
                ExecutionContext(GraphSchema({}), node_name=node),
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Rank the intents of messages whose writer was held out.")
    parser.add_argument("--out", type=Path, required=True, help="the file to write, one JSON object a line")
    parser.add_argument("--data", type=Path, default=TRAINING_DATA, help="folder of the training data")
    parser.add_argument("--force", action="store_true", help="rank again even if nothing changed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
