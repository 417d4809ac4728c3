"""Set the project up: both environments side by side, the database, the FAQ, the models.

Runs before anything is installed, so it uses nothing but Python itself, and nothing newer than
Python 3.7, so that it can tell an old Python's owner kindly what is needed. What is done is
skipped: a stamp in each environment holds the hashes of what it was made from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "log"
OLDEST = (3, 11)
APP_PYTHONS = ("python3", "python3.13", "python3.12", "python3.11")
BOT_VERSION = (3, 10)
BOT_PYTHON = "python3.10"

NO_APP_PYTHON = """The assistant needs Python 3.11 or newer; `python3` is {found}.
Install one, then run this again. On Debian or Ubuntu:
  apt-get install python3.11 python3.11-venv"""

NO_BOT_PYTHON = """The bot needs Python 3.10, because Rasa 3.6 runs on nothing newer, and none was found.
Any one of these brings it; then run this again:
  pyenv install 3.10
  uv python install 3.10
  apt-get install python3.10 python3.10-venv      (where your system has it)"""


class SetupError(Exception):
    """Something that the person at the keyboard has to know."""


class Steps:
    """Prints numbered progress lines."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0

    def say(self, words: str) -> None:
        """Begin the next step."""
        self._number += 1
        print(f"[{self._number}/{self._total}] {words}", flush=True)


