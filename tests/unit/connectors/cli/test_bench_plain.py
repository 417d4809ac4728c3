import importlib.util

import pytest

from connectors.settings import ROOT

# The recipe runs in the bot's Python and nothing of ours imports it, but it is plain Python and can be read.
spec = importlib.util.spec_from_file_location("recipe", ROOT / "bot" / "plain" / "recipe.py")
recipe = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe)

EXAMPLES = [("fees?", "ask_joining_fees"), ("what does it cost", "ask_joining_fees"), ("hi", "greet")]


@pytest.fixture
def grouped():
    return recipe.group_examples(EXAMPLES, ["joining-fees"])


class TestPhrasings:
    def test_entries_become_children_of_one_retrieval_intent(self, grouped):
        assert grouped == {"faq/joining-fees": ["fees?", "what does it cost"], "greet": ["hi"]}

    def test_the_same_words_count_once(self):
        assert recipe.group_examples([("hi", "greet")] * 2, []) == {"greet": ["hi"]}

    def test_a_small_bot_takes_some_of_each_intent(self):
        assert recipe.group_examples(EXAMPLES, ["joining-fees"], 1) == {
            "faq/joining-fees": ["fees?"],
            "greet": ["hi"],
        }

    def test_are_written_as_rasa_reads_them(self, grouped):
        assert recipe.nlu(grouped)["nlu"][0] == {
            "intent": "faq/joining-fees",
            "examples": "- fees?\n- what does it cost\n",
        }


class TestAnswers:
    def test_are_the_bodies_of_the_corpus_files(self, tmp_path):
        words = "---\nkey: joining-fees\n---\n\nIt costs *£5*.\n"
        (tmp_path / "joining-fees.md").write_text(words, encoding="utf-8")

        assert recipe.read_answers(tmp_path) == {"joining-fees": "It costs *£5*."}


class TestDomain:
    def test_has_an_answer_for_every_entry_and_words_for_every_intent(self, grouped):
        domain = recipe.domain(grouped, {"joining-fees": "It costs £5."})

        assert domain["intents"] == ["faq", "greet"]
        assert domain["responses"]["utter_faq/joining-fees"] == [{"text": "It costs £5."}]
        assert {"utter_greet", "utter_nlu_fallback"} <= set(domain["responses"])

    def test_every_rule_says_something_that_exists(self, grouped):
        domain = recipe.domain(grouped, {"joining-fees": "It costs £5."})

        said = {rule["steps"][1]["action"] for rule in recipe.rules(grouped)["rules"]}

        assert said == {"utter_faq", "utter_greet", "utter_nlu_fallback"}
        assert said <= set(domain["responses"]) | set(domain["actions"])


class TestConfig:
    def test_both_learners_get_the_epochs_and_nobody_else(self):
        template = {"pipeline": [{"name": "DIETClassifier"}, {"name": "Other"}, {"name": "ResponseSelector"}]}

        assert recipe.config(template, 7)["pipeline"] == [
            {"name": "DIETClassifier", "epochs": 7},
            {"name": "Other"},
            {"name": "ResponseSelector", "epochs": 7},
        ]
        assert template["pipeline"][0] == {"name": "DIETClassifier"}
