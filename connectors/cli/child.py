"""One started process: its log, its health, and how it is ended with all that it started."""

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from connectors.cli.processes import Process

LARGEST_LOG = 5_000_000
"""Bytes after which a log is set aside at the next start; the one before it is deleted."""

PR_SET_PDEATHSIG = 1
"""The number of Linux's request to be signalled when the parent dies."""


class Child:
    """A running process of the service.

    Args:
        process: What to start.
        log: The file that its output goes to.
    """

    def __init__(self, process: Process, log: Path) -> None:
        self.process = process
        self.log = log
        self._log_starts = 0
        self._popen = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self._log_starts = out.tell()
            return subprocess.Popen(  # noqa: S603 - our own programs, no shell
                self.process.command,
                cwd=self.process.folder,
                env=dict(self.process.environ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                # Its own group: Ctrl-C reaches the supervisor alone, which ends the rest in order.
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one C call
            )

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._popen.pid

    def exit_words(self) -> str | None:
        """Return how the process ended, in words; None while it runs."""
        code = self._popen.poll()
        if code is None:
            return None
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"

    def is_ready(self) -> bool:
        """Ask the process whether it can do its work; one that listens nowhere can while it runs."""
        if not self.process.port:
            return self.exit_words() is None
        try:
            # Proxies of the environment are for the outside world, not for our own processes.
            return httpx.get(self.process.health_url, timeout=1.0, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def last_words(self, lines: int = 8) -> str:
        """Return the end of what it wrote since it was started."""
        with self.log.open("rb") as file:
            file.seek(self._log_starts)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def stop(self, patience: float) -> None:
        """End the process and all that it started: first by asking, after ``patience`` seconds by force."""
        family = self._family()
        self._signal_group(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(patience)
        self._signal_group(signal.SIGKILL)
        for relative in family:
            # Those that left the group: psutil knows a number that was given to another by now.
            with suppress(psutil.Error):
                relative.kill()
        self._popen.wait()

    def kill(self) -> None:
        """End the process at once; `stop` still has to be called."""
        self._signal_group(signal.SIGKILL)

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.Error:
            return []

    def _signal_group(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed, so that none is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
