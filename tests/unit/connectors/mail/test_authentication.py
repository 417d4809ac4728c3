import pytest

from connectors.mail.authentication import dmarc_verdict
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
