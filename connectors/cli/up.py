"""`helpdesk up`: the whole service in one terminal."""

import signal
from types import FrameType

import click

from connectors import wiring
from connectors.cli.loading import load_complete_settings
from connectors.cli.processes import all_processes, check_ports
from connectors.cli.supervisor import Supervisor
from connectors.settings import Settings
from knowledge.errors import HelpdeskError


@click.command()
def up() -> None:
    """Start the whole service and keep it running; Ctrl-C stops it."""
    run_service(load_complete_settings())


def run_service(settings: Settings) -> None:
    """Start the whole service with complete settings, and keep it running until somebody stops it.

    Raises:
        Unavailable: If the database isn't up to date, or a port is taken.
    """
    wiring.database(settings).check()
    processes = all_processes(settings)
    check_ports(processes)
    logs = settings.data.folder / "log"
    click.echo(f"Starting {', '.join(process.name for process in processes)}. Their logs are in {logs}.")
    supervisor = Supervisor(processes, logs, click.echo)
    _stop_on_signals(supervisor)
    news = _News(settings, supervisor)
    supervisor.run(news.tell)
    click.echo("Stopped.")


class _News:
    """Tells once when the assistant can be used, and once when all is there."""

    def __init__(self, settings: Settings, supervisor: Supervisor) -> None:
        self._settings = settings
        self._address = wiring.web_address(settings)
        self._supervisor = supervisor
        self._told_usable = self._told_all = False

    def tell(self) -> bool:
        ready = self._supervisor.ready()
        everything = {"web", "answers", "actions", "rasa"}
        if everything <= ready and not self._told_all:
            self._told_usable = self._told_all = True
            console = wiring.console_address(self._settings)
            click.echo(f"\nEverything is running. Open {self._address}\nStaff sign in at {console}")
            self._tell_first_admin(console)
            click.echo("Ctrl-C stops it.\n")
        elif {"web", "answers"} <= ready and not self._told_usable:
            self._told_usable = True
            click.echo(
                f"Open {self._address} - questions are answered already; "
                "the dialogue server needs about half a minute more."
            )
        return True

    def _tell_first_admin(self, console: str) -> None:
        from connectors.desk.clock import system_clock
        from connectors.services.staff.one_time_links import make_first_link

        try:
            with wiring.database(self._settings).session() as session:
                token = make_first_link(session, system_clock())
        except HelpdeskError as error:
            click.echo(f"The link for the first admin can't be made: {error}")
            return
        if token:
            click.echo(
                "There is no admin yet. This link makes the first one; it works once, within 24 hours:\n"
                f"{console}/welcome/{token}"
            )


def _stop_on_signals(supervisor: Supervisor) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        click.echo("\nStopping…")
        supervisor.ask_to_stop()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
