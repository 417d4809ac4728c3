from email import message_from_bytes
from email.policy import default

import pytest

from connectors.desk.addresses import NOBODY, address_of
from connectors.services.post.letter import Body, Letterhead, ReplyTo, write_letter
from connectors.services.post.letters import subject_of
from knowledge.errors import InvalidInput
from tests.doubles.desk_parts import LETTERS, NOW

HEAD = Letterhead("helpdesk@example.org", "a secret")
JANE = "jane@x.example"
BREAKS = ["\r\nBcc: all@x.example", "\nX: y", "\rX: y", "\0", "\u2028X: y", "\x85X: y"]


def written(letter):
    return message_from_bytes(letter.raw, policy=default)


def reply(to=None, *, about="", text="Hello.", author="Sam Okoro"):
    to = to or ReplyTo(JANE)
    letter = LETTERS.reply(to, 1, "SECAS-000001", about=about, text=text, author=author, now=NOW)
    return written(letter)


class TestWhatIsRefused:
    """Line 13: header injection."""

    @pytest.mark.parametrize("more", BREAKS)
    def test_a_break_in_a_subject(self, more):
        with pytest.raises(InvalidInput, match="subject"):
            write_letter(HEAD, ReplyTo(JANE), 1, f"Hello{more}", Body("", ""), NOW, automatic=None)

    @pytest.mark.parametrize("more", BREAKS)
    def test_a_break_in_an_address(self, more):
        with pytest.raises(InvalidInput, match="address"):
            reply(ReplyTo(f"{JANE}{more}"))

    @pytest.mark.parametrize("address", ["", "jane", "@x.example", "a b@x.example", "jané@x.example"])
    def test_what_is_no_address_that_servers_know(self, address):
        with pytest.raises(InvalidInput):
            reply(ReplyTo(address))


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("more", BREAKS)
    def test_an_id_with_a_break(self, more):
        letter = reply(ReplyTo(JANE, f"<a{more}@x>", (f"<b{more}@x>", "<good@x>")))

        assert "In-Reply-To" not in letter
        assert letter["References"] == "<good@x>"
        assert "Bcc" not in letter

    def test_all_but_the_last_references(self):
        letter = reply(ReplyTo(JANE, "<last@x>", [f"<{number}@x>" for number in range(40)]))

        assert letter["References"].split()[-1] == "<last@x>"
        assert len(letter["References"].split()) == 10


class TestTheWords:
    def test_of_staff_are_safe_html(self):
        """Lines 2 and 3: nothing in them runs."""
        text = "<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y> **b**"
        html = reply(text=text, author="<b>Sam</b>").get_body(("html",)).get_content()

        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert "<strong>b</strong>" in html
        assert "&lt;b&gt;Sam&lt;/b&gt;" in html

    def test_of_staff_keep_their_lines(self):
        html = reply(text="one\ntwo").get_body(("html",)).get_content()

        assert "one<br>" in html

    @pytest.mark.parametrize(
        "closing", ["Sam Okoro", "Sam Okoro, SECAS Helpdesk", "Sam Okoro\nSECAS Helpdesk"]
    )
    def test_are_signed_once(self, closing):
        plain = reply(text=f"Hello.\n\nKind regards\n{closing}").get_body(("plain",)).get_content()

        assert plain.count("Sam Okoro") == 1

    def test_hold_all_letters_of_the_world(self):
        letter = reply(text="Žluťoučký kůň – 馬 😀", author="Łukasz")

        assert "Žluťoučký kůň – 馬 😀" in letter.get_body(("plain",)).get_content()
        assert letter.get_body(("plain",)).get_content().count("Łukasz") == 1


class TestTheSubject:
    @pytest.mark.parametrize(
        ("theirs", "subject"),
        [
            ("", "[SECAS-000001] Your question to the SECAS Helpdesk"),
            ("Credit cover", "Re: Credit cover [SECAS-000001]"),
            ("RE: Fwd: AW: Credit cover", "Re: Credit cover [SECAS-000001]"),
            ("Re: [SECAS-000001] Credit cover", "Re: Credit cover [SECAS-000001]"),
            ("[SECAS-000009] Re: ", "[SECAS-000001] Your question to the SECAS Helpdesk"),
            ("x" * 500, f"Re: {'x' * 150} [SECAS-000001]"),
        ],
    )
    def test_is_the_customers_with_our_reference(self, theirs, subject):
        assert subject_of("SECAS-000001", theirs) == subject


class TestAddresses:
    @pytest.mark.parametrize("email", ["", NOBODY, "jane", "jané@x.example", "jane@bücher.example", "a@b"])
    def test_that_nobody_can_write_to_are_none(self, email):
        assert address_of(email) is None

    def test_others_are_as_they_are(self):
        assert address_of(JANE) == JANE
