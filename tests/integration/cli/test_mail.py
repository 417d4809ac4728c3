import pytest
from click.testing import CliRunner, Result

from connectors.cli.main import main


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path


def triage(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["mail", "triage", *arguments])


class TestTriage:
    def test_names_the_path_that_is_not_there(self):
        result = triage("none.eml", "--out", "out.jsonl")

        assert result.exit_code == 1
        assert "There is no file or folder none.eml." in result.stderr

    def test_a_folder_without_mail_is_an_error(self, folder):
        (folder / "empty").mkdir()

        result = triage("empty", "--out", "out.jsonl")

        assert result.exit_code == 1
        assert "empty holds no mail" in result.stderr
        assert not (folder / "out.jsonl").exists()

    def test_wants_to_know_where_the_lines_go(self):
        assert triage("none.eml").exit_code == 2
