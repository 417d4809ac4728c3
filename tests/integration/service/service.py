"""The whole service as its users have it: started by one command, talked to over HTTP."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import psutil

from connectors.cli.ports import free_ports
from connectors.settings import ROOT

SIGNS = {
    "web": ("serve", "web"),
    "answers": ("serve", "answers"),
    "actions": ("-m", "actions"),
    "rasa": ("serve.py",),
}
"""What a process is known by on its command line."""


class Service:
    """A running `helpdesk up` with ports and a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        web, answers, rasa, actions = free_ports(4)
        self.address = f"http://127.0.0.1:{web}"
        self.environ = os.environ | {
            "HELPDESK_DATA_FOLDER": str(folder),
            "HELPDESK_WEB_PORT": str(web),
            "HELPDESK_ANSWERS_PORT": str(answers),
            "HELPDESK_BOT_PORT": str(rasa),
            "HELPDESK_BOT_ACTIONS_PORT": str(actions),
            "PYTHONUNBUFFERED": "1",
        }
        self._lines: list[str] = []
        self._popen = subprocess.Popen(
            self.command("up"),
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # Read all along, so that a full pipe never holds the service up.
        threading.Thread(target=self._read, daemon=True).start()

    @staticmethod
    def command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "connectors.cli", *arguments]

    @property
    def said(self) -> str:
        return "".join(self._lines)

    @property
    def pid(self) -> int:
        return self._popen.pid

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another command with the same settings."""
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def wait_for(self, words: str, seconds: float = 150) -> None:
        until = time.monotonic() + seconds
        while not re.search(words, self.said):
            assert self._popen.poll() is None, f"the service ended:\n{self.said}"
            assert time.monotonic() < until, f"{words!r} was not said in {seconds} s:\n{self.said}"
            time.sleep(0.2)

    def processes(self) -> dict[str, psutil.Process]:
        """Return the running processes by name."""
        found = {}
        for child in psutil.Process(self.pid).children():
            try:
                words = child.cmdline()
            except psutil.Error:
                continue
            for name, signs in SIGNS.items():
                if all(sign in words for sign in signs):
                    found[name] = child
        return found

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.pid).children(recursive=True)

    def signal(self, number: int) -> None:
        self._popen.send_signal(number)

    def wait(self, seconds: float = 60) -> int:
        return self._popen.wait(seconds)

    def end(self) -> None:
        """Stop the service, whatever state it is in."""
        if self._popen.poll() is None:
            self._popen.terminate()
            try:
                self._popen.wait(60)
            except subprocess.TimeoutExpired:
                for process in [*self.family(), psutil.Process(self.pid)]:
                    process.kill()
        assert self._popen.stdout is not None
        self._popen.stdout.close()

    def _read(self) -> None:
        assert self._popen.stdout is not None
        try:
            for line in self._popen.stdout:
                self._lines.append(line)
        except ValueError:
            return


class Visitor:
    """Somebody at the widget."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=f"{address}/api/v1", timeout=60, trust_env=False)
        started = self._client.post("/conversations", json={}).raise_for_status().json()
        self._here = f"/conversations/{started['id']}"
        self._client.headers["Authorization"] = f"Bearer {started['token']}"

    def send(self, text: str) -> list[dict[str, Any]]:
        """Send a message and return the replies, as the assistant's values."""
        response = self._client.post(
            f"{self._here}/messages", json={"text": text}, headers={"Idempotency-Key": uuid.uuid4().hex}
        )
        return [message["reply"] for message in response.raise_for_status().json()["replies"]]

    def messages(self) -> list[dict[str, Any]]:
        response = self._client.get(f"{self._here}/messages").raise_for_status()
        return list(response.json()["messages"])

    def leave(self) -> None:
        self._client.close()


def copy_models(models: Path, folder: Path) -> None:
    """Give a data folder the models that were trained already."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(models, folder / "models", symlinks=True)
