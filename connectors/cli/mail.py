"""`helpdesk mail`: the mailbox, as far as it is looked after by hand."""

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectors import wiring
from connectors.cli.lines import write_lines
from connectors.cli.loading import load_complete_settings
from connectors.cli.mail_bench import bench
from connectors.logs import configure_logging
from connectors.settings import Settings
from knowledge.errors import InvalidInput, Unavailable

if TYPE_CHECKING:
    from connectors.mail.post_office import PostOffice


@click.group()
def mail() -> None:
    """Look after the mailbox."""


@mail.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where the lines go."
)
def triage(paths: tuple[Path, ...], out: Path) -> None:
    """Say what would happen to mails, and change nothing.

    PATH is an .eml file, a folder of them or a Maildir. FILE gets one JSON object for each mail:
    file, action (answer, handoff, thread, ignore, duplicate or quarantine), keys, ticket, reason
    and questions. A folder is taken in the order of its names, so that duplicates are seen.
    """
    settings = load_complete_settings()
    # What libraries have to tell would stand between the lines of progress.
    configure_logging(settings.log.format, "warning")
    rows = triage_files(settings, paths)
    write_lines(out, rows)
    click.echo(f"{len(rows)} lines are in {out}.", err=True)


@mail.command()
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option(
    "--backfill",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="SINCE",
    help="Look once at everything from this day on, such as 2026-11-01, and end.",
)
def poll(once: bool, backfill: datetime | None) -> None:
    """Read the mailbox, act on what is new and send what waits, until Ctrl-C.

    Mails older than a week are never answered automatically.
    """
    settings = load_complete_settings()
    configure_logging(settings.log.format, settings.log.level)
    office = wiring.post_office(settings)
    since = backfill.date() if backfill else None
    while True:
        done = office.round(since)
        if done.problem:
            click.echo(done.problem, err=True)
        if done.taken or done.done or done.sent or once:
            click.echo(f"{done.taken} mails taken in, {done.done} worked off, {done.sent} sent.")
        if once or since:
            raise SystemExit(1 if done.problem else 0)
        _pause(office, settings.mail.interval)


mail.add_command(bench)


def _pause(office: "PostOffice", seconds: float) -> None:
    try:
        office.wait(seconds)
    except Unavailable:
        # The next round says what is wrong.
        time.sleep(seconds)


def triage_files(settings: Settings, paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return one row for each mail of files and folders.

    Raises:
        InvalidInput: If a path isn't there or holds no mail.
        Unavailable: If the database or the model can't be read.
    """
    from connectors.mail.sources import mail_files, read_file

    files = mail_files(paths)
    decisions, memory = wiring.mail_dry_run(settings)
    rows = []
    with click.progressbar(files, label="Reading", file=sys.stderr) as bar:
        for file in bar:
            try:
                raw, cut_from = read_file(file.path)
            except OSError as error:
                raise InvalidInput(f"{file.path} can't be read: {error.strerror}.") from error
            read, outcome = decisions.look(raw, cut_from=cut_from)
            memory.note(file.name, read, outcome)
            rows.append(
                {
                    "file": file.name,
                    "action": outcome.action,
                    "keys": list(outcome.keys),
                    "ticket": outcome.ticket or None,
                    "reason": outcome.told,
                    "questions": list(outcome.questions),
                    "rule": outcome.rule,
                }
            )
    return rows
