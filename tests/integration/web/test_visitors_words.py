"""Line 24: what a visitor writes, and what lets them in, is in no log of the public process."""

import pytest

from connectors.logs import configure_logging
from tests.doubles.logs import log_stream


@pytest.fixture
def stream():
    with log_stream() as stream:
        configure_logging("json", "debug", stream)
        yield stream


def test_no_word_of_a_visitor_is_in_the_logs(stream, client, visitor, dialogue, capsys):
    visitor.send("Wallaby question?")
    visitor.send("Wallaby " * 600)
    visitor.send("Hi", "/wallaby")
    dialogue.script["Wallaby trouble"] = RuntimeError("Wallaby trouble")
    visitor.send("Wallaby trouble")
    visitor.hand_over(name="Wallaby Name", email="wallaby@example.org", question="Wallaby?")
    visitor.hand_over(email="wallaby")
    client.post(f"{visitor.base}/messages", data=b"{wallaby", headers=visitor.headers)
    client.get(f"{visitor.base}/messages", headers={"Authorization": "Bearer wallaby"})
    client.get("/wallaby?wallaby=1")

    said = stream.getvalue() + capsys.readouterr().err
    assert "wallaby" not in said.lower()
    assert visitor.token not in said
    assert "request_failed" in said or "dialogue" in said
