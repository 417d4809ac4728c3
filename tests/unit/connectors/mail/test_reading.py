import pytest

from connectors.mail.reading import read_mail

QUOTES = {
    "Gmail": "Yes?\n\nOn Mon, 3 Feb 2026 at 10:02, SECAS <secas@gemserv.com> wrote:\n\n> old\n",
    "Gmail, wrapped": "Yes?\n\nOn Mon, 3 Feb 2026, The Team <\nsecas@gemserv.com> wrote:\n\n> old\n",
    "Outlook": "Yes?\n\nFrom: SECAS <s@x.example>\nSent: 3 May 2026\nTo: J\nSubject: RE: hello\n\nold\n",
    "Outlook with a line": "Yes?\n\n________________________________\nFrom: S\nSent: 3 May\nTo: J\n\nold\n",
    "old Outlook": "Yes?\n\n-----Original Message-----\nFrom: SECAS\nSent: 3 May\nTo: Jane\n\nold\n",
    "iPhone": "Yes?\n\nSent from my iPhone\n\n> On 3 Feb 2026, at 10:02, S <s@x.example> wrote:\n> old\n",
    "below the quote": "On 03/02/2026 10:02, SECAS wrote:\n> old\n\nYes?\n",
    "between the quotes": "On 03/02/2026 10:02, SECAS wrote:\n> old\nYes?\n> old\n",
    "German": "Yes?\n\nAm 03.02.2026 um 10:02 schrieb SECAS <secas@gemserv.com>:\n> old\n",
    "French": "Yes?\n\nLe lun. 3 févr. 2026 à 10:02, SECAS <secas@gemserv.com> a écrit :\n> old\n",
    "Yahoo": "Yes?\n\n    On Monday, 3 February 2026 at 10:02:11 GMT, S <s@x.example> wrote:  \n \n old\n",
}
SURROUNDINGS = {
    "greeting": "Dear Sir or Madam,\n\nYes?",
    "closing": "Yes?\n\nKind regards,\nJane Smith\nManager | Acme\nT: 020 7946 0000",
    "dashes": "Yes?\n\n-- \nJane Smith\nAcme",
    "name and firm": "Yes?\n\nJane Smith\nAcme Energy",
    "phone": "Yes?\n\nGet Outlook for iOS<https://aka.ms/x>",
    "disclaimer": "Yes?\n\nThis email and any attachments are confidential. If you are not the intended "
    "recipient please delete it.",
    "banner": "CAUTION: This email originated from outside of the organisation. Do not click links.\n\nYes?",
}


def read(text: str, kind: str = "text/plain", subject: str = "x"):
    head = f"From: a@b.example\nSubject: {subject}\nContent-Type: {kind}; charset=utf-8\n\n"
    return read_mail((head + text).encode())


class TestOwnWords:
    @pytest.mark.parametrize("text", QUOTES.values(), ids=QUOTES)
    def test_quotes_come_off(self, text):
        assert read(text).text == "Yes?"

    @pytest.mark.parametrize("text", SURROUNDINGS.values(), ids=SURROUNDINGS)
    def test_what_surrounds_a_question_comes_off(self, text):
        assert read(text).text == "Yes?"

    @pytest.mark.parametrize(
        "text",
        [
            "On page 3 the team wrote: apply early. Is that so?",
            "From: what I understand\nwe need to apply. Is that so?",
            "Hello - how do I subscribe to the\nSEC Newsletter?",
            "We want to know the\nbest way to book our assessment",
        ],
    )
    def test_sentences_that_look_like_them_stay(self, text):
        assert read(text).text == text

    def test_where_only_a_quote_is_left_it_is_what_is_passed_on(self):
        assert read("> Where are the papers?\n").passed_on == "Where are the papers?"

    def test_who_only_points_below_passes_on_what_stands_there(self):
        mail = read(
            "Please see below.\n\nFrom: A\nSent: today\nTo: B\n\nWhere are the papers?\n", subject="FW: x"
        )

        assert mail.passed_on == "Where are the papers?"

    def test_who_asks_something_passes_nothing_on(self):
        mail = read(
            "Following the mail below: how do I claim expenses for the meeting?\n\n> old", subject="FW: x"
        )

        assert mail.passed_on == ""


