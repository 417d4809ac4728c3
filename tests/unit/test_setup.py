import importlib.util
import sys

import pytest

from connectors.settings import ROOT


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stand_in(folder, name: str, code: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{code}\n")
    file.chmod(0o755)


class TestVersionOf:
    def test_asks_the_python_itself(self, script):
        assert script.version_of(sys.executable) == sys.version_info[:2]

    def test_a_stand_in_that_does_not_run_has_none(self, script, tmp_path):
        stand_in(tmp_path, "python3.10", "echo 'not installed' >&2; exit 127")

        assert script.version_of(tmp_path / "python3.10") is None

    def test_nothing_has_none(self, script, tmp_path):
        assert script.version_of(tmp_path / "python") is None


class TestFindAppPython:
    def test_takes_the_first_that_is_new_enough(self, script, tmp_path, monkeypatch):
        stand_in(tmp_path, "python3", "echo 3 9")
        stand_in(tmp_path, "python3.12", "echo 3 12")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert script.find_app_python() == str(tmp_path / "python3.12")

    def test_says_what_is_needed_and_what_was_found(self, script, tmp_path, monkeypatch):
        stand_in(tmp_path, "python3", "echo 3 9")
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(script.SetupError, match=r"needs Python 3\.11 or newer; `python3` is 3\.9"):
            script.find_app_python()


class TestFindBotPython:
    def test_prefers_the_newest_of_pyenv(self, script, tmp_path, monkeypatch):
        for version in ("3.10.2", "3.10.13", "3.11.7"):
            folder = tmp_path / "versions" / version / "bin"
            folder.mkdir(parents=True)
            stand_in(folder, "python3.10", "echo 3 10")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path))

        assert script.find_bot_python() == str(tmp_path / "versions" / "3.10.13" / "bin" / "python3.10")

    def test_falls_back_to_one_on_the_path_that_really_is_3_10(self, script, tmp_path, monkeypatch):
        stand_in(tmp_path, "python3.10", "echo 3 10")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
        monkeypatch.setenv("PATH", str(tmp_path))

        assert script.find_bot_python() == str(tmp_path / "python3.10")

    def test_lets_uv_install_one(self, script, tmp_path, monkeypatch):
        stand_in(tmp_path, "python-of-uv", "echo 3 10")
        stand_in(tmp_path, "uv", f'[ "$2" = find ] && echo {tmp_path}/python-of-uv')
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
        monkeypatch.setenv("PATH", str(tmp_path))

        assert script.find_bot_python() == str(tmp_path / "python-of-uv")

    def test_says_what_to_do_where_there_is_none(self, script, tmp_path, monkeypatch):
        stand_in(tmp_path, "python3.10", "exit 127")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(script.SetupError, match=r"pyenv install 3\.10"):
            script.find_bot_python()


class TestPrepare:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("exit 1", "`helpdesk db upgrade` did not succeed"),
            ("kill -9 $$", "ended from outside, by signal 9"),
        ],
    )
    def test_says_which_command_did_not_succeed_and_how(self, script, tmp_path, monkeypatch, code, words):
        (tmp_path / ".venv" / "bin").mkdir(parents=True)
        stand_in(tmp_path / ".venv" / "bin", "helpdesk", code)
        monkeypatch.setattr(script, "ROOT", tmp_path)

        with pytest.raises(script.SetupError, match=words):
            script.prepare(script.Steps(3))


class TestEnvironments:
    def test_a_change_of_a_lock_file_is_noticed(self, script, tmp_path, monkeypatch):
        monkeypatch.setattr(script, "ROOT", tmp_path)
        (tmp_path / "requirements.lock").write_text("a==1\n")
        folder = tmp_path / "env"
        (folder / "bin").mkdir(parents=True)
        stand_in(folder / "bin", "python", "echo 3 11")
        environment = script.Environment("x", folder, ["requirements.lock"], lambda: "", editable=False)

        environment._stamp.write_text(script.json.dumps(environment._wanted()))
        before = environment.is_done()
        (tmp_path / "requirements.lock").write_text("a==2\n")

        assert (before, environment.is_done()) == (True, False)

    def test_the_lock_files_name_no_build_of_torch(self, script):
        lock = (ROOT / "requirements.lock").read_text().splitlines()

        assert [line for line in lock if line.startswith("torch==") and "+" in line] == []
