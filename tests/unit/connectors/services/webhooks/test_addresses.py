"""Line 14: where a webhook may lead."""

import pytest

from connectors.desk.fields import InvalidField
from connectors.services.webhooks.addresses import Gate, NotAllowed

PUBLIC = "93.184.215.14"


def gate(*found, allowed=()):
    return Gate(allowed, resolve=lambda name, port: found)


class TestGate:
    @pytest.mark.parametrize(
        ("found", "host"),
        [
            (PUBLIC, PUBLIC),
            ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]"),
        ],
    )
    def test_leads_to_the_address_that_was_checked_and_keeps_the_name(self, found, host):
        target = gate(found).target("https://hooks.example.org:8443/a?b=c")

        assert str(target.url) == f"https://{host}:8443/a?b=c"
        assert (target.host, target.name) == ("hooks.example.org:8443", "hooks.example.org")

    @pytest.mark.parametrize(
        "found",
        [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::10.0.0.1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "2001:0:7f00:1::1",
        ],
    )
    def test_leads_nowhere_inside(self, found):
        with pytest.raises(NotAllowed, match="private network"):
            gate(found).target("https://hooks.example.org/")

    def test_leads_nowhere_where_one_of_several_addresses_is_inside(self):
        with pytest.raises(NotAllowed, match="private network"):
            gate(PUBLIC, "127.0.0.1").target("https://hooks.example.org/")

    @pytest.mark.parametrize(
        "address",
        [
            "https://127.0.0.1/",
            "https://localhost/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://127.0.0.1.:443/",
        ],
    )
    def test_leads_nowhere_inside_by_any_way_of_writing(self, address):
        """With the machine's own way of looking names up."""
        with pytest.raises(NotAllowed):
            Gate().target(address)

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("", "1 to 1000"),
            ("https://example.org/" + "x" * 1000, "1 to 1000"),
            ("https://example.org/\nHost: x", "plain characters"),
            ("example.org/hook", "looks like"),
            ("ftp://example.org/", "looks like"),
            ("file:///etc/passwd", "looks like"),
            ("gopher://example.org/", "looks like"),
            ("https:///hook", "looks like"),
            ("https://user:secret@example.org/", "no name or password"),
            ("https://example.org@evil.example/", "no name or password"),
            ("https://example.org/#part", "before the sign #"),
            ("https://example.org:99999/", "no address"),
            ("http://example.org/", "begin with https"),
        ],
    )
    def test_takes_no_other_addresses(self, address, words):
        with pytest.raises(NotAllowed, match=words):
            gate(PUBLIC).target(address)

    def test_says_so_of_a_name_that_nobody_has(self):
        def resolve(name, port):
            raise OSError

        with pytest.raises(NotAllowed, match="no machine of the name “nowhere"):
            Gate(resolve=resolve).target("https://nowhere.example/")

    def test_leads_inside_where_a_setting_allows_it_without_encryption_too(self):
        allowed = gate("10.1.2.3", allowed=["10.1.0.0/16"])

        assert allowed.target("http://inside.example/").url.host == "10.1.2.3"
        with pytest.raises(NotAllowed):
            gate("10.2.2.3", allowed=["10.1.0.0/16"]).target("http://inside.example/")

    def test_an_allowed_network_opens_no_way_around_by_other_notations(self):
        with pytest.raises(NotAllowed):
            gate("::ffff:10.2.0.1", allowed=["10.1.0.0/16"]).target("https://inside.example/")

    def test_says_which_field_is_wrong_to_whoever_adds_it(self):
        with pytest.raises(InvalidField) as caught:
            gate("127.0.0.1").check("https://hooks.example.org/")

        assert caught.value.field == "address"
