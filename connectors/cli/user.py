"""`helpdesk user`: the people who may sign in to the console."""

import click
from sqlalchemy.orm import Session

from connectors import wiring
from connectors.cli.loading import load_complete_settings
from connectors.desk.clock import system_clock
from connectors.desk.fields import check_email, check_name
from connectors.services.staff.accounts import create_account, find_account, set_password
from connectors.services.staff.one_time_links import make_link
from connectors.services.staff.passwords import Passwords, check_password
from connectors.services.staff.roles import ROLES, check_role
from connectors.settings import Settings
from knowledge.errors import InvalidInput


@click.group()
def user() -> None:
    """Look after the people who may sign in to the console."""


@user.command()
@click.option("--email", prompt="E-mail", help="What the person signs in with.")
@click.option("--name", prompt="Name", help="As colleagues and visitors read it.")
@click.option("--role", type=click.Choice(ROLES), default="admin", show_default=True)
@click.option("--link", is_flag=True, help="Ask for no password; print a link with which they choose one.")
def create(email: str, name: str, role: str, link: bool) -> None:
    """Make an account; asks for its password without showing it."""
    settings = load_complete_settings()
    database, now = wiring.database(settings), system_clock()
    database.check()
    name, email = check_name(name), check_email(email)
    # Asked before anything is written: nobody waits for somebody who types.
    password = None if link else _ask_password(email, name)
    with database.session() as session:
        account = create_account(session, now, name=name, email=email, role=check_role(role), actor_id=None)
        if password is None:
            words = _link(session, settings, account.person_id)
        else:
            set_password(session, now, account, password, passwords=Passwords(), actor_id=None)
            words = f"Sign in at {wiring.console_address(settings)}"
    click.echo(f"{name} is {role} now. {words}")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link with which the person with this EMAIL chooses a new password."""
    settings = load_complete_settings()
    with wiring.database(settings).session() as session:
        account = find_account(session, email)
        if account is None or not account.active:
            raise InvalidInput(f"There is no open account for {email}. `helpdesk user create` makes one.")
        words = _link(session, settings, account.person_id)
    click.echo(words)


def _ask_password(email: str, name: str) -> str:
    while True:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt="The password again")
        try:
            return check_password(password, email=email, name=name)
        except InvalidInput as error:
            click.echo(str(error), err=True)


def _link(session: Session, settings: Settings, person_id: int) -> str:
    token = make_link(session, system_clock(), person_id, actor_id=None)
    return f"This link works once, within 24 hours: {wiring.console_address(settings)}/welcome/{token}"
