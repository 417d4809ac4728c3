"""Puts the readings of a mail together: how probable an entry is, and how probable that people must answer.

The weights are those of three logistic regressions, fitted by `scripts/mail_weights.py`, which also tells
what they reach on mails of hands that they weren't fitted on; docs/adr/0014.
"""

import math
from collections.abc import Sequence

from retrieval.decision import Decision

WHOLE, SENTENCE, ENTRY_BIAS = 1.41, 0.65, 3.84
"""What counts for an entry: the score in the whole mail, and in the sentence that speaks most for it."""

BESIDE_WHOLE, PART, ANSWERED, BESIDE_BIAS = 1.55, 0.76, 2.00, 2.73
"""What counts for an entry beside a sure one: the score in the whole mail and in the part that speaks most
for it, and how sure the judge would be to answer such a part with it."""

QUESTION, READING, WORDS, PEOPLE_BIAS = 0.29, 0.42, 1.75, 2.09
"""What counts for people: the question that is least for the FAQ, the whole mail, and its words."""

SMALLEST = 0.01
"""What keeps the odds of a probability of 0 or 1 finite."""


def entry_probability(key: str, whole: Decision, sentences: Sequence[Decision]) -> float:
    """Return how probable it is that an entry is among those that answer a mail.

    Args:
        key: The entry.
        whole: The judge's reading of the whole mail.
        sentences: Its readings of the sentences; those count in which the entry is the likeliest.
    """
    in_whole, in_sentence = entry_evidence(key, whole, sentences)
    return _probability(WHOLE * in_whole + SENTENCE * in_sentence + ENTRY_BIAS)


def beside_probability(key: str, whole: Decision, parts: Sequence[Decision]) -> float:
    """Return how probable it is that a mail asks for an entry, too, of which another is sure.

    Args:
        key: The entry.
        whole: The judge's reading of the whole mail, in which the sure entry leaves little to others.
        parts: Its readings of all parts, however they are cut.
    """
    in_whole, in_part, answered = beside_evidence(key, whole, parts)
    return _probability(BESIDE_WHOLE * in_whole + PART * in_part + ANSWERED * answered + BESIDE_BIAS)


def people_probability(by_words: float, whole: Decision, questions: Sequence[Decision]) -> float:
    """Return how probable it is that people have to answer a mail, whatever the FAQ says.

    Args:
        by_words: How probable it is by the words of the mail alone.
        whole: The judge's reading of the whole mail.
        questions: Its readings of the questions.
    """
    of_question, of_whole, of_words = people_evidence(by_words, whole, questions)
    return _probability(QUESTION * of_question + READING * of_whole + WORDS * of_words + PEOPLE_BIAS)


def entry_evidence(key: str, whole: Decision, sentences: Sequence[Decision]) -> tuple[float, float]:
    """Return what the weights of an entry are applied to."""
    return odds(scores_of(whole).get(key, 0.0)), odds(_most_for(key, sentences))


def beside_evidence(key: str, whole: Decision, parts: Sequence[Decision]) -> tuple[float, float, float]:
    """Return what the weights of an entry beside a sure one are applied to."""
    answers = (part.confidence for part in parts if part.action == "answer" and part.keys[:1] == (key,))
    return *entry_evidence(key, whole, parts), max(answers, default=0.0)


def people_evidence(
    by_words: float, whole: Decision, questions: Sequence[Decision]
) -> tuple[float, float, float]:
    """Return what the weights of people are applied to."""
    least = max(map(outside_the_faq, questions), default=0.0)
    return odds(least), odds(outside_the_faq(whole)), odds(by_words)


def _most_for(key: str, parts: Sequence[Decision]) -> float:
    """Return the score of an entry in the part that speaks most for it, of those that speak rather for it."""
    read = [scores for scores in map(scores_of, parts) if scores]
    return max((scores[key] for scores in read if key == max(scores, key=scores.__getitem__)), default=0.0)


def scores_of(decision: Decision) -> dict[str, float]:
    """Return the entries' scores; an answer that was not learnt has its confidence, others what is left."""
    answered = decision.keys[0] if decision.action == "answer" and decision.keys else None
    if answered is None or answered in decision.scores:
        return decision.scores
    left = {key: score * (1 - decision.confidence) for key, score in decision.scores.items()}
    return {answered: decision.confidence} | left


def odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability."""
    return math.log((probability + SMALLEST) / (1 + SMALLEST - probability))


def outside_the_faq(decision: Decision) -> float:
    """Return the judge's probability of a near miss, of a wish for a person and of other business."""
    numbers = decision.explanation
    return sum(numbers.get(name, 0.0) for name in ("p_near_miss", "p_human", "p_outside"))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
