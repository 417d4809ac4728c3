"""Asking as the chat asks: through the dialogue server, a fresh conversation for each message."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from connectors.cli.lines import Item
from connectors.cli.loading import change_settings
from connectors.cli.ports import free_ports
from connectors.cli.processes import LOOPBACK, Process, actions_process, answers_process, rasa_process
from connectors.cli.supervisor import Supervisor
from connectors.dialogue.dialogue import Dialogue, DialogueUnavailable, Turn
from connectors.dialogue.rasa import TOKEN_HEADER
from connectors.services.conversation_text import clean_text
from connectors.settings import Settings
from knowledge.errors import InvalidInput, Unavailable

LONGEST_START = 180.0
"""Seconds after which we stop waiting for the processes to be ready."""

MOST_FAILURES = 3
"""After so many ends in a row a process isn't waited for any more."""

TRIES = 3
PAUSE = 1.0
"""Seconds between two tries."""

Say = Callable[[str], None]


def ask_once(dialogue: Dialogue, text: str) -> Turn:
    """Ask one message in a conversation of its own.

    Raises:
        DialogueUnavailable: If there is no usable answer, also at a second and third try.
    """
    for _ in range(TRIES - 1):
        try:
            return dialogue.send(secrets.token_hex(16), text)
        except DialogueUnavailable:
            time.sleep(PAUSE)
    return dialogue.send(secrets.token_hex(16), text)


def predict(dialogue: Dialogue, item: Item) -> dict[str, Any]:
    """Return the decision on a message as a line of a predictions file.

    Raises:
        DialogueUnavailable: If there is no usable answer; names the message.
    """
    try:
        decision = ask_once(dialogue, clean_text(item.text)).decision
    except InvalidInput:
        # The chat doesn't take such a message: it says what is wrong with it, and answers nothing.
        decision = {"action": "decline"}
    except DialogueUnavailable as error:
        raise DialogueUnavailable(f"There is no answer to message {item.id}: {error}") from error
    # Without a decision the dialogue server spoke in its own words.
    decision = decision or {"action": "chat"}
    return {
        "id": item.id,
        "action": decision["action"],
        "keys": list(decision.get("keys", ())),
        "confidence": decision.get("confidence", 0.0),
        "ranking": list(decision.get("ranking", ())),
    }


@contextmanager
def running_dialogue(settings: Settings, say: Say) -> Iterator[Settings]:
    """Yield settings by which a dialogue server of ours can be reached; start one for the block if none runs.

    Raises:
        Unavailable: If what is started doesn't get ready.
        UntrustedModel: If there is no model of our own training.
    """
    if all(_succeeds(process.health_url) for process in _needed(settings)) and is_ours(settings):
        yield settings
        return
    answers, rasa, actions = free_ports(3)
    own = change_settings(settings, answers={"port": answers}, bot={"port": rasa, "actions_port": actions})
    say("The service isn't running, so what is needed is started for this command (about 40 s)…")
    supervisor = Supervisor(_needed(own), settings.data.folder / "log" / "ask", say)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        _wait(supervisor, {process.name for process in _needed(own)})
        yield own
    finally:
        supervisor.ask_to_stop()
        thread.join()


def is_ours(settings: Settings) -> bool:
    """Tell whether the answers process that runs takes our token; another installation's doesn't."""
    url = f"http://{LOOPBACK}:{settings.answers.port}/internal/v1/hours"
    return _succeeds(url, {TOKEN_HEADER: settings.answers.token.get_secret_value()})


def _needed(settings: Settings) -> list[Process]:
    return [answers_process(settings), actions_process(settings), rasa_process(settings, remember=False)]


def _succeeds(url: str, headers: dict[str, str] | None = None) -> bool:
    try:
        return httpx.get(url, headers=headers, timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _wait(supervisor: Supervisor, names: set[str]) -> None:
    until = time.monotonic() + LONGEST_START
    while not names <= supervisor.ready():
        failed = [name for name, count in supervisor.failures().items() if count >= MOST_FAILURES]
        if failed:
            raise Unavailable(f"{' and '.join(failed)} can't be started; the reason stands above.")
        if time.monotonic() > until:
            late = ", ".join(sorted(names - supervisor.ready()))
            raise Unavailable(f"{late} did not get ready within {LONGEST_START:.0f} s.")
        time.sleep(0.2)
