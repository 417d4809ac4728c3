from pathlib import Path

import pytest

from connectors.settings import load_settings
from knowledge.errors import InvalidSettings


class TestLoadSettings:
    def test_nothing_set_gives_the_defaults(self):
        settings = load_settings({})

        assert settings.web.port == 8080
        assert settings.database_url.startswith("sqlite:///")

    def test_an_address_replaces_sqlite(self):
        settings = load_settings({"HELPDESK_DATA_URL": "postgresql://desk@localhost/desk"})

        assert settings.database_url == "postgresql://desk@localhost/desk"

    def test_other_variables_are_left_alone(self):
        assert load_settings({"HOME": "/", "HELPDESKS": "no"}) == load_settings({})

    @pytest.mark.parametrize("name", ["HELPDESK_WEB_PROT", "HELPDESK_WBE_PORT", "HELPDESK_", "HELPDESK_WEB"])
    def test_a_misspelt_variable_is_an_error(self, name):
        with pytest.raises(InvalidSettings, match=f"{name}.*there is no such setting"):
            load_settings({name: "9000"})

    @pytest.mark.parametrize("port", ["0", "65536", "eighty", ""])
    def test_a_port_is_a_number_that_a_port_can_have(self, port):
        with pytest.raises(InvalidSettings, match="HELPDESK_WEB_PORT"):
            load_settings({"HELPDESK_WEB_PORT": port})

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("HOURS", "Mon-Fri 17:00-9:00", "from 17:00 to 9:00 end before they begin"),
            ("HOURS", "", "at least one day"),
            ("DIVISION", "atlantis", "england-and-wales"),
            ("FIRST_RESPONSE", "urgent 1h", "no duration for high, normal, low"),
            ("RESOLUTION", "urgent 0h, high 1h, normal 1h, low 1h", "“0h” is no duration"),
        ],
    )
    def test_hours_and_targets_that_cannot_be_used_are_refused_with_the_reason(self, name, value, words):
        with pytest.raises(InvalidSettings, match=f"HELPDESK_DESK_{name}: .*{words}"):
            load_settings({f"HELPDESK_DESK_{name}": value})

    @pytest.mark.parametrize("value", ["credit-cover", "credit-cover on", "cacop off, cacop auto"])
    def test_topics_of_the_mail_that_cannot_be_read_are_refused(self, value):
        with pytest.raises(InvalidSettings, match=r"HELPDESK_MAIL_TOPICS: .*(cacop|credit-cover)"):
            load_settings({"HELPDESK_MAIL_TOPICS": value})

    @pytest.mark.parametrize("rate", ["", "fast", "0/minute", "30", "30/fortnight"])
    def test_a_rate_that_cannot_be_used_is_refused_with_an_example(self, rate):
        with pytest.raises(InvalidSettings, match=r"HELPDESK_LIMITS_VISITOR: .*30/minute;300/hour"):
            load_settings({"HELPDESK_LIMITS_VISITOR": rate})

    def test_a_private_network_that_is_none_is_refused(self):
        with pytest.raises(
            InvalidSettings, match="HELPDESK_WEBHOOKS_PRIVATE: 'inside' is no address or network"
        ):
            load_settings({"HELPDESK_WEBHOOKS_PRIVATE": "10.0.0.0/8, inside"})

    def test_all_mistakes_are_named_at_once(self):
        with pytest.raises(InvalidSettings) as caught:
            load_settings({"HELPDESK_WEB_PORT": "x", "HELPDESK_LOG_LEVEL": "loud"})

        assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
            "HELPDESK_WEB_PORT",
            "HELPDESK_LOG_LEVEL",
        ]

    def test_the_value_of_a_secret_is_not_repeated(self):
        settings = load_settings({"HELPDESK_BOT_TOKEN": "hush"})

        assert "hush" not in repr(settings)

    def test_a_relative_folder_means_the_one_below_the_working_folder(self):
        settings = load_settings({"HELPDESK_DATA_FOLDER": "data"})

        assert settings.data.folder == Path.cwd() / "data"

    def test_origins_are_separated_by_commas(self):
        settings = load_settings({"HELPDESK_WEB_ORIGINS": "https://a.example/, http://localhost:3000"})

        assert settings.web.origins == ("https://a.example", "http://localhost:3000")

    @pytest.mark.parametrize("origins", ["example.org", "https://a.example/path", "*", "https://"])
    def test_an_origin_is_the_address_of_a_site(self, origins):
        with pytest.raises(InvalidSettings, match=r"HELPDESK_WEB_ORIGINS: .* is not the address of a site"):
            load_settings({"HELPDESK_WEB_ORIGINS": origins})

    def test_proxies_are_addresses_or_networks(self):
        settings = load_settings({"HELPDESK_WEB_PROXIES": "10.0.0.1, 2001:db8::/32"})

        assert settings.web.proxies == ("10.0.0.1", "2001:db8::/32")

    @pytest.mark.parametrize("proxies", ["*", "proxy.example.org", "10.0.0.0/99", "10.0.0"])
    def test_a_proxy_is_named_by_its_address(self, proxies):
        with pytest.raises(InvalidSettings, match=r"HELPDESK_WEB_PROXIES: .* is no address or network"):
            load_settings({"HELPDESK_WEB_PROXIES": proxies})


class TestAsEnviron:
    def test_is_read_back_as_the_same_settings(self):
        settings = load_settings(
            {
                "HELPDESK_WEB_ORIGINS": "https://a.example,https://b.example",
                "HELPDESK_BOT_TOKEN": "hush",
                "HELPDESK_BOT_TIMEOUT": "2.5",
            }
        )

        assert load_settings(settings.as_environ()) == settings
