import sys
import time
from pathlib import Path

import psutil
import pytest

from connectors.cli.ports import free_ports
from connectors.cli.processes import Process
from connectors.cli.supervisor import LONGEST_PAUSE, Supervisor, pause_after

SERVER = """
import http.server, subprocess, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_): pass
print("hello from the server", flush=True)
if "--with-child" in sys.argv:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
if "--stubborn" in sys.argv:
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def process_of(name: str, code: str, *arguments: str) -> Process:
    [port] = free_ports(1)
    return Process(
        name, (sys.executable, "-c", code, str(port), *arguments), {}, Path.cwd(), "127.0.0.1", port, "X", "/"
    )


class Patience:
    """Ends a run as soon as a wish holds, and fails after a while."""

    def __init__(self, wish, seconds: float = 30) -> None:
        self._wish = wish
        self._until = time.monotonic() + seconds

    def __call__(self) -> bool:
        assert time.monotonic() < self._until, "it took too long"
        return not self._wish()


@pytest.fixture
def started():
    """Return the processes that the test has started; other tests' browsers don't count."""
    us = psutil.Process()
    before = set(us.children())

    def family() -> list[psutil.Process]:
        own = [child for child in us.children() if child not in before]
        return own + [relative for child in own for relative in child.children(recursive=True)]

    return family


class TestPauseAfter:
    def test_the_first_end_is_mended_at_once(self):
        assert pause_after(0) == 0

    def test_each_further_end_waits_longer_up_to_a_limit(self):
        pauses = [pause_after(number) for number in range(1, 9)]

        assert pauses == [1, 2, 4, 8, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


class TestSupervisor:
    def test_tells_when_each_process_is_ready(self, tmp_path):
        said: list[str] = []
        supervisor = Supervisor([process_of("one", SERVER), process_of("two", SERVER)], tmp_path, said.append)

        supervisor.run(Patience(lambda: supervisor.ready() == {"one", "two"}))

        assert {line.split(" (")[0] for line in said} == {"one is ready", "two is ready"}

    def test_leaves_no_process_behind_not_even_a_grandchild_in_a_session_of_its_own(self, tmp_path, started):
        supervisor = Supervisor([process_of("web", SERVER, "--with-child")], tmp_path, print)
        before: list[psutil.Process] = []

        def ready() -> bool:
            before[:] = started()
            return supervisor.ready() == {"web"} and len(before) == 2

        supervisor.run(Patience(ready))

        assert len(before) == 2
        psutil.wait_procs(before, timeout=5)
        assert not [relative for relative in before if relative.is_running()]

    def test_starts_a_killed_process_again_and_says_so(self, tmp_path, started):
        said: list[str] = []
        supervisor = Supervisor([process_of("rasa", SERVER)], tmp_path, said.append)
        killed: list[int] = []

        def killed_and_back() -> bool:
            if supervisor.ready() and not killed:
                [child] = started()
                killed.append(child.pid)
                child.kill()
            return any("ready again" in line for line in said)

        supervisor.run(Patience(killed_and_back))

        assert said[1].startswith("rasa was ended by SIGKILL; it starts again in 0 s.")
        assert said[2].startswith("rasa is ready again")

    def test_shows_the_last_words_of_what_never_got_ready(self, tmp_path):
        said: list[str] = []
        supervisor = Supervisor(
            [process_of("rasa", "print('no model here'); exit(3)")], tmp_path, said.append
        )

        supervisor.run(Patience(lambda: len(said) >= 2))

        assert said[0].startswith("rasa ended with code 3; it starts again in 0 s.")
        assert said[1] == "    no model here"

    def test_counts_ends_in_a_row(self, tmp_path):
        supervisor = Supervisor([process_of("rasa", "exit(3)")], tmp_path, lambda _: None)

        supervisor.run(Patience(lambda: supervisor.failures()["rasa"] >= 2))

        assert supervisor.ready() == set()

    def test_a_second_request_to_stop_ends_even_what_does_not_listen(self, tmp_path, started):
        supervisor = Supervisor([process_of("web", SERVER, "--stubborn")], tmp_path, print)

        def ready() -> bool:
            if supervisor.ready():
                supervisor.ask_to_stop()
                supervisor.ask_to_stop()
            return False

        began = time.monotonic()
        supervisor.run(Patience(ready))

        assert time.monotonic() - began < 8
        assert started() == []

    def test_keeps_the_output_of_each_process_in_its_own_log(self, tmp_path):
        supervisor = Supervisor([process_of("web", SERVER)], tmp_path, lambda _: None)

        supervisor.run(Patience(lambda: supervisor.ready() == {"web"}))

        assert (tmp_path / "web.log").read_text() == "hello from the server\n"

    def test_a_large_log_is_set_aside_at_the_next_start(self, tmp_path):
        (tmp_path / "web.log").write_bytes(b"x" * 5_000_001)
        supervisor = Supervisor([process_of("web", SERVER)], tmp_path, lambda _: None)

        supervisor.run(Patience(lambda: supervisor.ready() == {"web"}))

        assert (tmp_path / "web.log").stat().st_size < 100
        assert (tmp_path / "web.log.1").stat().st_size == 5_000_001

    def test_cleans_up_when_the_tick_fails(self, tmp_path, started):
        supervisor = Supervisor([process_of("web", SERVER)], tmp_path, lambda _: None)

        def fail() -> bool:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            supervisor.run(fail)

        assert started() == []


class TestAProcessWithoutAPort:
    def test_is_ready_while_it_runs(self, tmp_path):
        command = (sys.executable, "-c", "import time; time.sleep(600)")
        quiet = Process("mail", command, {}, Path.cwd(), "127.0.0.1", 0, "", "")
        supervisor = Supervisor([quiet], tmp_path, lambda _: None)

        supervisor.run(Patience(lambda: supervisor.ready() == {"mail"}))

        assert supervisor.failures() == {"mail": 0}
