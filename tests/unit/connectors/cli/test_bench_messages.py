import json

import pytest

from connectors.cli.bench_messages import evenly, read_messages, training_messages
from knowledge.errors import InvalidInput


class TestEvenly:
    @pytest.mark.parametrize(
        ("size", "count", "expected"),
        [
            (10, 1, [5]),
            (10, 2, [2, 7]),
            (10, 5, [1, 3, 5, 7, 9]),
            (3, 2, [0, 2]),
            (3, 3, [0, 1, 2]),
            (3, 9, [0, 1, 2]),
            (0, 4, []),
        ],
    )
    def test_takes_items_at_equal_distances(self, size, count, expected):
        assert evenly(range(size), count) == expected

    @pytest.mark.parametrize("count", [1, 7, 199, 200, 4999])
    def test_takes_as_many_as_are_wanted_and_none_twice(self, count):
        taken = evenly(range(5000), count)

        assert len(set(taken)) == count
        assert taken == sorted(taken)


class TestTrainingMessages:
    def test_are_the_phrasings_and_the_open_questions_each_once(self, tmp_path):
        (tmp_path / "nlu" / "hand_1").mkdir(parents=True)
        (tmp_path / "questions").mkdir()
        nlu = (
            'version: "3.1"\nnlu:\n- intent: ask_fees\n  examples: |\n    - what does it cost\n    - fees?\n'
        )
        (tmp_path / "nlu" / "hand_1" / "faq.yml").write_text(nlu)
        rows = [
            {"kind": "multi", "text": text, "answers": ["a", "b"]} for text in ("cost and dates", "fees?")
        ]
        (tmp_path / "questions" / "hand_1.jsonl").write_text("\n".join(map(json.dumps, rows)))

        assert training_messages(tmp_path) == ["what does it cost", "fees?", "cost and dates"]


class TestReadMessages:
    def read(self, folder, content: str | bytes) -> list[str]:
        file = folder / "messages.jsonl"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_messages(file)

    def test_takes_the_texts_and_leaves_the_rest_alone(self, tmp_path):
        assert self.read(tmp_path, '{"text": "one", "id": 7}\n\n{"text": " two "}\n') == ["one", "two"]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("", "holds no message"),
            ('{"text": "one"}\nnonsense', "line 2: this isn't JSON"),
            ('["one"]', "line 1: a line is an object"),
            ('{"words": "one"}', "line 1: a line is an object"),
            ('{"text": 1}', "line 1: a line is an object"),
            ('{"text": " "}', "line 1: Please type a question first"),
            (json.dumps({"text": "x" * 4001}), "line 1: A message can have up to 4,000 characters"),
            (b'{"text": "\xff"}', "isn't UTF-8"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, tmp_path, content, words):
        with pytest.raises(InvalidInput, match=words):
            self.read(tmp_path, content)

    def test_says_that_a_file_is_not_there(self, tmp_path):
        with pytest.raises(InvalidInput, match="can't be read: No such file"):
            read_messages(tmp_path / "none.jsonl")
