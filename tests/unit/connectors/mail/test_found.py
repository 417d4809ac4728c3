"""Mails on which reading failed once, each by the fuzzer; and the fuzzer itself, for a moment."""

import importlib.util
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.mail.reading import read_mail
from connectors.services.post.letter import ReplyTo
from knowledge.errors import InvalidInput
from tests.doubles.post import LETTERS
from tests.fuzz.reading import check_reading
from tests.needs import missing

ROOT = Path(__file__).parents[4]
FOUND = ROOT / "tests" / "data" / "mail_found"


class TestFound:
    @pytest.mark.parametrize("name", sorted(file.name for file in FOUND.glob("*.eml")))
    def test_can_be_read_now(self, name):
        check_reading((FOUND / name).read_bytes())

    def test_an_address_isnt_cut_where_something_invisible_stands(self):
        mail = read_mail((FOUND / "nul_in_sender.eml").read_bytes())

        assert mail.sender.email == "joe.ferris@ferris.example"

    def test_what_holds_two_at_signs_is_no_address(self):
        assert read_mail((FOUND / "two_ats_in_sender.eml").read_bytes()).sender is None

    def test_an_address_that_not_every_server_takes_gets_no_letter(self):
        mail = read_mail((FOUND / "sender_beyond_ascii.eml").read_bytes())

        with pytest.raises(InvalidInput, match="can't be written to"):
            LETTERS.acknowledgement(ReplyTo(mail.sender.email), 1, "SECAS-000001", "Open.", datetime.now(UTC))


class TestFuzzer:
    def test_finds_nothing_in_a_thousand_inputs(self, tmp_path):
        if importlib.util.find_spec("atheris") is None:
            missing("atheris (it comes with `make setup-dev`)")
        command = [
            sys.executable,
            ROOT / "tests" / "fuzz" / "mail.py",
            "--inputs",
            "1000",
            "--folder",
            tmp_path,
        ]

        # By way of a shell: the peak of a process's memory, which the fuzzer watches, is at least that of
        # the one that started it, and this one may have held models.
        shell = ["/bin/sh", "-c", '"$@"; exit $?', "sh", *map(str, command)]
        done = subprocess.run(shell, check=False, capture_output=True, text=True, timeout=120)

        assert done.returncode == 0, done.stderr[-2000:]
        assert "Done 1000 in" in done.stderr
