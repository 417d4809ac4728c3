"""Groups questions of like meaning, so that what is often asked in many words counts as often."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from connectors.dialogue.learning import Gap
from connectors.services.staff.questions import Question, unanswered
from connectors.services.staff.settling import settled_texts
from knowledge.database import Database
from retrieval.encoder import Encoder, RememberingEncoder, Vectors
from retrieval.material import LabelNumbers
from retrieval.text import normalise

ALIKE = 0.5
"""The least mean likeness of a question to those of its group: less is another subject."""

DEALT_WITH = 0.7
"""From this likeness on a question counts as one that staff have dealt with."""

MOST_QUESTIONS = 1_000
"""Questions that are grouped, newest first: more would take too long."""

MOST_GROUPS = 50
MOST_NAMED = 20
"""Questions of a group that are named, those in its middle first."""

MOST_REMEMBERED = 5_000
"""Vectors that are kept from one look to the next."""


class Gaps:
    """What the FAQ misses.

    Args:
        database: Where the questions are kept.
        encoder: Turns texts into vectors.
    """

    def __init__(self, database: Database, encoder: Encoder) -> None:
        self._database = database
        self._encoder = RememberingEncoder(encoder, MOST_REMEMBERED)
        self._one_at_a_time = Lock()

    def find(self, now: datetime, days: int) -> list[Gap]:
        """Return the gaps of the last days, most often asked first."""
        with self._database.session() as session:
            questions = unanswered(session, now - timedelta(days=days))[:MOST_QUESTIONS]
            settled = settled_texts(session)
        with self._one_at_a_time:
            vectors = self._encoder.encode([normalise(question.text) for question in questions])
            dealt_with = self._encoder.encode([normalise(text) for text in settled])
        return group(questions, vectors, dealt_with)[:MOST_GROUPS]


def group(questions: Sequence[Question], vectors: Vectors, dealt_with: Vectors) -> list[Gap]:
    """Return groups of like meaning, largest first, then the latest.

    Args:
        questions: What was asked.
        vectors: Of the questions, shape (n, dimension).
        dealt_with: Of what staff have dealt with, shape (m, dimension); questions like these are left out.
    """
    if len(dealt_with) and len(questions):
        rows = np.flatnonzero((vectors @ dealt_with.T).max(axis=1) < DEALT_WITH)
        questions, vectors = [questions[row] for row in rows.tolist()], vectors[rows]
    if not questions:
        return []
    numbers = (
        fcluster(linkage(vectors, "average", "cosine"), 1 - ALIKE, "distance") if len(questions) > 1 else [1]
    )
    groups = [_group(questions, vectors, np.flatnonzero(numbers == number)) for number in np.unique(numbers)]
    return sorted(groups, key=lambda found: (found.count, found.last), reverse=True)


def _group(questions: Sequence[Question], vectors: Vectors, rows: LabelNumbers) -> Gap:
    middle = vectors[rows].mean(axis=0)
    typical = rows[np.argsort(-(vectors[rows] @ middle), kind="stable")].tolist()
    moments = [questions[row].at for row in typical]
    ids = tuple(questions[row].id for row in typical[:MOST_NAMED])
    return Gap(len(rows), ids, min(moments), max(moments))