class TestHtml:
    @pytest.mark.parametrize(
        "hidden",
        [
            '<p style="display:none">no</p>',
            '<p style="DISPLAY : NONE !important">no</p>',
            '<p style="visibility:hidden">no</p>',
            '<span style="font-size:0px">no</span>',
            '<span style="mso-hide:all">no</span>',
            '<p style="color:#fff">no</p>',
            '<p style="position:absolute;left:-9999px">no</p>',
            '<div style="max-height:0;overflow:hidden">no</div>',
            "<p hidden>no</p>",
            "<!-- no -->",
            "<template>no</template>",
            "<noscript>no</noscript>",
            "<script>no</script>",
            "<style>.a{display:none}</style><p class='b a'>no</p>",
            "<style>#z , p.q {font-size:0}</style><div id=z>no</div><p class=q>no</p>",
            "<title>no</title>",
        ],
    )
    def test_hidden_text_does_not_count(self, hidden):
        mail = read(f"<html><body>{hidden}<p>Yes?</p></body></html>", "text/html")

        assert mail.text == "Yes?"

    def test_what_follows_a_comment_or_something_hidden_is_read(self):
        mail = read("<p>One<!-- x --> two<span hidden>no</span> three</p>", "text/html")

        assert mail.text == "One two three"

    def test_a_rule_for_narrow_screens_hides_nothing(self):
        mail = read("<style>@media (max-width:9px){.a{display:none}}</style><p class=a>Yes?</p>", "text/html")

        assert mail.text == "Yes?"

    def test_hundreds_of_nested_elements_are_no_trouble(self):
        assert read("<div>" * 500 + "Yes?", "text/html").text == "Yes?"


class TestHeaders:
    def test_an_address_in_an_encoded_name_is_no_sender(self):
        mail = read_mail(b"From: =?utf-8?q?secas=40gemserv.com=2C?= <eve@x.example>\n\nhi")

        assert mail.sender is not None
        assert mail.sender.email == "eve@x.example"

    def test_line_breaks_in_encoded_words_become_spaces(self):
        assert read_mail(b"Subject: =?utf-8?q?a=0D=0ABcc:_b?=\n\n").subject == "a Bcc: b"

    def test_a_character_may_be_cut_in_two_words(self):
        assert read_mail(b"Subject: =?utf-8?b?w4M=?= =?utf-8?q?=C3?= =?utf-8?q?=A9?=\n\n").subject == "Ãé"

    def test_raw_bytes_are_read_as_what_they_are(self):
        assert read_mail("Subject: é\n\n".encode()).subject == "é"
        assert read_mail("Subject: é\n\n".encode("latin-1")).subject == "é"

    @pytest.mark.parametrize("date", ["", "soon", "99 Foo 2026 99:99", "Mon, 1 Jan 99999 00:00:00 +9999"])
    def test_a_date_that_is_none_is_left_out(self, date):
        assert read_mail(f"Date: {date}\n\nhi".encode()).sent_at is None


class TestCaps:
    def test_nested_parts_past_the_cap_are_said(self):
        nest = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(1500))

        mail = read_mail(("From: a@b.example\n" + nest + "\nhello").encode())

        assert "nested" in mail.problems[0]
        assert mail.sender is not None

    def test_nested_messages_past_the_cap_are_said(self):
        mail = read_mail(b"Content-Type: message/rfc822\n\n" * 3000)

        assert "nested" in mail.problems[0]

    def test_a_line_of_two_million_letters_is_cut_and_said(self):
        mail = read("a" * 2_000_000)

        assert len(mail.text) <= 200_000
        assert mail.problems

    def test_a_huge_mail_is_known_by_its_head(self):
        mail = read_mail(b"From: a@b.example\nSubject: big\n\n" + b"x" * 41_000_000)

        assert mail.subject == "big"
        assert "bytes long" in mail.problems[0]


class TestCharsets:
    @pytest.mark.parametrize("label", ["", "; charset=us-ascii", "; charset=utf-8", "; charset=windows-1252"])
    @pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
    @pytest.mark.parametrize("encoding", ["", "Content-Transfer-Encoding: 8bit\n"])
    def test_a_wrong_label_does_no_harm(self, label, charset, encoding):
        head = f"From: a@b.example\nContent-Type: text/plain{label}\n{encoding}\n".encode()

        assert read_mail(head + "Where’s the café list?".encode(charset)).text == "Where’s the café list?"

    @pytest.mark.parametrize("damage", [b"", b"\r\n!!", b"=", b"\r\n-- \r\na footer of a list"])
    def test_base64_may_be_damaged(self, damage):
        head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"

        assert read_mail(head + b"SG93IGRvIEkgam9pbj8" + damage).text == "How do I join?"
