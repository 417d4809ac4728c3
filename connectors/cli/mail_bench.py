"""`helpdesk mail bench`: how many mails a second are worked off, and what a large one costs to read."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from connectors import wiring
from connectors.cli.bench_processes import faq
from connectors.cli.large_mails import LARGE_MAILS
from connectors.cli.loading import change_settings, load_complete_settings
from connectors.desk.clock import system_clock
from connectors.logs import configure_logging
from connectors.settings import ROOT, Settings
from knowledge.errors import InvalidInput, Unavailable
from knowledge.importer import import_entries

STORIES = ROOT / "tests" / "data" / "mail"
SLOWEST_RATE = 10.0
"""Mails a second that have to be read, decided on and written."""

SLOWEST_READING = 2.0
"""Seconds of one core that a mail of 10 MB may take to be read."""

MOST_MEMORY = 200_000_000
"""Bytes that the process which reads it may hold at most, Python and all of its modules included."""


@dataclass(frozen=True)
class Reading:
    """What one large mail cost.

    Attributes:
        kind: What it is made of.
        seconds: Of one core.
        memory: Bytes that the process held at most.
    """

    kind: str
    seconds: float
    memory: int


@click.command()
@click.argument("folder", default=STORIES, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option(
    "--json", "out", type=click.Path(path_type=Path), metavar="FILE", help="Write the figures here."
)
def bench(folder: Path, out: Path | None) -> None:
    """Measure the triage of mails, and the reading of large ones.

    The mails of FOLDER, by default those of the tests, are stored, read, decided on and written to a SQLite
    database of their own; nothing is sent. Then a process of its own reads 10 MB of each kind. Fails
    below 10 mails a second, above 2 s for a large mail, or above 200 MB of memory.
    """
    if out and not out.absolute().parent.is_dir():
        raise InvalidInput(f"{out} can't be written: there is no such folder.")
    settings = load_complete_settings()
    # What is logged of each mail would stand between the figures.
    configure_logging(settings.log.format, "warning")
    rate = measure_triage(settings, folder)
    click.echo(f"{'triage':32} {rate:7.1f} mails a second")
    readings = [measure_reading(kind) for kind in LARGE_MAILS]
    for reading in readings:
        click.echo(f"{f'10 MB of {reading.kind}':32} {reading.seconds:7.2f} s {reading.memory / 1e6:7.0f} MB")
    if out:
        figures = {"mails_a_second": rate, "large_mails": [asdict(reading) for reading in readings]}
        out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if missed := list(misses(rate, readings)):
        raise click.ClickException(" ".join(missed))


def measure_triage(settings: Settings, folder: Path) -> float:
    """Return how many mails of a folder are stored and worked off in a second; the model is loaded before.

    Raises:
        InvalidInput: If there is no mail in it.
        Unavailable: If the FAQ or the model can't be read.
    """
    entries = faq(settings)
    with tempfile.TemporaryDirectory(prefix="helpdesk-mail-bench-") as name:
        own = change_settings(
            settings,
            data={"url": f"sqlite:///{Path(name) / 'helpdesk.db'}"},
            mail={"mode": "auto", "source": str(folder.absolute()), "smtp": ""},
        )
        database = wiring.database(own)
        database.upgrade()
        with database.session() as session:
            import_entries(session, entries, now=system_clock(), complete=True)
        database.close()
        office = wiring.post_office(own)
        began = time.perf_counter()
        done = office.round()
        seconds = time.perf_counter() - began
    if done.problem:
        raise Unavailable(done.problem)
    if not done.done:
        raise InvalidInput(f"{folder} holds no mail.")
    return done.done / seconds


def measure_reading(kind: str) -> Reading:
    """Return what a large mail of a kind costs a process of its own."""
    command = [sys.executable, "-m", "connectors.cli.large_mails", kind]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - ours
    return Reading(kind, **json.loads(said.stdout))


def misses(rate: float, readings: Sequence[Reading]) -> list[str]:
    """Return what doesn't reach what it has to, in words."""
    found = [] if rate >= SLOWEST_RATE else [f"Fewer than {SLOWEST_RATE:g} mails a second: {rate:.1f}."]
    for reading in readings:
        if reading.seconds > SLOWEST_READING:
            found.append(f"10 MB of {reading.kind} take {reading.seconds:.1f} s, not {SLOWEST_READING:g}.")
        if reading.memory > MOST_MEMORY:
            found.append(f"10 MB of {reading.kind} need {reading.memory / 1e6:.0f} MB, not 200.")
    return found
