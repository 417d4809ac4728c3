import numpy as np
import pytest

from retrieval.following import FollowUp, follow, in_context, leans_on_before, points_back
from retrieval.material import Scores
from retrieval.topics import Topic, Topics

LABELS = ("join", "book", "prices", "near_miss_join", "greet")
TOPICS = Topics(
    {
        "join": Topic(
            "join the code", frozenset({"price", "form"}), frozenset({"join", "code", "shar"}), frozenset()
        ),
        "book": Topic(
            "book an audit", frozenset({"form", "time"}), frozenset({"book", "audit"}), frozenset()
        ),
        "prices": Topic("audit prices", frozenset({"price"}), frozenset({"audit"}), frozenset({"charg"})),
    }
)


def shares(**given: float) -> Scores:
    return np.array([given.get(label, 0.0) for label in LABELS])


class TestLeansOnBefore:
    @pytest.mark.parametrize(
        "text",
        [
            "and how much is it?",
            "what about privacy",
            "ok, and where?",
            "who decided that",
            "where's the form?",
        ],
    )
    def test_is_told_by_few_words(self, text: str) -> None:
        assert leans_on_before(text, TOPICS.entries["join"])

    @pytest.mark.parametrize(
        "text",
        [
            "How do I subscribe to the newsletter?",
            "where can I find the TAD?",
            "and " * 12 + "that",
        ],
    )
    def test_is_not_said_of_a_question_of_its_own(self, text: str) -> None:
        assert not leans_on_before(text, TOPICS.entries["join"])

    def test_the_subject_is_put_behind_it(self) -> None:
        assert in_context("how much is it?", TOPICS, "join") == "how much is it - join the code?"


class TestFollow:
    @pytest.mark.parametrize(
        ("text", "topic", "alone", "together", "action", "keys", "reason"),
        [
            pytest.param(
                "how much is it?", "join", {"join": 0.1, "prices": 0.2}, {"join": 1.0},
                "answer", ("join",), "again", id="the answer that was given holds it",
            ),
            pytest.param(
                "and what does it cost?", "book", {"prices": 0.1, "join": 0.1}, {"prices": 0.8, "book": 0.2},
                "answer", ("prices",), "follow_up", id="the entry beside it does",
            ),
            pytest.param(
                "who decided that?", "join", {"join": 0.3}, {"join": 1.0},
                "handoff", ("join",), "follow_up", id="no entry does",
            ),
            pytest.param(
                "what are the charges?", "book", {"near_miss_join": 0.9, "prices": 0.1}, {"prices": 1.0},
                "answer", ("prices",), "follow_up", id="a kind of question alone",
            ),
            pytest.param(
                "and the audit?", "book", {"prices": 0.3, "book": 0.35}, {"prices": 0.5, "book": 0.5},
                "answer", ("book",), "again", id="the likelier of two",
            ),
            pytest.param(
                "and for the audit", "join", {"book": 0.35, "prices": 0.33}, {"book": 0.4, "prices": 0.4},
                "answer", ("book",), "follow_up", id="another subject by name",
            ),
        ],
    )  # fmt: skip
    def test_answers_only_from_an_entry_that_holds_it(
        self,
        text: str,
        topic: str,
        alone: dict[str, float],
        together: dict[str, float],
        action: str,
        keys: tuple[str, ...],
        reason: str,
    ) -> None:
        message = FollowUp(text, topic, shares(**alone), shares(**together))

        decision = follow(message, TOPICS, LABELS)

        assert (decision.action, decision.keys, decision.reason) == (action, keys, reason)

    def test_offers_those_that_hold_it_where_none_stands_out(self) -> None:
        topics = Topics(
            {key: Topic(key, frozenset(), frozenset({"audit"}), frozenset()) for key in LABELS[:3]}
        )
        even = shares(join=0.33, book=0.33, prices=0.33)

        decision = follow(FollowUp("and the audit?", "join", even, even), topics, LABELS)

        assert decision.action == "clarify"
        assert decision.keys == ("join", "book", "prices")

    def test_does_not_answer_the_same_again_where_another_entry_is_named(self) -> None:
        message = FollowUp("and for audit prices?", "join", shares(book=0.4, join=0.02), shares(join=0.99))

        decision = follow(message, TOPICS, LABELS)

        assert decision.reason != "again"

    def test_settles_an_open_message_by_the_entry_before(self) -> None:
        alone, together = shares(join=0.05, book=0.4), shares(join=0.9, book=0.01)

        closed = follow(FollowUp("where's the form?", "join", alone, together), TOPICS, LABELS)
        opened = follow(FollowUp("where's the form?", "join", alone, together, is_open=True), TOPICS, LABELS)

        assert closed.action == "handoff"
        assert (opened.action, opened.keys, opened.reason) == ("answer", ("join",), "again")


class TestPointsBack:
    @pytest.mark.parametrize("text", ["does it cover gas?", "Who sends that", "are they free"])
    def test_is_told_by_a_word_for_what_was_said(self, text: str) -> None:
        assert points_back(text)

    def test_is_not_said_of_what_names_its_subject(self) -> None:
        assert not points_back("Is there an itinerary for Thatcham?")


class TestAMessageThatOnlyPointsBack:
    """That another entry says how long something takes makes it no answer to "how long does it take?"."""

    def test_is_not_answered_from_an_entry_on_another_thing(self) -> None:
        message = FollowUp("and how long does it take?", "join", shares(book=0.6), shares(join=0.5, book=0.5))

        decision = follow(message, TOPICS, LABELS)

        assert (decision.action, decision.keys) == ("handoff", ("join",))

    def test_is_answered_from_one_on_the_same_thing(self) -> None:
        prices = FollowUp("and what does it cost?", "book", shares(prices=0.6), shares(book=0.5, prices=0.5))

        assert follow(prices, TOPICS, LABELS).keys == ("prices",)
