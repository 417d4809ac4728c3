"""The first impression of a mail, by its words alone: who wrote it, and whether it is one for people.

Two logistic regressions on runs of words, fitted in a few seconds whenever they are needed, so that there
is nothing stored that could be out of date. What they reach on mails of hands that they didn't learn from is
measured in docs/adr/0014.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_sample_weight

from knowledge.errors import InvalidTrainingData
from retrieval.examples import Example
from retrieval.labels import Group, group_of
from retrieval.mails import Impression, Letter, MailExample, runs_of, sender_of

STRENGTH = 30.0
"""The inverse of the regularisation, scikit-learn's ``C``."""

MESSAGE_WEIGHT = 0.06
"""How much a message of the chat counts beside a mail: it tells subjects, not how mails are written."""


class Impressions:
    """The fitted classifiers.

    Args:
        machine: Tells for `Impression.machine`.
        people: Tells for `Impression.people`.
    """

    def __init__(self, machine: "_Words", people: "_Words") -> None:
        self._machine = machine
        self._people = people

    @classmethod
    def fit(
        cls, mails: Sequence[MailExample], messages: Sequence[Example] = (), titles: Sequence[str] = ()
    ) -> "Impressions":
        """Learn from mails, and from shorter texts what the FAQ answers and what people must.

        Args:
            mails: By hands that avoided the plainest words.
            messages: Of the chat, with their labels.
            titles: Of the entries: the plainest questions that the FAQ answers.

        Raises:
            InvalidTrainingData: If there are no mails of a kind.
        """
        by_machine = [mail.writer != "person" for mail in mails]
        for_people = [not mail.keys for mail in mails if mail.keys is not None]
        if len(set(by_machine)) < 2 or len(set(for_people)) < 2:
            raise InvalidTrainingData(
                "Among the training mails there are none of a machine, none of a person, none that the FAQ "
                "answers, or none that is for people; some of each are needed."
            )
        runs = [runs_of(mail.letter) for mail in mails]
        asked = [message for message in messages if group_of(message.label) is not Group.SMALL_TALK]
        beyond = [group_of(message.label) is not Group.ENTRY for message in asked]
        shorter = [*(message.text for message in asked), *titles]
        machine = _Words().fit(
            _with_senders([mail.letter for mail in mails], runs), by_machine, _balanced(by_machine)
        )
        people = _Words().fit(
            [
                *(said for mail, said in zip(mails, runs, strict=True) if mail.keys is not None),
                *(runs_of(Letter("", "", "", text)) for text in shorter),
            ],
            [*for_people, *beyond, *(False for _ in titles)],
            [
                *_balanced(for_people),
                *(MESSAGE_WEIGHT * weight for weight in _balanced(beyond)),
                *(1.0 for _ in titles),
            ],
        )
        return cls(machine, people)

    def of(self, letters: Sequence[Letter]) -> list[Impression]:
        """Return the impression that each mail makes."""
        runs = [runs_of(letter) for letter in letters]
        both = zip(self._machine.of(_with_senders(letters, runs)), self._people.of(runs), strict=True)
        return [Impression(machine, people) for machine, people in both]


class _Words:
    """Tells one thing by what `runs_of` and `sender_of` see of mails."""

    def __init__(self) -> None:
        self._rows = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=2, dtype=np.float32)
        self._head = LogisticRegression(C=STRENGTH, max_iter=3000)

    def fit(self, seen: Sequence[Sequence[str]], flags: Sequence[bool], weights: Sequence[float]) -> "_Words":
        self._head.fit(self._rows.fit_transform(seen), flags, sample_weight=weights)
        return self

    def of(self, seen: Sequence[Sequence[str]]) -> list[float]:
        if not seen:
            return []
        return [float(p) for p in self._head.predict_proba(self._rows.transform(seen))[:, 1]]


def _with_senders(letters: Sequence[Letter], runs: Sequence[list[str]]) -> list[list[str]]:
    return [[*sender_of(letter), *said] for letter, said in zip(letters, runs, strict=True)]


def _balanced(flags: Sequence[bool]) -> list[float]:
    """Return weights by which both kinds count as if there were as many of each."""
    return [float(weight) for weight in compute_sample_weight("balanced", flags)] if flags else []
