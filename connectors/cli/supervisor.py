"""Keeps the processes of the service running, and ends them all together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from connectors.cli.child import Child
from connectors.cli.processes import Process

TICK = 0.2
"""Seconds between two looks at the processes."""

LONGEST_PAUSE = 15.0
"""Seconds before a process that keeps ending is started again: Rasa needs about 30 s, so it is back in 60."""

STEADY = 60.0
"""After this many seconds of running, an end counts as the first one again."""

PATIENCE = 10.0
"""Seconds that a process gets to finish what it is doing."""

Say = Callable[[str], None]


def pause_after(failures: int) -> float:
    """Return the seconds to wait before the start that follows so many ends in a row."""
    return 0.0 if failures == 0 else min(float(2 ** (failures - 1)), LONGEST_PAUSE)


@dataclass
class _Post:
    """The place of one process: who fills it, and since when."""

    process: Process
    child: Child | None = None
    ready: bool = False
    failures: int = 0
    started: float = 0.0
    start_at: float = 0.0
    was_ready: bool = False


class Supervisor:
    """Starts processes, restarts what ends, stops all.

    Args:
        processes: In the order in which they are started.
        logs: The folder that their output goes to, a file each.
        say: Tells the person at the keyboard a short line.
    """

    def __init__(self, processes: list[Process], logs: Path, say: Say) -> None:
        self._posts = [_Post(process) for process in processes]
        self._logs = logs
        self._say = say
        self._stopping = False

    def ready(self) -> set[str]:
        """Return the names of the processes that can do their work."""
        return {post.process.name for post in self._posts if post.ready}

    def failures(self) -> dict[str, int]:
        """Return how often each process ended in a row."""
        return {post.process.name: post.failures for post in self._posts}

    def ask_to_stop(self) -> None:
        """Make `run` return soon, at the second call at once; safe to call from a signal handler."""
        if self._stopping:
            for post in self._posts:
                if post.child:
                    post.child.kill()
        self._stopping = True

    def run(self, on_tick: Callable[[], bool] = lambda: True) -> None:
        """Keep all processes running until somebody asks to stop; then end them.

        Args:
            on_tick: Called between two looks; False ends the run as well.
        """
        try:
            while not self._stopping:
                for post in self._posts:
                    self._tend(post)
                if not on_tick():
                    break
                time.sleep(TICK)
        finally:
            self.stop()

    def stop(self) -> None:
        """End all processes, the public one first, so that nobody comes in while the rest goes."""
        order = sorted(self._posts, key=lambda post: post.process.name != "web")
        for post in order:
            if post.child:
                post.child.stop(PATIENCE)
                post.child, post.ready = None, False

    def _tend(self, post: _Post) -> None:
        now = time.monotonic()
        if post.child is None:
            if now >= post.start_at:
                self._start(post, now)
            return
        ended = post.child.exit_words()
        if ended:
            self._bury(post, ended, now)
        elif not post.ready and post.child.is_ready():
            post.ready = True
            again = " again" if post.was_ready else ""
            post.was_ready = True
            self._say(f"{post.process.name} is ready{again} ({now - post.started:.0f} s)")

    def _start(self, post: _Post, now: float) -> None:
        name = post.process.name
        post.child = Child(post.process, self._logs / f"{name}.log")
        post.started = now

    def _bury(self, post: _Post, ended: str, now: float) -> None:
        assert post.child is not None  # noqa: S101 - only a started process ends
        name, child = post.process.name, post.child
        # Whatever it had started itself would hold the port.
        child.stop(0)
        lived = now - post.started
        post.failures = 0 if post.ready and lived > STEADY else post.failures
        pause = pause_after(post.failures)
        # Once is enough: what can't start says the same each time.
        words = child.last_words() if not post.ready and not post.failures else ""
        post.child, post.ready = None, False
        post.failures += 1
        post.start_at = now + pause
        self._say(f"{name} {ended}; it starts again in {pause:.0f} s. See {child.log}.")
        if words:
            self._say("\n".join(f"    {line}" for line in words.splitlines()))
