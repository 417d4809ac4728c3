"""Whatever arrives, something comes back, and soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail.reading import read_mail
from connectors.mail.triage import Triage
from tests.doubles.mails import FixedImpressions, ScriptedDecider, around
from tests.fuzz.reading import check_reading

PIECES = st.sampled_from(
    [
        b"From: a@b.example\n",
        b"From: =?utf-8?q?=FF?= <x@y.example>, z\n",
        b"Subject: =?x?b?====?=\n",
        b'Content-Type: multipart/mixed; boundary="x"\n',
        b"Content-Type: multipart/alternative; boundary=x\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Type: text/html; charset=utf-16\n",
        b"Content-Type: text/plain; charset*0*=''%FF; charset=\"\n",
        b"Content-Type: multipart/report\n",
        b"Content-Disposition: attachment; filename*=utf-7''%00%ff\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Date: 32 Foo\n",
        b"Message-ID: <<>>\n",
        b"--x\n",
        b"--x--\n",
        b"\n",
        b"\r",
        b"\x00",
        b"> quoted\n",
        b"On Mon, 1 Jan 2026, x@y.example wrote:\n",
        b"begin 644 x\n",
        b"<div style='display:none'>",
        b"<style>a{display:none}",
        b"<!--",
        b"</p>",
        b"-- \n",
        b"How do I join?\n",
        b"\xff\xfe",
        b"=E9=\n",
    ]
)
MAILS = st.one_of(st.binary(max_size=2000), st.lists(st.one_of(PIECES, st.binary(max_size=30))).map(b"".join))

NAMES = st.sampled_from(
    b"From Sender To Cc Reply-To Subject Date Message-ID In-Reply-To References Return-Path Content-Type"
    b" Content-Transfer-Encoding Content-Disposition Authentication-Results Delivered-To".split()
)
TEXT = st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
VALUES = st.one_of(
    TEXT.map(lambda text: text.replace(b"\n", b"\n ")),
    st.emails().map(str.encode),
    st.sampled_from(
        [
            b'multipart/mixed; boundary="x"',
            b"multipart/alternative; boundary=x",
            b"message/rfc822",
            b"text/html; charset=utf-7",
            b"base64",
            b"quoted-printable",
            b"=?utf-8?b?4pyT?= <=?utf-8?q?a=40b?=@x.example>",
            b"<a@b.example>, =?x?q?=0D=0ABcc:?= <c@d.example>",
            b"a@b\x00.example",
            b"mx.gemserv.com; dmarc=fail",
        ]
    ),
)
PARTS = st.lists(st.one_of(PIECES, TEXT)).map(b"".join)

BOMBS = {
    "half a million attributions": b"On " * 500_000,
    "a hundred thousand attributions, one a line": b"On a\n" * 100_000,
    "quote marks": b"> " * 500_000,
    "dashes": b"-" * 1_000_000,
    "spaces": b"hello" + b" " * 1_000_000 + b"?",
    "capital words": b"Aa " * 300_000,
    "question marks": b"?" * 500_000,
    "at signs": b"@" * 500_000,
    "digits": b"1 " * 500_000,
    "thanks": b"thanks " * 100_000,
    "greeting": b"hi there " * 100_000,
    "style sheets": b"<style>" + b"a{" * 200_000,
    "unclosed comments": b"<p><!--" * 100_000,
    "css": b"<style>" + b"@media{" * 50_000 + b"</style><p>x",
    "tags": b"<b>" * 300_000,
    "base64 of nothing": b"=" * 1_000_000,
}


class TestAnyBytes:
    @given(MAILS)
    @settings(max_examples=400, deadline=2000)
    def test_become_a_mail_and_an_outcome(self, raw):
        check_reading(raw)

    @given(st.lists(st.tuples(NAMES, VALUES), max_size=12), PARTS)
    @settings(max_examples=400, deadline=2000)
    def test_with_fields_of_any_content_do_so_too(self, fields, body):
        head = b"".join(name + b": " + value + b"\n" for name, value in fields)

        check_reading(head + b"\n" + body)

    @given(st.text(max_size=500), st.sampled_from(["utf-8", "cp1252", "utf-16", "iso-2022-jp", "gb18030"]))
    @settings(deadline=2000)
    def test_no_label_of_a_charset_makes_reading_fail(self, text, charset):
        body = text.encode(charset, "replace")

        for label in (
            "utf-8",
            "utf-16",
            "iso-2022-kr",
            "idna",
            "rot13",
            "zlib",
            "undefined",
            "\x00",
            "x" * 999,
        ):
            read_mail(b"Content-Type: text/plain; charset=" + label.encode() + b"\n\n" + body)


class TestBombs:
    @pytest.mark.parametrize("kind", ["text/plain", "text/html"])
    @pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
    def test_cost_less_than_two_seconds(self, body, kind):
        raw = b"From: a@b.example\nSubject: x\nContent-Type: " + kind.encode() + b"\n\n" + body
        began = time.process_time()

        Triage(around(), ScriptedDecider(), FixedImpressions()).look(raw)

        assert time.process_time() - began < 2

    @pytest.mark.parametrize(
        "field", ["Subject", "From", "To", "References", "Content-Type", "Date", "List-X"]
    )
    @pytest.mark.parametrize(
        "value", [b"=?a?q?" * 100_000, b"<a@b.c>," * 60_000, b'"' * 500_000, b"(" * 300_000]
    )
    def test_in_header_fields_cost_less_than_two_seconds(self, field, value):
        began = time.process_time()

        Triage(around(), ScriptedDecider(), FixedImpressions()).look(
            field.encode() + b": " + value + b"\n\nhello"
        )

        assert time.process_time() - began < 2

    def test_a_mail_of_ten_million_bytes_takes_less_than_two_seconds(self):
        attachment = (b"QUJD" * 19 + b"\n") * 130_000
        raw = (
            b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
            b"Content-Type: text/plain\n\n"
            b"Please see the file.\n--x\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            b'Content-Disposition: attachment; filename="a.pdf"\n\n' + attachment + b"--x--\n"
        )
        began = time.process_time()

        mail = read_mail(raw)

        assert time.process_time() - began < 2
        assert mail.attachments[0].size == 130_000 * 57
