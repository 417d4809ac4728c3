import json

import pytest

from connectors.cli.baseline import Kept, fallen, read_baseline, write_baseline
from knowledge.errors import InvalidInput


class TestFallen:
    @pytest.mark.parametrize(
        ("name", "was", "found", "problems"),
        [
            ("in_scope", 0.95, 0.93, 0),
            ("in_scope", 0.95, 0.929, 1),
            ("in_scope", 0.95, 0.99, 0),
            ("wrong answers of all", 0.01, 0.03, 0),
            ("wrong answers of all", 0.01, 0.031, 1),
            ("wrong answers of all", 0.03, 0.0, 0),
        ],
    )
    def test_names_what_is_worse_than_allowed(self, name, was, found, problems):
        assert len(fallen({name: found}, {name: Kept(was, 0.02)})) == problems

    def test_names_what_is_not_measured_any_more(self):
        assert fallen({}, {"multi": Kept(0.7, 0.1)}) == ["multi was 0.700 and isn't measured any more."]


class TestWriteBaseline:
    def test_keeps_the_allowances_that_stand_there(self, tmp_path):
        file = tmp_path / "baseline.json"
        file.write_text(json.dumps({"in_scope": {"value": 0.9, "allowance": 0.5}}))

        write_baseline(file, {"in_scope": 0.95, "multi": 0.7})

        assert read_baseline(file) == {"in_scope": Kept(0.95, 0.5), "multi": Kept(0.7, 0.06)}

    def test_refuses_a_file_that_is_none(self, tmp_path):
        (tmp_path / "baseline.json").write_text("[]")

        with pytest.raises(InvalidInput, match="is no baseline"):
            read_baseline(tmp_path / "baseline.json")
