"""The processes of the service: how each is started, and how one sees that it is ready."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from connectors.cli.ports import is_taken, who_listens
from connectors.cli.trust import trusted_model
from connectors.settings import PREFIX, ROOT, Settings, variable_of
from knowledge.errors import Unavailable

BOT_FOLDER = ROOT / "bot"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Process:
    """One process of the service.

    Attributes:
        name: What people call it.
        command: The program and its arguments.
        environ: Its whole environment.
        folder: Where it starts.
        host: The address that it listens on.
        port: The port that it listens on; 0 where it listens on none.
        port_setting: The setting that moves it elsewhere.
        health: The path that answers 200 as soon as it is ready.
    """

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str] = field(repr=False)
    folder: Path
    host: str
    port: int
    port_setting: str
    health: str

    @property
    def health_url(self) -> str:
        """The address to ask whether it is ready."""
        # Whoever listens on every address can be asked on the loopback.
        host = LOOPBACK if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104 - no binding here
        return f"http://{host}:{self.port}{self.health}"


def answers_process(settings: Settings) -> Process:
    """Return the process that holds the model and the index."""
    return _own(settings, "answers", LOOPBACK, settings.answers.port, "/readyz")


def web_process(settings: Settings) -> Process:
    """Return the public process."""
    return _own(settings, "web", settings.web.host, settings.web.port, "/healthz")


def actions_process(settings: Settings) -> Process:
    """Return Rasa's action server."""
    environ = _bot_environ(settings) | {
        "ACTIONS_PORT": str(settings.bot.actions_port),
        "ANSWERS_URL": f"http://{LOOPBACK}:{settings.answers.port}",
        "ANSWERS_TOKEN": settings.answers.token.get_secret_value(),
        "ANSWERS_TIMEOUT": str(settings.answers.timeout),
    }
    return Process(
        "actions",
        (str(settings.bot.python), "-m", "actions"),
        environ,
        BOT_FOLDER,
        LOOPBACK,
        settings.bot.actions_port,
        variable_of("bot", "actions_port"),
        "/health",
    )


def rasa_process(settings: Settings, *, remember: bool = True) -> Process:
    """Return the dialogue server.

    Args:
        settings: Where it listens and where its model is.
        remember: Whether it keeps conversations on disk, so that a restart loses none.

    Raises:
        UntrustedModel: If its model isn't the one that our training wrote.
    """
    folder = bot_model_folder(settings)
    trusted_model(folder)
    tracker = f"sqlite:///{settings.data.folder / 'rasa.db'}" if remember else "sqlite://"
    environ = _bot_environ(settings) | {
        "ACTIONS_URL": f"http://{LOOPBACK}:{settings.bot.actions_port}/webhook",
        "RASA_TRACKER_URL": tracker,
    }
    return Process(
        "rasa",
        (str(settings.bot.python), "serve.py", "--model", str(folder), "--port", str(settings.bot.port)),
        environ,
        BOT_FOLDER,
        LOOPBACK,
        settings.bot.port,
        variable_of("bot", "port"),
        "/webhooks/helpdesk/",
    )


def mail_process(settings: Settings) -> Process:
    """Return what reads the mailbox and sends what waits; it listens nowhere, and is ready while it runs."""
    command = (sys.executable, "-m", "connectors.cli", "mail", "poll")
    environ = _outside() | settings.as_environ()
    return Process("mail", command, environ, ROOT, LOOPBACK, 0, "", "")


def all_processes(settings: Settings) -> list[Process]:
    """Return the whole service in the order in which it is started; mail only where there is any."""
    return [
        answers_process(settings),
        web_process(settings),
        actions_process(settings),
        rasa_process(settings),
        *([mail_process(settings)] if settings.handles_mail else []),
    ]


def bot_model_folder(settings: Settings) -> Path:
    """Return where the training puts the dialogue model."""
    return settings.data.folder / "models" / "bot"


def check_ports(processes: list[Process]) -> None:
    """Refuse to start while a port is taken.

    Raises:
        Unavailable: Names every taken port, who has it where that can be seen, and what to do.
    """
    problems = []
    processes = [process for process in processes if process.port]
    for first, second in combinations(processes, 2):
        if first.port == second.port:
            problems.append(
                f"{first.port_setting} and {second.port_setting} are both {first.port}; "
                "each needs a port of its own."
            )
    for process in processes:
        if is_taken(process.host, process.port):
            other = who_listens(process.port)
            by = f" by {other}" if other else ""
            problems.append(
                f"Port {process.port} is taken{by}, so {process.name} can't start. "
                f"Stop that program, or set {process.port_setting} to a free port."
            )
    if problems:
        raise Unavailable("\n".join(problems))


def _own(settings: Settings, name: str, host: str, port: int, health: str) -> Process:
    environ = _outside() | settings.as_environ()
    return Process(
        name,
        (sys.executable, "-m", "connectors.cli", "serve", name),
        environ,
        ROOT,
        host,
        port,
        variable_of(name, "port"),
        health,
    )


def _bot_environ(settings: Settings) -> dict[str, str]:
    return _outside() | {"RASA_TOKEN": settings.bot.token.get_secret_value()}


def _outside() -> dict[str, str]:
    # Our own variables are given anew, so that each process sees no more of them than it needs.
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
