"""Charsets whose name can't even be looked for: the mail is read all the same."""

import pytest

from connectors.mail.reading import read_mail
from connectors.mail.showing import ParsingReader

ODD = [b'charset="utf\x00-8"', b"charset*=utf-8''a%00b", b"charset*=''utf-8", b"charset*0=ut; charset*1=f-8"]
ACCENT = "é".encode()
MIXED = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n"


@pytest.mark.parametrize("charset", ODD)
class TestAnOddCharset:
    def test_does_not_hide_the_text(self, charset):
        mail = read_mail(b"From: a@b.example\nContent-Type: text/plain; %b\n\nA caf%b?" % (charset, ACCENT))

        assert (mail.text, mail.problems) == ("A café?", ())

    def test_does_not_hide_a_part(self, charset):
        head = b"Content-Type: text/plain; %b\nContent-Transfer-Encoding: base64\n\n" % charset

        mail = read_mail(MIXED + head + b"SG93IGRvIHdlIGpvaW4/\n%b\n--xx--\n" % ACCENT)

        assert mail.text.startswith("How do we join?")

    def test_does_not_hide_a_file(self, charset):
        head = b"Content-Type: text/csv; %b\nContent-Disposition: attachment; filename=list.csv\n\n" % charset

        file = ParsingReader().attachment(MIXED + head + b"name\ncaf%b\n--xx--\n" % ACCENT, 0)

        assert file.data.strip() == b"name\ncaf" + ACCENT