class Environment:
    """One virtual environment and the lock files that it is made from.

    Args:
        name: What people call it.
        folder: Where it lies.
        locks: Its lock files, as paths inside the project.
        find_python: Returns the Python to make it with.
        editable: Whether the project itself is installed into it.
    """

    def __init__(
        self, name: str, folder: Path, locks: list[str], find_python: Callable[[], str], *, editable: bool
    ) -> None:
        self.name = name
        self.folder = folder
        self.locks = locks
        self.find_python = find_python
        self.editable = editable
        self.python = folder / "bin" / "python"

    def exists(self) -> bool:
        """Tell whether there is a Python in it that runs."""
        return version_of(self.python) is not None

    def is_done(self) -> bool:
        """Tell whether all that it needs now was installed before."""
        done = self._done()
        return all(done.get(name) == digest for name, digest in self._wanted().items()) and self.exists()

    def make(self) -> None:
        """Make it, or bring it up to date.

        Raises:
            SetupError: With the end of the log.
        """
        done = self._done()
        if not self.exists():
            done = {}
            shutil.rmtree(self.folder, ignore_errors=True)
            self._run([self.find_python(), "-m", "venv", str(self.folder)], "a Python of its own")
        self._pip("--no-deps", *(part for lock in self.locks for part in ("-r", str(ROOT / lock))))
        if self.editable:
            self._pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
            self._complete_torch()
        self._stamp.write_text(json.dumps({**done, **self._wanted()}, indent=1))

    @property
    def _stamp(self) -> Path:
        return self.folder / "installed.json"

    def _done(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._stamp.read_text()))
        except (OSError, ValueError):
            return {}

    def _wanted(self) -> dict[str, str]:
        names = [*self.locks, "pyproject.toml"] if self.editable else self.locks
        return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}

    def _pip(self, *arguments: str) -> None:
        quiet = ["-q", "--disable-pip-version-check", "--no-input"]
        self._run([str(self.python), "-m", "pip", "install", *quiet, *arguments], "its packages")

    def _complete_torch(self) -> None:
        # Where the package index offers torch for graphics cards, it needs libraries beside it
        # that our lock, made for the plain processor, doesn't name.
        if subprocess.call([str(self.python), "-c", "import torch"], stderr=subprocess.DEVNULL):
            lock = (ROOT / self.locks[0]).read_text().splitlines()
            self._pip(next(line for line in lock if line.startswith("torch==")))

    def _run(self, command: list[str], what: str) -> None:
        log = LOGS / f"setup-{self.name}.log"
        with log.open("w") as out:
            code = subprocess.call(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if code:
            lines = log.read_text(errors="replace").splitlines()
            telling = [f"    {line}" for line in lines if not line.startswith("WARNING")]
            end = "\n".join(telling[-12:])
            raise SetupError(f"The {self.name} could not get {what}. The end of {log}:\n\n{end}")


def find_app_python() -> str:
    """Return a Python that is new enough, the plain `python3` first."""
    for path in filter(None, map(shutil.which, APP_PYTHONS)):
        version = version_of(path)
        if version and version >= OLDEST:
            return path
    found = version_of("python3")
    raise SetupError(NO_APP_PYTHON.format(found=".".join(map(str, found)) if found else "missing"))


def find_bot_python() -> str:
    """Return a Python 3.10: pyenv's, the system's, or one that uv installs."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    installed = sorted(pyenv.glob(f"versions/3.10.*/bin/{BOT_PYTHON}"), key=patch_number, reverse=True)
    candidates = [str(path) for path in installed]
    # A name on the path may be a stand-in that doesn't run, so each is tried.
    candidates += filter(None, [shutil.which(BOT_PYTHON)])
    for path in candidates:
        if version_of(path) == BOT_VERSION:
            return path
    if shutil.which("uv"):
        subprocess.call(["uv", "python", "install", "3.10"])
        found = subprocess.run(["uv", "python", "find", "3.10"], stdout=subprocess.PIPE, check=False)
        path = found.stdout.decode().strip()
        if path and version_of(path) == BOT_VERSION:
            return path
    raise SetupError(NO_BOT_PYTHON)


def patch_number(path: Path) -> int:
    """Return the 13 of ``versions/3.10.13/bin/python3.10``; -1 where it is no number."""
    last = path.parent.parent.name.rpartition(".")[2]
    return int(last) if last.isdigit() else -1


def version_of(python: str | Path) -> tuple[int, int] | None:
    """Return a Python's version as in (3, 11); None if it doesn't run."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        out = subprocess.run(
            [str(python), "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        major, minor = out.stdout.decode().split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def environments(*, dev: bool) -> list[Environment]:
    """Return both environments, with the packages for tests where asked for."""
    app = ["requirements.lock", *(["requirements-dev.lock"] if dev else [])]
    bot = ["bot/requirements.lock", *(["bot/requirements-dev.lock"] if dev else [])]
    return [
        Environment("assistant", ROOT / ".venv", app, find_app_python, editable=True),
        Environment("bot", ROOT / "bot" / ".venv", bot, find_bot_python, editable=False),
    ]


def make_all(todo: list[Environment], steps: Steps) -> None:
    """Make the environments side by side; each is tried before an error is told."""
    problems = []

    def make(environment: Environment) -> None:
        try:
            environment.make()
        except SetupError as error:
            problems.append(str(error))

    for environment in todo:
        # What is missing is said before anything is waited for.
        if not environment.exists():
            environment.find_python()
    threads = [threading.Thread(target=make, args=(environment,)) for environment in todo]
    for environment, thread in zip(todo, threads):
        steps.say(f"Installing the packages of the {environment.name} (1 to 3 minutes)…")
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise SetupError("\n\n".join(problems))


def prepare(steps: Steps) -> None:
    """Fill the database and train, by the project's own command."""
    helpdesk = ROOT / ".venv" / "bin" / "helpdesk"
    for words, arguments in (
        ("Bringing the database up to date…", ["db", "upgrade"]),
        ("Reading the starter FAQ, unless there is a FAQ already…", ["faq", "import", "--first"]),
        ("Training the bot and the judge, if anything has changed (5 to 10 minutes)…", ["train"]),
    ):
        steps.say(words)
        code = subprocess.call([str(helpdesk), *arguments], cwd=str(ROOT))
        if code:
            command = f"`helpdesk {' '.join(arguments)}`"
            if code < 0:
                # It had no chance to say anything: out of memory, or ended by somebody.
                raise SetupError(
                    f"{command} was ended from outside, by signal {-code}. Please run this again."
                )
            raise SetupError(f"{command} did not succeed; the reason stands above.")


def main() -> int:
    """Set up what is asked for; return 1 after a message where that isn't possible."""
    parser = argparse.ArgumentParser(description="Set the project up; what is done already is skipped.")
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    dev = parser.parse_args().dev
    began = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    try:
        todo = [environment for environment in environments(dev=dev) if not environment.is_done()]
        steps = Steps(len(todo) + 3)
        make_all(todo, steps)
        prepare(steps)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(f"All is set up ({time.monotonic() - began:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
