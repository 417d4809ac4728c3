import json
import stat

import pytest

from connectors.cli.loading import change_settings, with_secrets
from connectors.settings import load_settings
from knowledge.errors import InvalidSettings

SET = {
    "HELPDESK_WEB_SECRET": "w",
    "HELPDESK_ANSWERS_TOKEN": "a",
    "HELPDESK_BOT_TOKEN": "b",
    "HELPDESK_MAIL_SECRET": "m",
    "HELPDESK_DATA_KEY": "d",
}


class TestWithSecrets:
    def test_makes_a_long_one_for_each_that_is_empty_and_keeps_them(self, tmp_path):
        file = tmp_path / "var" / "secrets.json"

        first = with_secrets(load_settings({}), file)
        second = with_secrets(load_settings({}), file)

        values = {
            first.web.secret.get_secret_value(),
            first.answers.token.get_secret_value(),
            first.bot.token.get_secret_value(),
        }
        assert first == second
        assert len(values) == 3
        assert min(map(len, values)) >= 40

    def test_only_the_owner_may_read_them(self, tmp_path):
        file = tmp_path / "secrets.json"

        with_secrets(load_settings({}), file)

        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_what_is_set_is_left_alone_and_not_written_down(self, tmp_path):
        file = tmp_path / "secrets.json"

        settings = with_secrets(load_settings({"HELPDESK_BOT_TOKEN": "mine"}), file)

        assert settings.bot.token.get_secret_value() == "mine"
        assert set(json.loads(file.read_text())) == {
            "web_secret",
            "answers_token",
            "mail_secret",
            "data_key",
        }

    def test_no_file_is_made_where_all_are_set(self, tmp_path):
        file = tmp_path / "secrets.json"

        with_secrets(load_settings(SET), file)

        assert not file.exists()

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"web_secret": ""}', '{"web_secret": 1}'])
    def test_a_damaged_file_is_an_error_that_says_what_to_do(self, tmp_path, text):
        file = tmp_path / "secrets.json"
        file.write_text(text)

        with pytest.raises(InvalidSettings, match="Delete it"):
            with_secrets(load_settings({}), file)


class TestChangeSettings:
    def test_replaces_the_named_values_only(self):
        settings = load_settings({})

        changed = change_settings(settings, bot={"port": 9000})

        assert changed.bot.port == 9000
        assert changed.bot.actions_port == settings.bot.actions_port
        assert changed.web == settings.web
