"""A folder of `.eml` files, or a Maildir, as a mailbox: the way without any server."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from connectors.mail.mailbox import Fetched, Position
from connectors.mail.sources import files_in, read_file
from knowledge.errors import Unavailable


class FolderMailbox:
    """Reads files and leaves them where they are.

    Args:
        folder: Where they lie; a Maildir where it holds the folders cur and new.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        return str(self._folder)[-200:]

    def fetch(
        self,
        after: Position,
        known: frozenset[str],
        since: date | None = None,  # noqa: ARG002 - a folder is always read as a whole
    ) -> Iterator[Fetched]:
        if not self._folder.is_dir():
            raise Unavailable(f"There is no folder {self._folder} to read mails from.")
        for file in sorted(files_in(self._folder), key=lambda file: file.name):
            # A Maildir's marks follow the colon and change when a mail is read.
            place = file.relative_to(self._folder).as_posix()
            place = file.name.split(":2,", 1)[0] if file.parent.name in {"cur", "new"} else place
            if place[:300] in known:
                continue
            try:
                raw, cut_from = read_file(file)
            except FileNotFoundError:
                # A mail program moved it while we looked; it is there again next time.
                continue
            except OSError as error:
                raise Unavailable(f"{file} can't be read: {error.strerror}.") from error
            yield Fetched(place[:300], raw, after, cut_from)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)
