"""Runs the two sides of the comparison, and ends them whatever happens."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from connectors.cli.child import Child
from connectors.cli.processes import Process
from knowledge.errors import Unavailable

LONGEST_START = 240.0
"""Seconds after which we stop waiting for a side to be ready."""

PATIENCE = 30.0
"""Seconds that a side gets to end by itself."""

TICK = 0.5

Say = Callable[[str], None]
Side = tuple[Process, Sequence[str]]
"""A process, and the addresses that answer as soon as all that it starts is ready."""


@contextmanager
def running(sides: Sequence[Side], logs: Path, say: Say) -> Iterator[list[Child]]:
    """Start both sides, wait until each is ready, and end them with all that they started.

    Args:
        sides: What to start.
        logs: The folder for their output.
        say: Tells the person at the keyboard a short line.

    Raises:
        Unavailable: If one ends or isn't ready in time; with the end of what it wrote.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        children = []
        for process, _ in sides:
            child = Child(process, logs / f"{process.name.replace(' ', '-')}.log")
            # Each is ended by a call of its own, so that one that resists doesn't keep the others alive.
            stack.callback(child.stop, PATIENCE)
            children.append(child)
        for child, (_, addresses) in zip(children, sides, strict=True):
            _wait(child, addresses, began)
            say(f"{child.process.name} is ready ({time.monotonic() - began:.0f} s)")
        yield children


def _wait(child: Child, addresses: Sequence[str], began: float) -> None:
    name = child.process.name
    while not all(_answers(address) for address in addresses):
        ended = child.exit_words()
        if ended:
            raise Unavailable(f"{name} {ended}:\n{child.last_words()}")
        if time.monotonic() - began > LONGEST_START:
            raise Unavailable(f"{name} isn't ready after {LONGEST_START:.0f} s:\n{child.last_words()}")
        time.sleep(TICK)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False
