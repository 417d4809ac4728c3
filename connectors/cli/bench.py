"""`helpdesk bench`: our whole path beside a plain Rasa bot, on the same messages at the same time."""

import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from connectors import wiring
from connectors.cli.bench_chats import OurChat, PlainChat, client_for, interleave, stop_times
from connectors.cli.bench_figures import Figures, Latency
from connectors.cli.bench_memory import family, weigh
from connectors.cli.bench_messages import evenly, read_messages, training_messages
from connectors.cli.bench_processes import (
    copy_service,
    faq,
    health_urls,
    make_plain,
    names_by_port,
    plain_folder,
    plain_process,
    up_process,
)
from connectors.cli.bench_report import report
from connectors.cli.bench_running import running
from connectors.cli.child import Child
from connectors.cli.loading import load_complete_settings
from connectors.cli.ports import free_ports
from connectors.cli.trust import MANIFEST
from connectors.dialogue.direct import HttpAnswers
from connectors.settings import Settings
from knowledge.errors import InvalidInput, Unavailable
from retrieval.decision import Context

if TYPE_CHECKING:
    from retrieval.decision import Judge
    from retrieval.encoder import Encoder

COUNT = 200
EPOCHS = 3
WARM_UP = 20
"""Messages that are asked first and not counted: whatever is loaded late is loaded then."""

DETOURS = ("dialogue_unavailable", "turn_failed")
"""What the web process logs when a message did not go the whole way."""


@click.command()
@click.option("--count", type=click.IntRange(1), default=COUNT, show_default=True, help="How many messages.")
@click.option(
    "--messages", type=click.Path(path_type=Path), metavar="FILE", help="Ask the messages of a file."
)
@click.option("--epochs", type=click.IntRange(1), default=EPOCHS, show_default=True, help="Of the plain bot.")
@click.option(
    "--json", "out", type=click.Path(path_type=Path), metavar="FILE", help="Write all figures here."
)
def bench(count: int, messages: Path | None, epochs: int, out: Path | None) -> None:
    """Compare speed and memory with a plain Rasa FAQ bot.

    The plain bot learns our phrasings once, which takes a few minutes, and is kept. Both sides then
    run for the time of the command, ours with data of its own. The messages are taken evenly from
    the training data, or from FILE, which holds one JSON object a line: {"text": …}. Fails where our
    median is more than twice the plain bot's, a decision takes too long, or our processes hold more than
    2.2 GB.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    from retrieval.judge import FusionJudge

    settings = load_complete_settings()
    everything = read_messages(messages) if messages else training_messages(wiring.TRAINING_DATA)
    chosen = evenly(everything, count)
    if out and not out.absolute().parent.is_dir():
        raise InvalidInput(f"{out} can't be written: there is no such folder.")
    make_plain(settings, epochs)
    faq(settings)  # says so where there is none yet
    # Done here where the data has changed, so that no start has to wait for it.
    encoder, model = wiring.model_keeper(settings).current(
        wiring.faq_state(settings), lambda words: _say(f"Judge: {words}")
    )
    conclude(_compare(settings, chosen, encoder, FusionJudge(encoder, model)), out)


def conclude(figures: Figures, out: Path | None) -> None:
    """Show the figures, write them where that is wanted, and say whether the bounds are kept.

    Raises:
        ClickException: If a bound is missed; names each.
        InvalidInput: If the file can't be written.
    """
    click.echo("\n" + report(figures))
    if out:
        _write(out, figures)
    missed = figures.missed()
    if missed:
        raise click.ClickException("\n".join(missed))
    click.echo("\nAll bounds are kept.")


def refuse_detours(log: Path) -> None:
    """Make sure that every message went the whole way.

    Args:
        log: What the web process wrote.

    Raises:
        Unavailable: If the dialogue server was left out because it was slow or did not answer.
    """
    words = log.read_text(encoding="utf-8", errors="replace")
    count = sum(words.count(f'"{event}"') for event in DETOURS)
    if count:
        raise Unavailable(
            f"{count} messages did not go through the dialogue server, so the figures are not those "
            "of the whole path. Is the machine busy with something else?"
        )


def _compare(settings: Settings, messages: Sequence[str], encoder: "Encoder", judge: "Judge") -> Figures:
    *ports, plain_port = free_ports(5)
    # It outlives a failure of tidying up: the processes have ended by then, their files may be late.
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-", ignore_cleanup_errors=True) as name:
        own = copy_service(settings, Path(name) / "var", ports)
        sides = [
            (up_process(own), health_urls(own)),
            (plain := plain_process(own, plain_folder(settings), plain_port), [plain.health_url]),
        ]
        click.echo("Starting our service and plain Rasa (about a minute)…", err=True)
        with running(sides, own.data.folder / "log", _say) as (ours, other):
            facts = _training_facts(plain_folder(settings))
            return _measure(own, ours, other, messages, (encoder, judge), facts)


def _measure(
    settings: Settings,
    ours: Child,
    plain: Child,
    messages: Sequence[str],
    parts: "tuple[Encoder, Judge]",
    training: dict[str, Any],
) -> Figures:
    names = names_by_port(settings)
    members = family(ours.pid, "supervisor", names)
    with client_for(settings.web.port) as our_client, client_for(plain.process.port) as plain_client:
        interleave([OurChat(our_client), PlainChat(plain_client)], evenly(messages, WARM_UP))
        chat = OurChat(our_client)
        with click.progressbar(messages, label="Asking both", file=sys.stderr) as bar:
            our_times, plain_times = interleave([chat, PlainChat(plain_client)], bar)
    our_memory = weigh(members)
    plain_memory = weigh(family(plain.pid, "rasa", {}))
    if family(ours.pid, "supervisor", names) != members:
        raise Unavailable("A process of our service was started again meanwhile; the figures don't count.")
    refuse_detours(settings.data.folder / "log" / "web.log")
    answers = HttpAnswers(
        f"http://127.0.0.1:{settings.answers.port}",
        token=settings.answers.token.get_secret_value(),
        timeout=settings.answers.timeout,
    )
    encoder, judge = parts
    return Figures(
        ours=Latency.of(our_times),
        plain=Latency.of(plain_times),
        answers=Latency.of(stop_times(lambda text: answers.respond("bench", text, Context()), messages)),
        decision=Latency.of(stop_times(judge.decide, messages)),
        encoder=Latency.of(stop_times(lambda text: encoder.encode([text]), messages)),
        our_memory=tuple(our_memory),
        plain_memory=tuple(plain_memory),
        replies=dict(chat.replies),
        plain_training=training,
    )


def _training_facts(folder: Path) -> dict[str, Any]:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {name: manifest.get(name) for name in ("epochs", "messages", "seconds")}


def _write(file: Path, figures: Figures) -> None:
    try:
        file.write_text(json.dumps(figures.as_dict(), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file} can't be written: {error.strerror}.") from error


def _say(line: str) -> None:
    click.echo(line, err=True)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    # As Ctrl-C does it: all that was started is ended on the way out.
    raise KeyboardInterrupt
