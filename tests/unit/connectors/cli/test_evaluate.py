from connectors.cli.evaluate import report
from retrieval.evaluation import Labelled, judge


def verdict(kind: str, answers: tuple[str, ...], action: str, *keys: str, style: str = ""):
    message = Labelled("a", "words", kind, answers, style)
    return judge(message, {"id": "a", "action": action, "keys": list(keys), "ranking": list(keys)})


class TestReport:
    def test_shows_kinds_styles_figures_and_confusions(self):
        text = report(
            [
                verdict("in_scope", ("fees",), "answer", "fees", style="plain"),
                verdict("in_scope", ("fees",), "answer", "joining", style="typo"),
                verdict("chitchat", (), "chat"),
            ]
        )

        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert "in_scope 50.0% of 2" in lines
        assert "chitchat 100.0% of 1" in lines
        assert "typo 0.0% of 1" in lines
        assert "precision of answers 0.500" in lines
        assert "1 fees → answer joining" in lines

    def test_leaves_out_what_there_is_none_of(self):
        text = report([verdict("chitchat", (), "chat")])

        assert "by style" not in text
        assert "went wrong" not in text
