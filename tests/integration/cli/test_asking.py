import threading

import pytest
from werkzeug.serving import make_server

from connectors.cli.asking import is_ours
from connectors.cli.ports import free_ports
from connectors.internal.app import create_answers_app
from connectors.settings import load_settings
from knowledge.database import Database
from tests.doubles.answers_parts import TOKEN, answers_parts


@pytest.fixture
def port():
    """Where an answers process listens."""
    database = Database("sqlite://")
    database.upgrade()
    server = make_server("127.0.0.1", 0, create_answers_app(answers_parts(database)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()
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
