"""The dialogue server's second opinion: its intent ranking as a row of scores."""

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.decision import NluIntent
from retrieval.labels import label_of
from retrieval.material import Scores

FLOOR = 1e-3
"""What a label counts for that is not in the ranking, which holds the first ten only."""


def nlu_scores(intents: Sequence[NluIntent], places: Mapping[str, int]) -> Scores:
    """Return the logarithm of each label's confidence, shape (labels,).

    Args:
        intents: The ranking; intents that are no label of ours are passed over.
        places: The place of each label.
    """
    confidences = np.zeros(len(places))
    for intent in intents:
        place = places.get(label_of(intent.name))
        if place is not None:
            confidences[place] = intent.confidence
    return np.log(confidences + FLOOR)
