"""`helpdesk faq`: the FAQ in, out, and looked over."""

import json
from pathlib import Path

import click

from connectors import wiring
from connectors.cli.loading import load_complete_settings
from connectors.desk.clock import system_clock
from connectors.settings import ROOT

STARTER = ROOT / "training_data" / "faq"
ADDRESSES = STARTER / "addresses.txt"
"""The addresses that are known to be real."""


@click.group()
def faq() -> None:
    """Look after the FAQ."""


@faq.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=STARTER)
@click.option("--address", default=None, help="Where a saved page was published.")
@click.option("--first", is_flag=True, help="Do nothing where there is a FAQ already.")
def import_(path: Path, address: str | None, first: bool) -> None:
    """Read FAQ entries from PATH: Markdown files or saved FAQ pages.

    Without PATH the starter FAQ of this project is read. Entries are added or get a new
    revision, never removed; the same import twice changes nothing.
    """
    from knowledge.faq import published_entries
    from knowledge.sources import import_path

    with wiring.database(load_complete_settings()).session() as session:
        if first and published_entries(session):
            click.echo("There is a FAQ already; nothing was read.")
            return
        report = import_path(session, path, now=system_clock(), address=address)
    click.echo(str(report))
    if (report.created or report.changed) and not first:
        click.echo("Run `helpdesk train` next, so that the new words are found.")


@faq.command()
@click.option(
    "--json", "file", type=click.Path(path_type=Path, allow_dash=True), required=True, metavar="FILE"
)
def export(file: Path) -> None:
    """Write all published entries to FILE as JSON; - prints them."""
    from knowledge.export import to_export
    from knowledge.faq import published_entries

    with wiring.database(load_complete_settings()).session() as session:
        entries = published_entries(session)
    text = json.dumps(to_export(entries), ensure_ascii=False, indent=2) + "\n"
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    click.echo(f"{len(entries)} entries are in {file}.")


@faq.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def lint(path: Path | None) -> None:
    """Look for entries that need an editor: in the folder PATH, or in the published FAQ."""
    from knowledge import lint as linting
    from knowledge.corpus import read_corpus
    from knowledge.faq import published_entries

    if path:
        entries = read_corpus(path)
    else:
        with wiring.database(load_complete_settings()).session() as session:
            entries = published_entries(session)
    known = linting.read_addresses(ADDRESSES)
    remarks = linting.lint(entries, today=system_clock().date(), known_addresses=known)
    for remark in remarks:
        click.echo(remark)
    click.echo(f"{len(entries)} entries, {len(remarks)} remarks.")
    if remarks:
        raise SystemExit(1)
