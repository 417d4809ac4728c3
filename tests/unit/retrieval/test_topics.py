from pathlib import Path

import numpy as np
import pytest

from retrieval.material import Material
from retrieval.topics import Topic, Topics, kinds_of, meant_by, subject_of


def material() -> Material:
    return Material(
        labels=("join", "near_miss_join"),
        texts=("what do we pay to accede", "who raised the fee"),
        numbers=np.array([0, 1]),
        vectors=np.zeros((2, 3), np.float32),
        weights=np.ones(2),
        hands=("hand_1", "hand_2"),
        passages=("How do I join the code, and what does it cost?", "The fee is £540, on an invoice."),
        passage_numbers=np.array([0, 0]),
        passage_vectors=np.zeros((2, 3), np.float32),
    )


@pytest.fixture
def topic() -> Topic:
    return Topics.of(material()).entries["join"]


class TestTopics:
    def test_are_the_entries_alone(self) -> None:
        assert list(Topics.of(material()).entries) == ["join"]

    def test_are_the_same_after_a_journey_to_disk(self, tmp_path: Path) -> None:
        topics = Topics.of(material())
        topics.save(tmp_path / "topics.json")

        assert Topics.load(tmp_path / "topics.json") == topics

    @pytest.mark.parametrize(
        ("title", "subject"),
        [
            ("How do I become a SEC Party, and what does it cost?", "become a SEC Party"),
            ("Where can I find the SECAS Guidance Notes?", "the SECAS Guidance Notes"),
            ("How can I contact the SECAS Helpdesk, and when is it open?", "contact the SECAS Helpdesk"),
            ("Something else", "Something else"),
        ],
    )
    def test_have_a_subject(self, title: str, subject: str) -> None:
        assert subject_of(title) == subject


class TestAnswers:
    @pytest.mark.parametrize(
        ("text", "strictly", "answered"),
        [
            pytest.param("and how much is it?", True, True, id="it holds a price"),
            pytest.param("and how long does it take?", True, False, id="it holds no time"),
            pytest.param("who sends the invoice?", True, False, id="it names nobody"),
            pytest.param("is there an invoice?", True, True, id="the word stands in the answer"),
            pytest.param("what about acceding?", False, True, id="people use the word"),
            pytest.param("what about acceding?", True, False, id="the word stands in no answer"),
            pytest.param("can we get it back?", True, False, id="an unknown word"),
            pytest.param("and?", False, False, id="nothing is asked"),
        ],
    )
    def test_only_what_the_entry_holds(self, topic: Topic, text: str, strictly: bool, answered: bool) -> None:
        assert topic.answers(text, strictly=strictly) is answered


class TestReading:
    def test_knows_kinds_of_questions(self) -> None:
        assert kinds_of("how much is the form") == {"price", "form"}

    def test_knows_the_words_that_mean_something(self) -> None:
        assert meant_by("and how much is it for meetings?") == {"meet"}
