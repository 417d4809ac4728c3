"""What is compared: our service as it is started by hand, with data of its own, and the plain bot."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from connectors import wiring
from connectors.cli.loading import change_settings
from connectors.cli.processes import LOOPBACK, Process, all_processes, bot_model_folder
from connectors.cli.train import run_in_bot
from connectors.cli.trust import trusted_model
from connectors.desk.clock import system_clock
from connectors.settings import PREFIX, ROOT, Settings, variable_of
from knowledge.entries import FaqEntry
from knowledge.errors import Unavailable
from knowledge.faq import published_entries
from knowledge.importer import import_entries

PLAIN_ENVIRON = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # As our own bot has it. It makes no difference in speed, and plain Rasa 250 MB smaller.
    "OMP_NUM_THREADS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def plain_folder(settings: Settings) -> Path:
    """Return where the plain bot is kept."""
    return settings.data.folder / "bench" / "plain"


def make_plain(settings: Settings, epochs: int) -> None:
    """Train the plain bot; nothing is done where it is there already.

    Raises:
        Unavailable: If it can't be trained.
    """
    run_in_bot(
        settings, ["plain/make_plain.py", "--out", str(plain_folder(settings)), "--epochs", str(epochs)]
    )


def faq(settings: Settings) -> list[FaqEntry]:
    """Return the published entries.

    Raises:
        Unavailable: If there is none yet, or the database doesn't answer.
    """
    source = wiring.database(settings)
    source.check()
    with source.session() as session:
        entries = published_entries(session)
    source.close()
    if not entries:
        raise Unavailable("There is no FAQ yet. `make setup` reads the starter FAQ.")
    return entries


def copy_service(settings: Settings, folder: Path, ports: Sequence[int]) -> Settings:
    """Make a data folder with the same FAQ and models; return the settings that use it.

    Args:
        settings: The service as it is set up.
        folder: The new data folder.
        ports: Four free ones: for web, answers, rasa and actions.

    Raises:
        Unavailable: If there is no FAQ yet, or the database doesn't answer.
        UntrustedModel: If there is no model of our own training.
    """
    trusted_model(bot_model_folder(settings))
    entries = faq(settings)
    web, answers, rasa, actions = ports
    own = change_settings(
        settings,
        data={"folder": folder, "url": ""},
        web={"host": LOOPBACK, "port": web},
        answers={"port": answers},
        bot={"port": rasa, "actions_port": actions},
        # No person asks so much in so short a time.
        limits=dict.fromkeys(type(settings.limits).model_fields, "1000000/minute"),
        log={"format": "json", "level": "info"},
    )
    # The current model is a link to its folder, and has to stay one where another is to take its place.
    shutil.copytree(settings.data.folder / "models", folder / "models", symlinks=True)
    database = wiring.database(own)
    database.upgrade()
    with database.session() as session:
        import_entries(session, entries, now=system_clock(), complete=True)
    database.close()
    return own


def up_process(settings: Settings) -> Process:
    """Return our service as it is started by hand, its supervisor included."""
    return Process(
        "our service",
        (sys.executable, "-m", "connectors.cli", "up"),
        _outside() | settings.as_environ() | {"PYTHONUNBUFFERED": "1"},
        ROOT,
        LOOPBACK,
        settings.web.port,
        variable_of("web", "port"),
        "/healthz",
    )


def plain_process(settings: Settings, folder: Path, port: int) -> Process:
    """Return the plain bot's server: its REST channel, and no HTTP API.

    Raises:
        UntrustedModel: If its model isn't the one that our training wrote.
    """
    arguments = {
        "--model": trusted_model(folder),
        "--credentials": folder / "credentials.yml",
        "--interface": LOOPBACK,
        "--port": port,
    }
    words = [str(word) for pair in arguments.items() for word in pair]
    return Process(
        "plain Rasa",
        (str(settings.bot.python), "-m", "rasa", "run", *words),
        _outside() | PLAIN_ENVIRON,
        folder,
        LOOPBACK,
        port,
        "",
        "/webhooks/rest/",
    )


def health_urls(settings: Settings) -> list[str]:
    """Return the addresses that answer as soon as every process of our service is ready."""
    return [process.health_url for process in all_processes(settings)]


def names_by_port(settings: Settings) -> dict[int, str]:
    """Return the names of our processes by the ports that they listen on."""
    return {process.port: process.name for process in all_processes(settings)}


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
