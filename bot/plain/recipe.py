"""What the plain bot is made of: our phrasings and our answers, in the form of Rasa's FAQ recipe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

VERSION = "3.1"
FAQ = "faq"
"""The retrieval intent: its children are the entries."""

FALLBACK = "nlu_fallback"
OWN_WORDS = {
    "ask_human": "You can reach the Helpdesk by e-mail or phone.",
    "greet": "Hello! What would you like to know?",
    "goodbye": "Goodbye!",
    "thank": "You're welcome.",
    "are_you_a_bot": "I'm a bot.",
    "ask_capabilities": "I answer questions from the FAQ.",
    "small_talk": "Is there anything you'd like to know?",
}
NOT_HERE = "I'm sorry, I have no answer to that."

Examples = dict[str, list[str]]
"""Phrasings by intent."""


def read_answers(folder: Path) -> dict[str, str]:
    """Return the answer of every entry by its key, in Markdown."""
    answers = {}
    for path in sorted(folder.glob("*.md")):
        _, _, body = path.read_text(encoding="utf-8").split("---\n", 2)
        answers[path.stem] = body.strip()
    return answers


def group_examples(
    examples: Iterable[tuple[str, str]], keys: Iterable[str], at_most: int | None = None
) -> Examples:
    """Return the phrasings by the plain bot's intents.

    Args:
        examples: Text and intent, as our own bot has them.
        keys: The keys of the entries.
        at_most: The largest number of phrasings that each intent gets; None for all.
    """
    renamed = {f"ask_{key.replace('-', '_')}": f"{FAQ}/{key}" for key in keys}
    grouped: Examples = defaultdict(list)
    for text, intent in examples:
        phrasings = grouped[renamed.get(intent, intent)]
        if text not in phrasings and (at_most is None or len(phrasings) < at_most):
            phrasings.append(text)
    return dict(grouped)


def nlu(examples: Examples) -> dict[str, Any]:
    """Return the phrasings as Rasa's training data."""
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in sorted(examples.items())
    ]
    return {"version": VERSION, "nlu": blocks}


def domain(examples: Examples, answers: dict[str, str]) -> dict[str, Any]:
    """Return the domain: the intents, and what is said to each."""
    plain = plain_intents(examples)
    responses = {f"utter_{FAQ}/{key}": [{"text": text}] for key, text in answers.items()}
    responses |= {f"utter_{intent}": [{"text": OWN_WORDS.get(intent, NOT_HERE)}] for intent in plain}
    responses[f"utter_{FALLBACK}"] = [{"text": NOT_HERE}]
    return {
        "version": VERSION,
        "intents": [FAQ, *plain],
        "actions": [f"utter_{FAQ}"],
        "responses": responses,
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def rules(examples: Examples) -> dict[str, Any]:
    """Return one rule an intent: say what belongs to it."""
    return {
        "version": VERSION,
        "rules": [
            {"rule": f"Answer {intent}", "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
            for intent in (FAQ, *plain_intents(examples), FALLBACK)
        ],
    }


def config(template: dict[str, Any], epochs: int) -> dict[str, Any]:
    """Return the configuration with the number of epochs filled in."""
    learners = {"DIETClassifier", "ResponseSelector"}
    pipeline = [
        {**part, "epochs": epochs} if part["name"] in learners else dict(part)
        for part in template["pipeline"]
    ]
    return {**template, "pipeline": pipeline}


def plain_intents(examples: Examples) -> list[str]:
    """Return the intents that are no FAQ entry."""
    return sorted(intent for intent in examples if not intent.startswith(f"{FAQ}/"))
