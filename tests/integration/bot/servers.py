"""Rasa and the action server as processes of their own."""

import os
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]
BOT = ROOT / "bot"
TOKEN = "a-secret-of-the-tests"
START_TIMEOUT = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Servers:
    """Rasa and the action server as two processes, which a test may kill and start again."""

    def __init__(self, python, model, folder, answers_url):
        self.rasa_port, self.actions_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.rasa_port}/webhooks/helpdesk/webhook"
        self.log = folder / "bot.log"
        self._python, self._model = python, model
        self._environment = {
            **os.environ,
            "RASA_TOKEN": TOKEN,
            "RASA_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}",
            "ACTIONS_PORT": str(self.actions_port),
            "ACTIONS_URL": f"http://127.0.0.1:{self.actions_port}/webhook",
            "ANSWERS_URL": answers_url,
            "ANSWERS_TOKEN": TOKEN,
            "ANSWERS_TIMEOUT": "2",
        }
        self.rasa = self.actions = None

    def start_rasa(self):
        self.rasa = self._start("serve.py", "--model", str(self._model), "--port", str(self.rasa_port))
        self._wait(self.rasa, f"http://127.0.0.1:{self.rasa_port}/webhooks/helpdesk/")

    def start_actions(self):
        self.actions = self._start("-m", "actions")
        self._wait(self.actions, f"http://127.0.0.1:{self.actions_port}/health")

    def stop(self):
        for process in filter(None, (self.rasa, self.actions)):
            process.terminate()
        for process in filter(None, (self.rasa, self.actions)):
            process.wait(timeout=30)

    def _start(self, *arguments):
        with self.log.open("a") as log:
            return subprocess.Popen(
                [self._python, *arguments], cwd=BOT, env=self._environment, stdout=log, stderr=log
            )

    def _wait(self, process, url):
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end:
            assert process.poll() is None, self.log.read_text()
            try:
                if httpx.get(url, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        pytest.fail(f"Nothing answers at {url}: {self.log.read_text()}")
