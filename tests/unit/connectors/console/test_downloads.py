"""Lines 2, 4 and 5 of what an attacker tries: names that trick, types that run."""

import pytest
from flask import Flask

from connectors.console.downloads import download, label_of


def headers_of(name, data=b"bytes"):
    with Flask("test").test_request_context():
        return download(data, name).headers


class TestLabels:
    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("report.pdf", "report.pdf"),
            ("Über die Brücke.pdf", "Über die Brücke.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\windows\\system.ini", "system.ini"),
            ("/etc/shadow", "shadow"),
            (".htaccess", "htaccess"),
            ("...", "attachment"),
            ("", "attachment"),
            ("a\0b.pdf", "ab.pdf"),
            ("a\r\nSet-Cookie: x=y.pdf", "aSet-Cookie_ x=y.pdf"),
            ("inv\u200boice.pdf", "invoice.pdf"),
            ("exe.\u202efdp.exe", "exe.fdp.exe"),
            ('a"; filename="b.html', "a_; filename=_b.html"),
            ("<script>alert(1)</script>.pdf", "script_.pdf"),
            ("report.pdf. . .", "report.pdf"),
        ],
    )
    def test_hold_no_path_and_no_trick(self, name, label):
        assert label_of(name) == label

    def test_are_short_and_keep_their_ending(self):
        label = label_of("x" * 500 + ".pdf")

        assert len(label) == 120
        assert label.endswith("x.pdf")


class TestTypes:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("a.pdf", "application/pdf"),
            ("a.PNG", "image/png"),
            ("a.svg", "application/octet-stream"),
            ("a.html", "application/octet-stream"),
            ("a.htm", "application/octet-stream"),
            ("a.xhtml", "application/octet-stream"),
            ("a.xml", "application/octet-stream"),
            ("a.js", "application/octet-stream"),
            ("a.exe", "application/octet-stream"),
            ("a.pdf.html", "application/octet-stream"),
            ("a.html\0.pdf", "application/pdf"),
            ("pdf", "application/pdf"),
            ("", "application/octet-stream"),
        ],
    )
    def test_come_from_our_own_list(self, name, kind):
        assert headers_of(name)["Content-Type"].split(";")[0] == kind

    @pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.txt", "a.html", "a.svg", "", 'a"; inline'])
    def test_are_all_saved_and_never_opened(self, name):
        assert headers_of(name)["Content-Disposition"].startswith("attachment; ")

    def test_a_name_adds_no_header(self):
        assert "Set-Cookie" not in headers_of("a\r\nSet-Cookie: x=y.pdf")
