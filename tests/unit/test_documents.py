"""What the documents name exists, and what exists is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from connectors.cli.main import main
from connectors.settings import PREFIX, ROOT, as_text, load_settings, variable_of
from scripts.screenshots import shots
from tests.browser.console_pages import PAGES

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
SETTINGS = (ROOT / "docs" / "howto" / "settings.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PICTURES = sorted((ROOT / "docs" / "images").iterdir())
HIDDEN_TARGETS = {"checks", "tests"}
"""Steps of `make test` that nobody calls by name."""


def commands(group: click.Group = main, before: str = "helpdesk") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def links(document: Path) -> list[str]:
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    return [link for link in found if "://" not in link]


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


class TestSettings:
    def test_every_setting_is_listed_with_its_default_and_its_words(self):
        rows = re.findall(r"^\| `(HELPDESK_\w+)` \| (?:`(.*)`|empty) \| (.*) \|$", SETTINGS, re.MULTILINE)

        expected = [
            (variable_of(section, name), as_text(field.default).replace(f"{ROOT}/", ""), field.description)
            for section, name, _, field in load_settings({}).items()
        ]
        assert rows == expected

    @pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
    def test_every_setting_that_a_document_names_exists(self, document):
        known = {variable_of(section, name) for section, name, _, _ in load_settings({}).items()}

        named = set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", document.read_text(encoding="utf-8")))

        assert named <= known


class TestCommands:
    def test_every_command_is_in_the_table(self):
        listed = re.findall(r"^\| `(helpdesk [a-z -]+)` \|", CONTRIBUTING, re.MULTILINE)

        assert sorted(listed) == sorted(commands())

    @pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
    def test_every_command_that_a_document_names_exists(self, document):
        named = re.findall(
            r"(?:`|bin/)helpdesk ([a-z][a-z-]*(?: [a-z]+)?)", document.read_text(encoding="utf-8")
        )

        known = {command.removeprefix("helpdesk ") for command in commands()}
        known |= {command.split()[0] for command in known}
        assert [words for words in named if words not in known and words.split()[0] not in known] == []

    def test_every_command_says_what_it_does(self):
        silent = [name for name, command in main.commands.items() if not command.get_short_help_str()]

        assert silent == []


class TestMakeTargets:
    def test_every_target_is_in_the_table(self):
        listed = re.findall(r"^\| `make ([a-z-]+)` \|", CONTRIBUTING, re.MULTILINE)

        assert set(listed) == targets() - HIDDEN_TARGETS

    def test_make_help_lists_every_target(self):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

        explained = re.findall(r"^([a-z-]+):.*## \w", makefile, re.MULTILINE)

        assert set(explained) == targets() - HIDDEN_TARGETS

    @pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
    def test_every_target_that_a_document_names_exists(self, document):
        text = document.read_text(encoding="utf-8")

        named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))

        assert named <= targets()


class TestLinks:
    @pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
    def test_every_link_inside_the_project_leads_somewhere(self, document):
        broken = [link for link in links(document) if not (document.parent / link).exists()]

        assert broken == []


class TestSecurity:
    """The table of attempts: its tests exist, and no row is without one."""

    ROWS = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", SECURITY, re.MULTILINE)

    def test_names_each_attempt_once(self):
        assert [int(number) for number, _ in self.ROWS] == list(range(1, 32))

    @pytest.mark.parametrize(("number", "tests"), ROWS)
    def test_names_tests_that_exist(self, number, tests):
        named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", tests)

        assert named
        assert tests == ", ".join(f"`{path}{name and f'::{name}'}`" for path, name in named)
        for path, name in named:
            text = (ROOT / "tests" / path).read_text(encoding="utf-8")
            kind = "class" if name.startswith("Test") else "def"
            assert not name or re.search(rf"^ *{kind} {name}\b", text, re.MULTILINE), f"{path}::{name}"


class TestPictures:
    """What `make screenshots` takes is what the documents show."""

    def test_are_those_that_the_script_takes(self):
        assert {picture.name for picture in PICTURES} == {f"{name}.png" for name in shots.names()}

    def test_are_of_every_page_of_the_console(self):
        assert {shot.page for shot in (*shots.BEFORE_SIGNING_IN, *shots.CONSOLE)} == PAGES.keys()

    def test_are_each_shown_in_a_document(self):
        shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links(document)}

        assert [picture.name for picture in PICTURES if picture not in shown] == []

    @pytest.mark.parametrize("picture", PICTURES, ids=name_of)
    def test_are_small(self, picture):
        data = picture.read_bytes()
        width = int.from_bytes(data[16:20], "big")  # of the head that a PNG begins with

        assert data.startswith(b"\x89PNG")
        assert width <= 1280
        assert len(data) <= 120_000
