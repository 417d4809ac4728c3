import json
import os
import re
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from connectors.cli.main import main
from connectors.settings import ROOT

FAQ = ROOT / "training_data" / "faq"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("HELPDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path


def helpdesk(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


class TestStart:
    def test_holds_nothing_that_only_some_commands_need(self):
        # Every process of the service begins with this module; the web process and the supervisor stay small.
        heavy = {"numpy", "scipy", "sklearn", "faiss", "onnxruntime", "torch"}
        look = "import sys, connectors.cli.main; print(*sys.modules)"

        said = subprocess.run(
            [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
        )

        assert heavy.isdisjoint(said.stdout.split())


class TestErrors:
    def test_a_misspelt_setting_is_a_message_and_no_traceback(self, monkeypatch):
        monkeypatch.setenv("HELPDESK_WEB_PROT", "9000")

        result = helpdesk("config")

        assert result.exit_code == 1
        assert result.stderr.startswith("Error: HELPDESK_WEB_PROT: there is no such setting.")

    def test_without_a_database_up_says_what_to_do(self):
        result = helpdesk("up")

        assert result.exit_code == 1
        assert "`helpdesk db upgrade` makes it" in result.stderr

    def test_without_a_model_up_says_what_to_do(self):
        helpdesk("db", "upgrade")

        result = helpdesk("up")

        assert result.exit_code == 1
        assert "Run `helpdesk train`" in result.stderr

    @pytest.mark.parametrize(
        "arguments", [[], ["a question", "--batch", "a", "--out", "b"], ["--batch", "a"], ["q", "--out", "b"]]
    )
    def test_ask_wants_a_question_or_a_file_with_its_answer_file(self, arguments):
        assert helpdesk("ask", *arguments).exit_code == 2

    def test_ask_reads_the_labels_before_anything_is_started(self, folder):
        (folder / "labels.jsonl").write_text('{"id": 1}\n')

        result = helpdesk("ask", "--batch", "labels.jsonl", "--out", "out.jsonl")

        assert result.exit_code == 1
        assert "labels.jsonl, line 1" in result.stderr
        assert not (folder / "out.jsonl").exists()

    def test_evaluate_names_the_file_that_is_missing(self):
        result = helpdesk("evaluate", "none.jsonl")

        assert result.exit_code == 1
        assert "There are no labelled messages at none.jsonl" in result.stderr

    def test_train_says_where_the_bots_python_should_be(self, folder, monkeypatch):
        monkeypatch.setenv("HELPDESK_BOT_PYTHON", str(folder / "none"))

        result = helpdesk("train")

        assert result.exit_code == 1
        assert "`make setup` makes it" in result.stderr


class TestConfig:
    def test_prints_every_setting_with_what_it_does(self):
        result = helpdesk("config")

        assert result.exit_code == 0
        assert "HELPDESK_WEB_PORT=8080\n    Port to listen on. Default: 8080\n" in result.stdout

    def test_prints_no_secret(self, monkeypatch):
        monkeypatch.setenv("HELPDESK_BOT_TOKEN", "hush")

        assert "hush" not in helpdesk("config").output


class TestFaq:
    def test_the_starter_faq_is_imported_once(self):
        helpdesk("db", "upgrade")

        first, second = helpdesk("faq", "import"), helpdesk("faq", "import")

        count = len(list(FAQ.glob("*.md")))
        assert f"{count} new, 0 changed, 0 unchanged." in first.stdout
        assert f"0 new, 0 changed, {count} unchanged." in second.stdout

    def test_first_leaves_a_faq_alone(self):
        helpdesk("db", "upgrade")
        helpdesk("faq", "import", str(FAQ / "codeworks.md"))

        result = helpdesk("faq", "import", "--first")

        assert result.stdout == "There is a FAQ already; nothing was read.\n"

    def test_export_writes_what_was_imported(self, folder):
        helpdesk("db", "upgrade")
        helpdesk("faq", "import", str(FAQ / "codeworks.md"))

        helpdesk("faq", "export", "--json", "faq.json")

        exported = json.loads((folder / "faq.json").read_text())
        assert [entry["key"] for entry in exported] == ["codeworks"]
        assert json.loads(helpdesk("faq", "export", "--json", "-").stdout) == exported

    def test_the_starter_faq_has_nothing_to_look_at(self):
        result = helpdesk("faq", "lint", str(FAQ))

        assert (result.stdout.splitlines()[-1], result.exit_code) == ("33 entries, 0 remarks.", 0)

    def test_lint_fails_where_there_is_something(self, folder):
        text = (FAQ / "codeworks.md").read_text()
        (folder / "faq").mkdir()
        (folder / "faq" / "codeworks.md").write_text(text.replace("](https://", "](https://elsewhere."))

        result = helpdesk("faq", "lint", "faq")

        assert result.exit_code == 1
        assert "codeworks" in result.stdout


class TestDoctor:
    def test_names_what_is_missing_and_what_to_do(self):
        result = helpdesk("doctor")

        assert result.exit_code == 1
        assert "✗ database: There is no database" in result.stdout
        assert "✗ dialogue model: There is no dialogue model yet." in result.stdout
        assert "✓ disk" in result.stdout


class TestUser:
    PASSWORD = "four words do well"

    @pytest.fixture(autouse=True)
    def tables(self):
        helpdesk("db", "upgrade")

    def create(self, *more, typed=f"{PASSWORD}\n{PASSWORD}\n"):
        arguments = ["user", "create", "--email", "ada@example.org", "--name", "Ada Byrne", *more]
        return CliRunner().invoke(main, arguments, input=typed)

    def test_create_asks_for_the_password_without_showing_it(self):
        result = self.create()

        assert result.exit_code == 0
        assert "Ada Byrne is admin now. Sign in at http://127.0.0.1:8080/console" in result.output
        assert self.PASSWORD not in result.output

    def test_create_asks_again_where_the_password_cannot_be_used(self):
        result = self.create(typed=f"short\nshort\n{self.PASSWORD}\n{self.PASSWORD}\n")

        assert "at least 12 characters" in result.stderr
        assert "Ada Byrne is admin now." in result.output

    def test_create_makes_no_second_account_of_an_address(self):
        self.create()

        result = self.create("--role", "agent")

        assert result.exit_code == 1
        assert "There is an account for ada@example.org already." in result.stderr

    def test_create_prints_a_link_where_that_is_asked_for(self):
        result = self.create("--link", typed="")

        assert re.search(r"http://127\.0\.0\.1:8080/console/welcome/[\w-]{43}\n", result.output)

    def test_create_refuses_an_odd_address_before_it_asks(self):
        result = helpdesk("user", "create", "--email", "ada", "--name", "Ada")

        assert result.exit_code == 1
        assert "e-mail address such as" in result.stderr

    def test_link_prints_a_new_link_for_an_account(self):
        self.create()

        result = helpdesk("user", "link", "Ada@example.org")

        assert "works once, within 24 hours: http://127.0.0.1:8080/console/welcome/" in result.output

    def test_link_says_where_there_is_no_account(self):
        result = helpdesk("user", "link", "eve@example.org")

        assert result.exit_code == 1
        assert "There is no open account for eve@example.org." in result.stderr


class TestSecrets:
    def test_are_made_at_first_need_for_their_owner_only(self, folder):
        helpdesk("db", "upgrade")

        assert stat.S_IMODE((folder / "var" / "secrets.json").stat().st_mode) == 0o600
