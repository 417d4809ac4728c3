import pytest

from connectors.mail.showing import ParsingReader

MIXED = b"""From: =?utf-8?q?Zo=C3=AB_Ash?= <zoe@example.org>
To: Helpdesk <secas@gemserv.com>, copy@example.org
Reply-To: elsewhere@example.com
Subject: =?utf-8?b?UGFwZXJz?=
Date: Mon, 2 Nov 2026 09:00:00 +0000
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=utf-8

The plain words.
--a
Content-Type: text/html; charset=utf-8

<p>The <b>rich</b> words.</p><script>alert(1)</script>
--a--
--m
Content-Type: image/png; name="logo.png"
Content-ID: <logo>
Content-Transfer-Encoding: base64

iVBORw0=
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename="papers.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjc=
--m
Content-Type: message/rfc822

Subject: Inside

Inner words.
--m--
"""


@pytest.fixture
def reader():
    return ParsingReader()


class TestReading:
    def test_gives_all_that_people_look_at(self, reader):
        mail = reader.read(MIXED)

        assert mail.sender == "Zoë Ash <zoe@example.org>"
        assert mail.recipients == ["Helpdesk <secas@gemserv.com>", "copy@example.org"]
        assert mail.reply_to == ["elsewhere@example.com"]
        assert mail.subject == "Papers"
        assert mail.text == "The plain words."

    def test_gives_the_html_beside_the_plain_form_as_it_came(self, reader):
        assert "<script>" in reader.read(MIXED).html
        assert "rich" in reader.read(MIXED).html

    def test_gives_no_html_where_there_is_none(self, reader):
        assert reader.read(b"Subject: x\n\nOnly text.").html == ""

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\0" * 1000,
            b"\xff\xfe\xfd",
            b"Content-Type: multipart/mixed\n\n",
            b'Content-Type: multipart/mixed; boundary="x"\n\n'
            + b'--x\nContent-Type: multipart/mixed; boundary="x"\n\n' * 1500,
            b"Content-Type: text/html; charset=nonsense\n\n<p>\xff",
            b"From: \xff\xff <\nTo: ,,,;\nDate: never\n\n",
        ],
    )
    def test_never_fails(self, reader, raw):
        assert reader.read(raw).sender is not None
        reader.attachment(raw, 0)


class TestAttachments:
    @pytest.mark.parametrize(
        ("position", "name", "data"),
        [
            (0, "logo.png", b"\x89PNG\r"),
            (1, "papers.pdf", b"%PDF-1.7"),
            (2, "Inside", b"Subject: Inside\n\nInner words."),
        ],
    )
    def test_are_given_by_their_place_with_their_bytes(self, reader, position, name, data):
        found = reader.attachment(MIXED, position)

        assert (found.name, found.data) == (name, data)

    @pytest.mark.parametrize("position", [-1, 3, 10**9])
    def test_are_none_elsewhere(self, reader, position):
        assert reader.attachment(MIXED, position) is None

    def test_stand_in_the_same_order_as_the_rules_see_them(self, reader):
        from connectors.mail.reading import read_mail

        names = [attachment.name for attachment in read_mail(MIXED).attachments]

        assert names == [reader.attachment(MIXED, number).name for number in range(len(names))]
