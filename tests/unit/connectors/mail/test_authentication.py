import pytest

from connectors.mail.authentication import dmarc_verdict, is_confirmed
from tests.doubles.mails import around, mail

AR = "Authentication-Results: "


class TestVerdict:
    @pytest.mark.parametrize(
        ("headers", "servers", "verdict"),
        [
            ("", (), "none"),
            (f"{AR}mx.gemserv.com; dmarc=pass\n", (), "pass"),
            (f"{AR}mx.gemserv.com; spf=pass; dmarc=fail (p=none)\n", (), "fail"),
            (f"{AR}mx.gemserv.com;\n\tdkim=pass;\n\tdmarc=fail\n", (), "fail"),
            (f"{AR}mx.other.example; dmarc=fail\n{AR}mx.gemserv.com; dmarc=pass\n", (), "pass"),
            (f"{AR}top.example; dmarc=fail\n{AR}below.example; dmarc=pass\n", (), "fail"),
            (
                f"{AR}forged.example; dmarc=pass\n{AR}border.example; dmarc=fail\n",
                ("border.example",),
                "fail",
            ),
            (f"{AR}forged.example; dmarc=pass\n", ("border.example",), "none"),
            (f"{AR}mx.gemserv.com (dmarc=fail); dmarc=pass\n", (), "pass"),
            (f"{AR}dmarc=fail action=none\n", (), "fail"),
            (f"{AR}mx.gemserv.com; none\n", (), "none"),
        ],
    )
    def test_is_the_one_of_our_own_border(self, headers, servers, verdict):
        assert dmarc_verdict(mail(headers=headers), around(servers).desk) == verdict


class TestConfirmed:
    @pytest.mark.parametrize(
        ("headers", "servers", "confirmed"),
        [
            (f"{AR}mx.gemserv.com; dmarc=pass\n", ("mx.gemserv.com",), True),
            (f"{AR}mx.gemserv.com; dmarc=none\n", ("mx.gemserv.com",), False),
            (f"{AR}mx.other.example; dmarc=pass\n", ("mx.gemserv.com",), False),
            (f"{AR}mx.gemserv.com; dmarc=pass\n", (), False),
            ("", ("mx.gemserv.com",), False),
        ],
    )
    def test_is_a_sender_for_whom_a_border_of_known_name_vouches(self, headers, servers, confirmed):
        assert is_confirmed(mail(headers=headers), around(servers).desk) == confirmed

    def test_is_none_of_several_senders(self):
        headers = f"{AR}mx.gemserv.com; dmarc=pass\nFrom: other@x.example\n"

        assert not is_confirmed(mail(headers=headers), around(("mx.gemserv.com",)).desk)
