"""A Dovecot of our own on the loopback address, for one test run: nothing of the system's is touched."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path

from connectors.cli.ports import free_ports

PASSWORD = "opensesame"
PATIENCE = 20.0

CONFIG = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_failure_delay = 0
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server.

    Attributes:
        port: Where it listens on 127.0.0.1.
    """

    port: int

    def deliver(self, raw: bytes, user: str = "helpdesk") -> None:
        """Put a mail into the user's INBOX."""
        with IMAP4("127.0.0.1", self.port, timeout=10) as connection:
            connection.login(user, PASSWORD)
            connection.append("INBOX", "", "", raw)


def find_dovecot() -> str | None:
    """Return the program, or None where it isn't installed."""
    return shutil.which("dovecot") or next(
        (path for path in ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot") if Path(path).exists()), None
    )


@contextmanager
def running_dovecot(program: str) -> Iterator[Dovecot]:
    """Run a server for a block."""
    (port,) = free_ports(1)
    is_root = os.getuid() == 0
    # Dovecot keeps no mail for root, and insists on a user of its own where root starts it.
    login = pwd.getpwnam("dovenull") if is_root else pwd.getpwuid(os.getuid())
    owner = pwd.getpwnam("nobody") if is_root else login
    # Not in the test run's own folder, which only root may enter.
    with tempfile.TemporaryDirectory(prefix="helpdesk-dovecot-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("mail", "home"):
            (folder / part).mkdir()
            os.chown(folder / part, owner.pw_uid, owner.pw_gid)
        config = folder / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                folder=folder,
                port=port,
                password=PASSWORD,
                user=login.pw_name,
                group=grp.getgrgid(login.pw_gid).gr_name,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
            ),
            encoding="utf-8",
        )
        process = subprocess.Popen([program, "-F", "-c", str(config)])
        try:
            _wait(port)
            yield Dovecot(port)
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            IMAP4("127.0.0.1", port, timeout=5).shutdown()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
