"""Mails as texts to learn from."""

import json

import pytest

from knowledge.errors import InvalidTrainingData
from retrieval.mails import Letter, read_mails, runs_of, sender_of

ROW = {"writer": "person", "name": "Ann", "mailbox": "ann", "subject": "Fees", "text": "What are they?"}


def laid(folder, *lines, hand="hand_1"):
    (folder / "mails").mkdir(exist_ok=True)
    (folder / "mails" / f"{hand}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


class TestReadMails:
    def test_reads_each_hand_in_the_order_of_names(self, tmp_path):
        laid(tmp_path, json.dumps(ROW | {"keys": ["fees"]}), hand="hand_2")
        laid(tmp_path, json.dumps(ROW | {"writer": "machine"}), json.dumps(ROW | {"keys": []}))

        read = read_mails(tmp_path)

        assert [(mail.hand, mail.writer, mail.keys) for mail in read] == [
            ("hand_1", "machine", None),
            ("hand_1", "person", ()),
            ("hand_2", "person", ("fees",)),
        ]
        assert read[0].letter == Letter("Ann", "ann", "Fees", "What are they?")

    @pytest.mark.parametrize(
        "line",
        ["no JSON", "[]", json.dumps(ROW | {"writer": "ghost"}), json.dumps({"writer": "person"})],
        ids=["no JSON", "a list", "an unknown writer", "parts missing"],
    )
    def test_names_the_line_that_it_can_not_read(self, tmp_path, line):
        with pytest.raises(InvalidTrainingData, match=r"hand_1\.jsonl, line 2"):
            read_mails(laid(tmp_path, json.dumps(ROW), line))

    def test_needs_at_least_one(self, tmp_path):
        with pytest.raises(InvalidTrainingData, match="no training mails"):
            read_mails(tmp_path)


class TestRunsOf:
    def test_are_the_words_of_the_sender_and_runs_of_what_is_said(self):
        letter = Letter("Ann Low", "ann.low", "Fees", "Hi")

        assert sender_of(letter) == ["from ann", "from low", "from ann", "from low"]
        assert set(runs_of(letter)) == {"fees", "¶¶", "hi", "fees ¶¶", "¶¶ hi", "fees ¶¶ hi"}

    def test_layout_and_the_length_of_numbers_count(self):
        runs = runs_of(Letter("", "", "", "Ref AB12\n\n1,234"))

        assert {"ref x0", "x0 ¶¶ 0", "0 , 000"} <= set(runs)

    def test_what_comes_late_in_a_long_mail_does_not(self):
        assert "late" not in runs_of(Letter("", "", "", "word " * 2000 + "late"))
