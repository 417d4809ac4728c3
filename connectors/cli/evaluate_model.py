"""What the report says of the judge itself: its lines, the candidates behind a miss, its members."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from connectors import wiring
from connectors.cli.report.page import MOST_CANDIDATES, Line, Table
from connectors.settings import Settings
from knowledge.entries import FaqEntry
from knowledge.faq import published_entries
from retrieval.labels import Group
from retrieval.material import places_of
from retrieval.text import normalise

if TYPE_CHECKING:
    from retrieval.encoder import Encoder
    from retrieval.evaluation import Labelled, Verdict
    from retrieval.model import Model
    from retrieval.training import Rankings

WHAT_A_LINE_IS = {
    "answer": "least confidence of an answer",
    "clarify": "least joint probability of the entries of a choice",
    "near_miss": "probability of the near misses from which on people answer",
    "option": "least share of an entry that is offered, beside the best one's",
    "part": "least confidence of an answer to one part of several",
    "closest": "least probability of an entry that is named as the closest",
}
MEMBERS = {
    "LexicalMember": "BM25",
    "NeighbourMember": "nearest phrasing or passage (the encoder alone)",
    "MeaningMember": "logistic regression on embeddings",
    "SpellingMember": "logistic regression on parts of words",
}


def published(settings: Settings) -> list[FaqEntry]:
    """Return the entries that are asked about."""
    with wiring.database(settings).session() as session:
        return list(published_entries(session))


def judge_alone(labels: Sequence["Labelled"], encoder: "Encoder", model: "Model") -> "list[Verdict]":
    """Return the verdicts on what the judge decides without the dialogue server."""
    from retrieval.evaluation import judge_all
    from retrieval.judge import FusionJudge

    judge = FusionJudge(encoder, model)
    return judge_all(labels, [{"id": label.id, **judge.decide(label.text).as_dict()} for label in labels])


def lines_of(model: "Model", allowed: float) -> list[Line]:
    """Return the lines in use, that of an answer first, each with what it was chosen from.

    Args:
        model: What was trained.
        allowed: The share of the chat's messages that may be answered wrongly.
    """
    from retrieval.training import HARDER

    fitted = (
        f"held-out hands: at most {100 * allowed * HARDER:g}% of all their messages answered wrongly "
        f"(half of the {100 * allowed:g}% that are allowed in use)"
    )
    values = asdict(model.at(allowed).heard.thresholds)
    return [
        Line(
            WHAT_A_LINE_IS.get(name, name),
            float(value),
            fitted if name == "answer" else "set in retrieval/policy.py",
        )
        for name, value in values.items()
    ]


def candidates_of(
    verdicts: Sequence["Verdict"], encoder: "Encoder", model: "Model"
) -> Mapping[str, list[tuple[str, float]]]:
    """Return the likeliest entries of each miss with their probabilities, without the dialogue server."""
    missed = [verdict.message for verdict in verdicts if not verdict.good]
    if not missed:
        return {}
    texts = [normalise(message.text) for message in missed]
    posterior = model.weigh(model.voices.score(texts, encoder.encode(texts)))
    labels = model.voices.labels
    entries = places_of(labels)[Group.ENTRY]
    found = {}
    for message, shares in zip(missed, posterior, strict=True):
        best = entries[np.argsort(-shares[entries], kind="stable")[:MOST_CANDIDATES]]
        found[message.id] = [(labels[place], float(shares[place])) for place in best]
    return found


def ablation(settings: Settings, encoder: "Encoder", today: date, progress: Callable[[str], None]) -> Table:
    """Measure what each member adds, on held-out hands (some minutes)."""
    from connectors.services.modelling import read_rankings
    from retrieval.ablation import COLUMNS, Heard, compare
    from retrieval.examples import read_examples, read_open_questions
    from retrieval.model import MEMBERS as USED
    from retrieval.training import add_opinion, gather, hold_out

    examples = read_examples(wiring.TRAINING_DATA)
    questions = read_open_questions(wiring.TRAINING_DATA)
    material = gather(published(settings), examples, questions, encoder)
    held_out = hold_out(material, examples, questions, encoder, progress)
    names = [MEMBERS.get(member.__name__, member.__name__) for member in USED]
    progress("weighing the members in every combination")
    rows = list(compare(Heard.of(held_out, material.labels), names))
    rankings: Rankings = read_rankings(wiring.rankings_file(settings))
    heard = add_opinion(held_out, material.labels, rankings)
    if heard:
        with_bot = [*names, "the dialogue server's ranking"]
        ours = list(compare(Heard.of(heard, material.labels), with_bot))
        # Only the messages that the dialogue server ranked, so these rows compare among themselves.
        kept = {f"{with_bot[-1]}, alone", "all members", f"without {with_bot[-1]}"}
        rows += [
            (f"{name} ({len(heard.texts)} messages that it ranked)", row)
            for name, row in ours
            if name in kept
        ]
    messages, hands = len(held_out.texts), len(set(held_out.hands))
    on = f"on {messages} messages of {hands} hands, judged by what learnt from the others"
    return Table(today.isoformat(), on, COLUMNS, tuple(rows))
