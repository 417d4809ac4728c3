from connectors.cli.evaluate_plain import table_of
from retrieval.evaluation import Labelled, judge


class TestThePlainBotsRow:
    def test_says_what_it_was_trained_with_beside_its_figures(self):
        asked = Labelled("a", "what does it cost", "in_scope", ("fees",))
        said = judge(asked, {"action": "answer", "keys": ["meetings"], "ranking": ["meetings", "fees"]})

        table = table_of([said], {"messages": 1500, "epochs": 10}, "some.jsonl", "2026-11-24")

        ((name, numbers),) = table.rows
        assert "1500 messages, 10 epochs" in name
        assert dict(zip(table.columns, numbers, strict=True)) == {
            "in_scope": 0.0,
            "precision of answers": 0.0,
            "wrong answers of all": 1.0,
            "ranking hit@1": 0.0,
            "ranking hit@3": 1.0,
            "ranking MRR": 0.5,
        }
