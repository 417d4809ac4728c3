"""`helpdesk demo`: the whole service with data to look at, apart from the real one."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from connectors import wiring
from connectors.cli.demo.filling import fill_demo
from connectors.cli.demo.mailing import take_mails
from connectors.cli.demo.people import TEAM, Member
from connectors.cli.faq import STARTER
from connectors.cli.loading import change_settings, with_secrets
from connectors.cli.processes import bot_model_folder
from connectors.cli.trust import MANIFEST, trusted_model
from connectors.cli.up import run_service
from connectors.desk.clock import system_clock
from connectors.services.staff.accounts import find_account
from connectors.services.staff.one_time_links import make_link
from connectors.settings import Settings, load_settings
from knowledge.errors import Unavailable


@click.command()
def demo() -> None:
    """Start the service with tickets, people and reports to look at; Ctrl-C stops it.

    It has a database of its own, in the folder `demo` of the data folder, and never reads, changes or
    sends anything of the real one. Delete that folder to begin anew.
    """
    real = load_settings()
    settings = demo_settings(real)
    copy_models(real, settings)
    said = prepare(settings)
    take_mails(settings)
    click.echo(said)
    run_service(settings)


def demo_settings(real: Settings) -> Settings:
    """Return the settings of the demo: all its own in its own folder, and no mailbox."""
    folder = real.data.folder / "demo"
    settings = change_settings(
        real,
        data={"folder": folder, "url": ""},
        mail={"mode": "off", "source": "", "smtp": ""},
    )
    return with_secrets(settings, folder / "secrets.json")


def copy_models(real: Settings, settings: Settings) -> None:
    """Copy what was trained, unless the demo has it.

    Raises:
        UntrustedModel: If there is no model of our own training.
    """
    trusted_model(bot_model_folder(real))
    source, target = real.data.folder / "models", settings.data.folder / "models"
    mark = Path("bot") / MANIFEST
    if (target / mark).exists() and (target / mark).read_bytes() == (source / mark).read_bytes():
        return
    shutil.rmtree(target, ignore_errors=True)
    # The current model is a link to its folder, and has to stay one where another is to take its place.
    shutil.copytree(source, target, symlinks=True)


def prepare(settings: Settings) -> str:
    """Make the tables and fill them, where that was not done before; say who may sign in.

    Raises:
        Unavailable: If the data folder is that of another service.
    """
    settings.data.folder.mkdir(parents=True, exist_ok=True)
    database, now = wiring.database(settings), system_clock()
    database.upgrade()
    with database.session() as session:
        made = fill_demo(
            session, now, rules=wiring.desk_rules(settings), contact=wiring.contact(settings), faq=STARTER
        )
        if made:
            return _say_passwords(made)
        accounts = {member: find_account(session, member.email) for member in TEAM}
        if not all(accounts.values()):
            raise Unavailable(f"{database} is no database of the demo. Please name another data folder.")
        links = {
            member: make_link(session, now, account.person_id, actor_id=None)
            for member, account in accounts.items()
            if account and account.active
        }
    return _say_links(settings, links)


def _say_passwords(made: Mapping[Member, str]) -> str:
    lines = [f"  {member.role:7} {member.email:32} {password}" for member, password in made.items()]
    return "\n".join(("The demo has three people. Their passwords are printed this once:", *lines, ""))


def _say_links(settings: Settings, links: Mapping[Member, str]) -> str:
    console = wiring.console_address(settings)
    lines = [
        f"  {member.role:7} {member.email:32} {console}/welcome/{token}" for member, token in links.items()
    ]
    said = (
        "The demo is as you left it. Who has forgotten the password chooses another by a link, which "
        "works once, within 24 hours:"
    )
    return "\n".join((said, *lines, ""))
