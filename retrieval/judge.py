"""The judge that the service asks: guards first, then the model, then the policy."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Condition
from typing import Any

import numpy as np
from cachetools import LRUCache, cached

from retrieval.decision import NOTHING_SAID, Context, Decision, NluIntent
from retrieval.encoder import Encoder, Vectors
from retrieval.following import (
    FollowUp,
    follow,
    in_context,
    leans_on_before,
    only_points_back,
    points_back,
)
from retrieval.labels import Group, group_of
from retrieval.languages import foreign_language, identifier
from retrieval.material import Scores, places_of
from retrieval.model import Model
from retrieval.openness import Thoughts, by_group
from retrieval.parting import Parting
from retrieval.policy import Policy
from retrieval.several import POSSIBLE, Cut
from retrieval.splitting import last_words_of, spans_of
from retrieval.text import lines_of, normalise, why_unreadable

STORY = 40
"""A message of more words than this is judged by its last sentences where it is unsure as a whole."""

STORY_LINE = 0.95
"""The least confidence of an answer to the last sentences alone: what stood before may change their sense."""

MOST_REMEMBERED = 64
"""Readings that are kept: a few for each of the messages that are being answered just now."""

PLAIN = frozenset(("human_request", "outside", "small_talk"))
"""Reasons of decisions that nothing said before can change, where they are likelier than not."""


class FusionJudge:
    """Decides by the fused model; safe to use from several threads."""

    def __init__(self, encoder: Encoder, model: Model) -> None:
        identifier()  # loaded now, so that the first visitor need not wait for it
        self._encoder = encoder
        self._model = model
        self._labels = model.voices.labels
        self._heard, self._alone = (
            Policy(self._labels, fitted.calibrator, fitted.thresholds, model.companions)
            for fitted in (model.heard, model.alone)
        )
        self._parting = Parting(model.several, self._labels) if model.several else None
        self._entries = places_of(self._labels)[Group.ENTRY]
        # Who asks for what another thread is just reading waits for it.
        self._read = cached(LRUCache(MOST_REMEMBERED), condition=Condition())(self._read_anew)
        self._letters = cached(LRUCache(MOST_REMEMBERED), condition=Condition())(self._letters_anew)

    def prepare(self, text: str) -> None:
        # A decision without the ranking looks at the same words and parts as the one with it.
        self.decide(text)
        self._letters(normalise(text), heard=True)

    def decide(
        self, text: str, intents: Sequence[NluIntent] = (), context: Context = NOTHING_SAID
    ) -> Decision:
        words = normalise(text)
        problem = why_unreadable(words)
        if problem and problem != "foreign_language":
            return Decision("decline", reason=problem)
        language = "other" if problem else foreign_language(words)
        if language:
            return Decision("handoff", intent=f"language_{language}", reason="foreign_language")
        posterior, whole = self._decide_whole(words, intents, context.topic)
        # What is sure needs no second look, and the parts of it only where another entry is possible.
        return (
            self._decide_follow_up(words, posterior, whole, context)
            or self._decide_parts(text, words, posterior, whole)
            or self._decide_story(text, words, whole)
            or whole
        )

    def _decide_whole(
        self, words: str, intents: Sequence[NluIntent], topic: str | None
    ) -> tuple[Scores, Decision]:
        vectors, scores = self._read((words,))
        posterior = self._model.weigh(scores, intents)[0]
        policy, fitted = (self._heard, self._model.heard) if intents else (self._alone, self._model.alone)
        is_open = False
        # What fits the entry before best is settled by it.
        if fitted.openness and self._likeliest(posterior) != topic:
            message = Thoughts(*by_group(posterior[None], self._labels), [words], vectors)
            letters = self._letters(words, heard=fitted is self._model.heard)
            is_open = bool(fitted.openness(message, letters)[0] >= fitted.openness.line)
        return posterior, policy.decide(posterior, is_open=is_open)

    def _posterior_of(self, texts: Sequence[str]) -> Scores:
        # The dialogue server ranked the whole message, so all else is judged without it.
        return self._model.weigh(self._read(tuple(texts))[1])

    def _read_anew(self, texts: tuple[str, ...]) -> tuple[Vectors, Scores]:
        vectors = self._encoder.encode(texts)
        return vectors, self._model.voices.score(texts, vectors)

    def _letters_anew(self, words: str, *, heard: bool) -> Any:
        openness = (self._model.heard if heard else self._model.alone).openness
        return openness.grams([words]) if openness else None

    def _decide_follow_up(
        self, words: str, posterior: Scores, whole: Decision, context: Context
    ) -> Decision | None:
        topics, topic = self._model.topics, context.topic
        if topic is None or topic not in topics.entries or whole.action == "answer":
            return None
        if not leans_on_before(words, topics.entries[topic]):
            return None
        if whole.reason in PLAIN and self._share_of(posterior, whole) >= (0.9 if points_back(words) else 0.5):
            return None
        alone, together = self._posterior_of([words, in_context(words, topics, topic)])
        # What is open by itself is settled by the entry before, and names no other one.
        is_open = whole.action == "clarify" and self._may_mean(posterior, whole, topic)
        decision = follow(FollowUp(words, topic, alone, together, is_open), topics, self._labels)
        if decision.action != "handoff":
            return decision
        if whole.action != "clarify":
            return replace(decision, keys=whole.keys or decision.keys)
        # What the entries around the topic don't hold is left to the first look, which may know better.
        return decision if only_points_back(words) else None

    def _likeliest(self, posterior: Scores) -> str:
        return self._labels[int(self._entries[posterior[self._entries].argmax()])]

    def _may_mean(self, posterior: Scores, whole: Decision, topic: str) -> bool:
        """Tell whether a choice holds the entry before for more than the company of another."""
        least = self._model.heard.thresholds.option * posterior[self._entries].max()
        return topic in whole.keys and bool(posterior[self._labels.index(topic)] >= least)

    def _share_of(self, posterior: Scores, whole: Decision) -> float:
        """Return the probability of the group that a decision was made for."""
        return float(sum(posterior[places_of(self._labels)[group_of(whole.intent)]])) if whole.intent else 0.0

    def _decide_parts(self, text: str, words: str, posterior: Scores, whole: Decision) -> Decision | None:
        if self._parting is None or np.partition(posterior[self._entries], -2)[-2] < POSSIBLE:
            return None
        spans = spans_of(lines_of(text))
        if not spans:
            return None
        shares = self._posterior_of([span.text for span in spans])
        return self._parting.decide(Cut(words, posterior, tuple(spans), shares), whole)

    def _decide_story(self, text: str, words: str, whole: Decision) -> Decision | None:
        if whole.action == "answer" or whole.reason == "human_request" or len(words.split()) <= STORY:
            return None
        sentences = last_words_of(lines_of(text))
        if not sentences:
            return None
        shares = self._posterior_of(sentences)
        # The sentence that says most clearly what it is about, whatever that is.
        decision = self._alone.decide(shares[int(np.argmax(shares.max(axis=1)))])
        return None if decision.action == "answer" and decision.confidence < STORY_LINE else decision
