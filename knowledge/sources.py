"""Imports what a person names: an entry's file, a saved page, or a folder of either."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.adoption import adopt, remember
from knowledge.corpus import read_corpus, read_entry
from knowledge.doubts import doubt
from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput, InvalidPage
from knowledge.importer import ImportReport, SetAside, import_entries
from knowledge.pages import read_page
from knowledge.titles import normalise_title

PAGES = (".html", ".htm")
ENTRIES = ".md"


def import_path(session: Session, path: Path, *, now: datetime, address: str | None = None) -> ImportReport:
    """Import a file or a folder.

    A folder is read whole before anything is changed, so one unreadable file changes nothing.

    Args:
        session: Is committed by the caller.
        path: An entry (``.md``), a saved page (``.html``), or a folder that holds either kind.
        now: The moment of the import.
        address: Where a saved page comes from; needed only where the page does not say it.

    Raises:
        InvalidCorpus: If an entry can't be used.
        InvalidPage: If a page holds no FAQ.
        InvalidInput: If there is nothing to import at the path.
    """
    if path.is_dir():
        pages = sorted(child for child in path.iterdir() if child.suffix.lower() in PAGES)
        has_entries = any(path.glob(f"*{ENTRIES}"))
        if pages and has_entries:
            raise InvalidInput(f"{path} holds both pages and entries; import them from folders of their own.")
        if pages:
            return import_pages(session, pages, now=now, address=address)
        return import_entries(session, read_corpus(path), now=now, complete=True, note=path.name)
    if not path.exists():
        raise InvalidInput(f"There is no file or folder {path}.")
    if path.suffix.lower() == ENTRIES:
        return import_entries(session, [read_entry(path)], now=now, complete=False, note=path.name)
    if path.suffix.lower() in PAGES:
        return import_pages(session, [path], now=now, address=address)
    raise InvalidInput(f"{path} is neither an entry ({ENTRIES}) nor a saved page ({', '.join(PAGES)}).")


def import_pages(
    session: Session, paths: Iterable[Path], *, now: datetime, address: str | None = None
) -> ImportReport:
    """Import saved pages as one: an entry that stands on several is one entry.

    Raises:
        InvalidPage: If one of them holds no FAQ; nothing is changed.
    """
    paths = list(paths)
    entries: list[FaqEntry] = []
    for path in paths:
        try:
            entries += read_page(path.read_bytes(), address)
        except InvalidPage as error:
            raise InvalidPage(f"{path}: {error}") from error
        except OSError as error:
            raise InvalidInput(f"{path} can't be read: {error.strerror}.") from error
    note = ", ".join(path.name for path in paths)
    return import_page_entries(session, entries, now=now, note=note)


def import_page_entries(
    session: Session, entries: Iterable[FaqEntry], *, now: datetime, note: str = ""
) -> ImportReport:
    """Import what was read from pages; what a person should see first is set aside."""
    adopted = adopt(session, _once(entries))
    doubts = {
        entry.key: SetAside(entry.key, entry.title, reason)
        for entry in adopted.values()
        if (reason := doubt(entry, now.date()))
    }
    sound = {name: entry for name, entry in adopted.items() if entry.key not in doubts}
    report = import_entries(session, list(sound.values()), now=now, complete=True, note=note)
    remember(session, sound, now=now)
    # What was set aside is not missing: the page still holds it.
    missing = tuple(key for key in report.missing if key not in doubts)
    return replace(report, missing=missing, set_aside=(*report.set_aside, *doubts.values()))


def _once(entries: Iterable[FaqEntry]) -> list[FaqEntry]:
    """Keep the first of the entries that are the same by key or by title."""
    kept: list[FaqEntry] = []
    seen: set[str] = set()
    for entry in entries:
        names = {f"key {entry.key}", f"title {normalise_title(entry.title)}"}
        if not names & seen:
            kept.append(entry)
        seen |= names
    return kept
