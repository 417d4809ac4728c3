"""Attempts on whatever reads a mail, by the numbers of the list of attempts that we keep."""

import base64
import time
import zlib

import pytest
from sqlalchemy import select

from knowledge.mail_tables import IncomingMail
from knowledge.tables import Ticket

SECRET = "a line that only this machine knows"


def rows(post, table):
    with post.database.session() as session:
        return list(session.scalars(select(table)))


HTML = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"


DOCUMENTS = [
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]><html><p>Look, this is it: &e;.</p></html>',
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % e SYSTEM "file://{file}">%e;]><p>Look, this is it.</p>',
    '<html><p>Look, this is it.</p><xi:include href="file://{file}" parse="text"/></html>',
    '<html><p>Look, this is it.</p><iframe src="file://{file}"></iframe></html>',
    '<html><p>Look, this is it.</p><object data="file://{file}"></object><img src="file://{file}"></html>',
]


class TestFiles:
    """15: reading a file of ours through a document."""

    @pytest.mark.parametrize("body", DOCUMENTS)
    def test_15_no_mail_shows_a_file_of_ours(self, post, tmp_path, body):
        file = tmp_path / "secret"
        file.write_text(SECRET)
        post.lay("a", body.replace("{file}", str(file)), HTML)

        post.office.round()

        (ticket,) = rows(post, Ticket)
        assert "Look, this is it" in ticket.question
        assert SECRET not in ticket.question
        assert all(SECRET.encode() not in raw for _, raw in post.sender.sent)

    def test_15_a_body_that_lies_elsewhere_is_not_fetched(self, post, tmp_path):
        file = tmp_path / "secret"
        file.write_text(SECRET)
        kind = f'message/external-body; access-type=local-file; name="{file}"'
        post.lay("a", "Content-Type: text/plain\n\n", f"MIME-Version: 1.0\nContent-Type: {kind}\n")

        post.office.round()

        assert SECRET not in rows(post, Ticket)[0].question


def billion_laughs():
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f"<!DOCTYPE x [{entities}]><p>&a11;</p>"


ZIPPED = base64.encodebytes(zlib.compress(b"0" * 50_000_000)).decode()
BOMBS = {
    "entities": (HTML, billion_laughs()),
    "a line of 2 MB": ("", "x" * 2_000_000),
    "words of 2 MB in one line": ("", "how do I " * 220_000),
    "tags in tags": (HTML, "<div>" * 100_000 + "hello"),
    "parts in parts": (
        'Content-Type: multipart/mixed; boundary="b0"\n',
        "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(1500)),
    ),
    "many parts": ('Content-Type: multipart/mixed; boundary="b"\n', "--b\n\nx\n" * 100_000),
    "many parts by another mark": (
        'Content-Type: multipart/mixed; boundary=" -b"\n',
        "-- -b\n\nx\n" * 100_000,
    ),
    "attached mails in attached mails": (
        "Content-Type: message/rfc822\n",
        "Content-Type: message/rfc822\n\n" * 3_000,
    ),
    "something packed": (
        'Content-Type: application/zip; name="a.zip"\nContent-Transfer-Encoding: base64\n',
        ZIPPED,
    ),
    "packed for transfer": ("Content-Encoding: gzip\nContent-Transfer-Encoding: base64\n", ZIPPED),
    "quotes": ("", "> " * 500_000 + "\n" + "On " * 300_000),
    "addresses": ("Cc: " + "a@b.example, " * 80_000 + "\n", "hello"),
    "fields": ("".join(f"X-{n}: y\n" for n in range(50_000)), "hello"),
}


class TestBombs:
    """28: mails that are made to be slow, or to fill the memory."""

    @pytest.mark.parametrize("name", BOMBS)
    def test_28_a_bomb_becomes_a_ticket_soon(self, post, name):
        headers, body = BOMBS[name]
        post.lay("a", body, headers)
        began = time.process_time()

        post.office.round()

        assert time.process_time() - began < 4
        assert [row.action for row in rows(post, IncomingMail)] == ["handoff"]
        assert len(rows(post, Ticket)) == 1
