import pytest

from connectors.cli.asking import is_ours
from connectors.cli.ports import free_ports
from connectors.internal.app import create_answers_app
from connectors.settings import load_settings
from knowledge.database import Database
from tests.doubles.answers_parts import TOKEN, answers_parts
from tests.doubles.serving import served


@pytest.fixture
def port():
    """Where an answers process listens."""
    database = Database("sqlite://")
    database.upgrade()
    with served(create_answers_app(answers_parts(database))) as server:
        yield server.port
    database.close()


def settings_for(port: int, token: str):
    return load_settings({"HELPDESK_ANSWERS_PORT": str(port), "HELPDESK_ANSWERS_TOKEN": token})


class TestIsOurs:
    """A demo or a second installation may run on the ports that a command would ask."""

    def test_where_the_token_is_taken(self, port):
        assert is_ours(settings_for(port, TOKEN))

    def test_not_where_it_is_another_installation(self, port):
        assert not is_ours(settings_for(port, "another-token-" * 3))

    def test_not_where_nothing_listens(self):
        assert not is_ours(settings_for(*free_ports(1), TOKEN))
