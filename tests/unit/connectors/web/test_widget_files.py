import gzip
import re
from pathlib import Path

from connectors.services.conversation_text import LONGEST_TEXT
from connectors.services.conversations import GREETING
from connectors.web.app import WIDGET

FILES = sorted(WIDGET.iterdir())
SOURCE = {path.name: path.read_text() for path in FILES}


class TestWidgetFiles:
    def test_are_small(self):
        assert sum(len(gzip.compress(path.read_bytes())) for path in FILES) <= 20 * 1024

    def test_import_only_each_other(self):
        imports = {name for text in SOURCE.values() for name in re.findall(r'from "(.+?)"', text)}

        assert imports <= {f"./{name}" for name in SOURCE}

    def test_set_html_in_one_place_only(self):
        assert [name for name, text in SOURCE.items() if "innerHTML" in text] == ["dom.js"]

    def test_never_run_text_or_write_styles_into_attributes(self):
        everything = "".join(SOURCE.values())

        assert not re.search(
            r"\beval\(|new Function|insertAdjacentHTML|outerHTML|document\.write", everything
        )
        assert not re.search(r'[{ ]style:|"style"|document\.cookie', everything)

    def test_greet_in_the_words_of_the_service(self):
        words = "".join(re.findall(r'"(.*?)"', SOURCE["messages.js"].split("GREETING =")[1].split(";\n")[0]))

        assert words.replace("’", "'") == GREETING.text

    def test_know_the_limit_of_the_service(self):
        assert f"LONGEST = {LONGEST_TEXT};" in SOURCE["composer.js"]

    def test_hold_no_address(self):
        without_svg = "".join(SOURCE.values()).replace("http://www.w3.org/2000/svg", "")

        assert "http" not in re.sub(r"https?://www\.w3\.org", "", without_svg)


class TestTemplates:
    def test_hold_nothing_inline(self):
        for path in (Path(WIDGET).parent / "templates").iterdir():
            text = path.read_text()
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), path.name
