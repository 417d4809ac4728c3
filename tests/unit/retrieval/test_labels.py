import pytest

from retrieval.labels import Group, group_of, label_of


class TestLabelOf:
    @pytest.mark.parametrize(
        ("intent", "label"),
        [
            ("ask_credit_cover", "credit-cover"),
            ("ask_cacop", "cacop"),
            ("ask_human", "ask_human"),
            ("ask_capabilities", "ask_capabilities"),
            ("near_miss_panel", "near_miss_panel"),
        ],
    )
    def test_turns_an_intent_into_a_label(self, intent: str, label: str) -> None:
        assert label_of(intent) == label


class TestGroupOf:
    @pytest.mark.parametrize(
        ("label", "group"),
        [
            ("credit-cover", Group.ENTRY),
            ("near_miss_panel", Group.NEAR_MISS),
            ("outside_consumer", Group.OUTSIDE),
            ("ask_human", Group.HUMAN),
            ("thank", Group.SMALL_TALK),
        ],
    )
    def test_sorts_labels(self, label: str, group: Group) -> None:
        assert group_of(label) is group
