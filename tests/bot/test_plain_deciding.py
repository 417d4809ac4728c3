import pytest
from plain.deciding import decision_of


def parsed(intent, *ranking):
    replies = [{"intent_response_key": f"faq/{key}", "confidence": share} for key, share in ranking]
    return {
        "intent": {"name": intent, "confidence": 0.9},
        "response_selector": {"faq": {"ranking": replies}},
    }


class TestThePlainBot:
    def test_answers_with_the_best_of_its_response_selector(self):
        said = decision_of(parsed("faq", ("fees", 0.7), ("meetings", 0.2)))

        assert said == {
            "action": "answer",
            "keys": ["fees"],
            "confidence": 0.7,
            "ranking": ["fees", "meetings"],
        }

    @pytest.mark.parametrize(
        ("intent", "action"),
        [
            ("near_miss_accession", "handoff"),
            ("nlu_fallback", "handoff"),
            ("ask_human", "handoff"),
            ("outside_consumer", "decline"),
            ("greet", "chat"),
        ],
    )
    def test_else_does_what_its_words_amount_to(self, intent, action):
        said = decision_of(parsed(intent, ("fees", 0.7)))

        assert (said["action"], said["keys"], said["ranking"]) == (action, [], ["fees"])
