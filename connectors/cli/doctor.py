"""`helpdesk doctor`: what is there, what is missing, and what to do about it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from connectors import wiring
from connectors.cli.loading import load_complete_settings
from connectors.cli.ports import is_taken, who_listens
from connectors.cli.processes import bot_model_folder
from connectors.cli.pythons import describe_python
from connectors.cli.trust import trusted_model
from connectors.settings import Settings, variable_of
from knowledge.errors import HelpdeskError

LEAST_SPACE = 1_000_000_000
"""Bytes that should be free for the database, the logs and a model beside the one in use."""

RASA = "3.6.21"


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Attributes:
        name: The thing.
        good: Whether it is as it should be.
        words: What was found, and where it isn't good what to do.
        needed: Whether the service can't run without it.
    """

    name: str
    good: bool
    words: str
    needed: bool = True


@click.command()
def doctor() -> None:
    """Check that all is there that the service needs; say what to do where it isn't."""
    settings = load_complete_settings()
    findings = list(examine(settings))
    for finding in findings:
        sign = "✓" if finding.good else "✗"
        click.echo(f"{sign} {finding.name}: {finding.words}")
    if any(finding.needed and not finding.good for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each thing that the service, or its tests, need."""
    yield _app_python()
    yield _bot_python(settings)
    yield _attempt("database", lambda: _database(settings))
    yield _attempt("FAQ", lambda: _entries(settings))
    yield _attempt("search index", lambda: _index(settings))
    yield _attempt("dialogue model", lambda: trusted_model(bot_model_folder(settings)).name)
    if settings.reads_mail:
        yield from _mail(settings)
    yield _space(settings.data.folder)
    yield from _ports(settings)
    yield _program("chromium", ("chromium", "chromium-browser", "google-chrome"))
    postgres = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    yield _program("postgresql", ("pg_ctl", "postgres"), *map(str, postgres))


def _attempt(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, good=True, words=look())
    except HelpdeskError as error:
        return Finding(name, good=False, words=str(error))


def _app_python() -> Finding:
    version = sys.version.split()[0]
    good = sys.version_info >= (3, 11)
    return Finding("Python of the assistant", good, version if good else f"{version}, but 3.11 is needed.")


def _bot_python(settings: Settings) -> Finding:
    name, python = "Python of the bot", settings.bot.python
    found = describe_python(python)
    if found is None:
        return Finding(name, good=False, words=f"{python} doesn't run. `make setup` makes it.")
    version, rasa = found
    if not version.startswith("3.10.") or rasa != RASA:
        words = f"Python {version} with Rasa {rasa or 'missing'}; needed are 3.10 and {RASA}: `make setup`."
        return Finding(name, good=False, words=words)
    return Finding(name, good=True, words=f"{version} with Rasa {rasa}")


def _database(settings: Settings) -> str:
    database = wiring.database(settings)
    database.check()
    return f"{database}, up to date"


def _entries(settings: Settings) -> str:
    from knowledge.faq import published_entries

    with wiring.database(settings).session() as session:
        count = len(published_entries(session))
    if not count:
        raise HelpdeskError("There is no entry yet. `helpdesk faq import` reads the starter FAQ.")
    return f"{count} entries"


def _index(settings: Settings) -> str:
    manifest = wiring.model_store(settings).manifest()
    return f"{manifest.entries} entries, {manifest.encoder}"


def _mail(settings: Settings) -> Iterator[Finding]:
    try:
        findings = wiring.mail_findings(settings)
    except HelpdeskError as error:
        yield Finding("mailbox", good=False, words=str(error))
        return
    yield from (Finding(found.name.lower(), found.good, found.words) for found in findings)


def _space(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB are free in {folder}"
    return Finding("disk", free >= LEAST_SPACE, words if free >= LEAST_SPACE else f"{words}; 1 GB should be.")


def _ports(settings: Settings) -> Iterator[Finding]:
    for section, name in (("web", "port"), ("answers", "port"), ("bot", "port"), ("bot", "actions_port")):
        port = getattr(getattr(settings, section), name)
        host = settings.web.host if section == "web" else "127.0.0.1"
        if is_taken(host, port):
            # Not an error: it may well be this service that is running.
            words = f"in use by {who_listens(port) or 'another program'} ({variable_of(section, name)})"
            yield Finding(f"port {port}", good=True, words=words)
        else:
            yield Finding(f"port {port}", good=True, words="free")


def _program(name: str, programs: tuple[str, ...], *files: str) -> Finding:
    found = next((path for path in (*map(shutil.which, programs), *files) if path), None)
    words = found or f"missing; only the tests need it (apt-get install {name})."
    return Finding(name, good=bool(found), words=words, needed=False)
