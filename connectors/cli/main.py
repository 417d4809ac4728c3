"""The `helpdesk` command: one door for whoever runs the service."""

import click

from connectors.cli.ask import ask
from connectors.cli.bench import bench
from connectors.cli.config import config
from connectors.cli.db import db
from connectors.cli.demo.command import demo
from connectors.cli.desk_bench import desk
from connectors.cli.doctor import doctor
from connectors.cli.evaluate import evaluate
from connectors.cli.evaluate_plain import evaluate_plain
from connectors.cli.faq import faq
from connectors.cli.mail import mail
from connectors.cli.serve import serve
from connectors.cli.train import train
from connectors.cli.up import up
from connectors.cli.user import user
from knowledge.errors import HelpdeskError


class Commands(click.Group):
    """A group that turns the project's errors into a message and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what went wrong is said in words, not in a traceback."""
        try:
            return super().invoke(ctx)
        except HelpdeskError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="secas-helpdesk-assistant", prog_name="helpdesk")
def main() -> None:
    """The SECAS Helpdesk assistant: start it, ask it, look after it."""


for command in (
    up,
    demo,
    ask,
    faq,
    mail,
    train,
    evaluate,
    evaluate_plain,
    bench,
    desk,
    db,
    user,
    config,
    doctor,
    serve,
):
    main.add_command(command)
