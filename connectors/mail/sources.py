"""Files and folders of mails for the dry run: `.eml` files, or a Maildir, in the order of their names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.mail.limits import HEAD, LARGEST
from knowledge.errors import InvalidInput


@dataclass(frozen=True)
class MailFile:
    """One mail on disk.

    Attributes:
        name: What it is called in the results: its path within the folder that was named.
        path: Where it is.
    """

    name: str
    path: Path


def mail_files(paths: Iterable[Path]) -> list[MailFile]:
    """Return the mails of files and folders, each folder in the order of its names.

    Raises:
        InvalidInput: If a path isn't there, or a folder holds no mail; names it.
    """
    found: dict[str, MailFile] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(files_in(path), key=lambda file: file.relative_to(path).as_posix())
            if not inside:
                raise InvalidInput(f"{path} holds no mail: no .eml file, and no Maildir with cur and new.")
            named = [(file.relative_to(path).as_posix(), file) for file in inside]
        elif path.is_file():
            named = [(path.name, path)]
        else:
            raise InvalidInput(f"There is no file or folder {path}.")
        for name, file in named:
            # Two folders may hold files of one name.
            unique = name if name not in found else str(file)
            found[unique] = MailFile(unique, file)
    return list(found.values())


def read_file(path: Path) -> tuple[bytes, int | None]:
    """Return the bytes of a mail, or its head and its size where it is too large to be read.

    Raises:
        OSError: If it can't be read.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        return (file.read(HEAD), size) if size > LARGEST else (file.read(), None)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the mails of a folder: those of a Maildir, or the .eml files at any depth."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        for part in ("cur", "new"):
            yield from (file for file in (folder / part).iterdir() if file.is_file())
        return
    yield from (file for file in folder.rglob("*") if file.suffix.lower() == ".eml" and file.is_file())
