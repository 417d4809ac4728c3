import json

import pytest

from connectors.cli.lines import Item, read_items, write_lines
from knowledge.errors import InvalidInput


def file_with(folder, *lines: str):
    file = folder / "labels.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


class TestReadItems:
    def test_reads_id_and_text_and_ignores_the_rest(self, tmp_path):
        file = file_with(
            tmp_path, '{"id": "a", "text": "hello", "kind": "chitchat"}', "", '{"id":"b","text":""}'
        )

        assert read_items(file) == [Item("a", "hello"), Item("b", "")]

    def test_line_separators_inside_a_message_stay_there(self, tmp_path):
        file = file_with(tmp_path, '{"id": "a", "text": "one\u2028two\x85three"}')

        assert read_items(file) == [Item("a", "one\u2028two\x85three")]

    def test_a_byte_order_mark_does_no_harm(self, tmp_path):
        file = tmp_path / "labels.jsonl"
        file.write_text('{"id": "a", "text": "hello"}', encoding="utf-8-sig")

        assert read_items(file) == [Item("a", "hello")]

    def test_every_bad_line_is_named_by_its_number(self, tmp_path):
        file = file_with(
            tmp_path, "{", "[]", '{"text": "no id"}', '{"id": "d", "text": 4}', '{"id": "", "text": "x"}'
        )

        with pytest.raises(InvalidInput) as caught:
            read_items(file)

        problems = str(caught.value).splitlines()
        assert [problem.split(": ")[0].rsplit(" ", 1)[1] for problem in problems] == ["1", "2", "3", "4", "5"]

    def test_an_id_stands_once(self, tmp_path):
        file = file_with(tmp_path, '{"id": "a", "text": "x"}', '{"id": "a", "text": "y"}')

        with pytest.raises(InvalidInput, match="line 2: the id 'a' stands in line 1 too"):
            read_items(file)

    def test_a_file_without_messages_is_refused(self, tmp_path):
        with pytest.raises(InvalidInput, match="holds no message"):
            read_items(file_with(tmp_path, "", ""))

    def test_a_missing_file_is_refused(self, tmp_path):
        with pytest.raises(InvalidInput, match="can't be read: No such file"):
            read_items(tmp_path / "none.jsonl")

    def test_other_bytes_than_utf8_are_refused(self, tmp_path):
        file = tmp_path / "labels.jsonl"
        file.write_bytes(b'{"id": "a", "text": "\xff"}')

        with pytest.raises(InvalidInput, match="isn't UTF-8"):
            read_items(file)


class TestWriteLines:
    def test_writes_an_object_a_line(self, tmp_path):
        file = tmp_path / "out.jsonl"

        write_lines(file, [{"id": "a", "text": "£"}, {"id": "b"}])

        assert [json.loads(line) for line in file.read_text().splitlines()] == [
            {"id": "a", "text": "£"},
            {"id": "b"},
        ]

    def test_a_failure_leaves_the_old_file_and_no_draft(self, tmp_path):
        file = tmp_path / "out.jsonl"
        file.write_text("old")

        def rows():
            yield {"id": "a"}
            raise OSError(28, "No space left on device")

        with pytest.raises(InvalidInput, match="No space left"):
            write_lines(file, rows())

        assert file.read_text() == "old"
        assert list(tmp_path.iterdir()) == [file]
