"""A PostgreSQL server for the tests: the one that is named, or one of our own for a few minutes."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMED_SERVER = "TESTS_POSTGRES"
# PostgreSQL refuses to run as root.
USERS = ("postgres", "nobody")
START_TIMEOUT = 30.0


def find_programs() -> Path | None:
    """Return the folder that holds ``initdb`` and ``postgres``, or None."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    complete = (f for f in folders if (f / "initdb").exists() and (f / "postgres").exists())
    return next(complete, None)


@contextmanager
def temporary_server(programs: Path) -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own; yield its address."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        data = folder / "data"
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, "-h", "", "-F"]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log) as server,
        ):
            try:
                _wait_for(folder, server)
                yield f"postgresql://postgres@/postgres?host={folder}"
            finally:
                # A fast shutdown: it does not wait for connections that a test left open.
                server.send_signal(signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((user for user in USERS if user in known), None)


def _wait_for(folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    ready = b"database system is ready to accept connections"
    while ready not in (folder / "log").read_bytes():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
        time.sleep(0.05)
