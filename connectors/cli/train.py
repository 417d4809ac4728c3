"""`helpdesk train`: everything that is learnt, in the order in which it depends on each other."""

import subprocess

import click

from connectors import wiring
from connectors.cli.bot_data import bot_data
from connectors.cli.loading import load_complete_settings
from connectors.cli.processes import BOT_FOLDER, bot_model_folder
from connectors.cli.pythons import describe_python
from connectors.settings import Settings
from knowledge.errors import Unavailable


@click.command()
@click.option("--force", is_flag=True, help="Train the bot anew, also where nothing has changed.")
def train(force: bool) -> None:
    """Train the bot and the judge; what hasn't changed is skipped."""
    settings = load_complete_settings()
    train_all(settings, force=force)
    click.echo("All models are up to date.")


def train_all(settings: Settings, *, force: bool = False) -> None:
    """Train whatever is older than its data.

    Raises:
        Unavailable: If the bot can't be trained.
    """
    require_bot_python(settings)
    state = wiring.faq_state(settings)
    data = bot_data(wiring.TRAINING_DATA, state, bot_model_folder(settings) / "training_data")
    more = ["--data", str(data), *(["--force"] if force else [])]
    # Side by side: each of the two keeps one core busy for a minute or two.
    run_in_bot(
        settings,
        ["train.py", "--out", str(bot_model_folder(settings)), *more],
        ["crossval.py", "--out", str(wiring.rankings_file(settings)), *more],
    )
    wiring.model_keeper(settings).current(state, lambda words: click.echo(f"Judge: {words}"))


def run_in_bot(settings: Settings, *scripts: list[str]) -> None:
    """Run scripts of the bot in its own Python, side by side, their progress on our console.

    Args:
        settings: Where the bot's Python is.
        scripts: Each one's file and arguments.

    Raises:
        Unavailable: If one can't be run or doesn't succeed.
    """
    require_bot_python(settings)
    python = settings.bot.python
    running = [
        subprocess.Popen([str(python), *script], cwd=BOT_FOLDER)  # noqa: S603 - our own scripts
        for script in scripts
    ]
    try:
        codes = [process.wait() for process in running]
    finally:
        for process in running:
            process.kill()
    for script, code in zip(scripts, codes, strict=True):
        if code:
            raise Unavailable(f"The bot's {script[0]} ended with code {code}; the reason stands above.")


def require_bot_python(settings: Settings) -> None:
    """Make sure that the bot's Python runs.

    Raises:
        Unavailable: If it doesn't.
    """
    if describe_python(settings.bot.python) is None:
        raise Unavailable(f"The bot's Python, {settings.bot.python}, doesn't run. `make setup` makes it.")
