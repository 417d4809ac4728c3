"""The web process as it is started: it tells other programs of events by itself."""

import os
import subprocess
import sys
import time

import httpx
import pytest

from connectors import wiring
from connectors.cli.ports import free_ports
from connectors.desk.clock import system_clock
from connectors.services.staff.sealing import Seal
from connectors.services.webhooks.addresses import Gate
from connectors.services.webhooks.managing import add_webhook
from connectors.settings import ROOT, load_settings
from tests.doubles.console_parts import staff
from tests.doubles.receiver import Receiver

KEY = "a key for tests only"


@pytest.fixture
def environ(tmp_path):
    environ = {
        "HELPDESK_DATA_FOLDER": str(tmp_path),
        "HELPDESK_DATA_KEY": KEY,
        "HELPDESK_WEB_PORT": str(free_ports(1)[0]),
        "HELPDESK_WEBHOOKS_PRIVATE": "127.0.0.1",
        "HELPDESK_WEBHOOKS_INTERVAL": "0.1",
    }
    wiring.database(load_settings(environ)).upgrade()
    return environ


def wait_for(happened, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if happened():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


class TestServeWeb:
    def test_tells_of_a_ticket_that_a_visitor_makes_and_ends_when_asked_to(self, environ):
        database = wiring.database(load_settings(environ))
        address = f"http://127.0.0.1:{environ['HELPDESK_WEB_PORT']}"
        with Receiver() as receiver:
            person = staff(database, system_clock, "Ada Byrne", "admin")
            with database.session() as session:
                add_webhook(
                    session,
                    system_clock(),
                    address=f"http://127.0.0.1:{receiver.port}/",
                    events=["ticket.created"],
                    gate=Gate(["127.0.0.1"]),
                    seal=Seal(KEY),
                    actor_id=person,
                )
            command = [sys.executable, "-m", "connectors.cli", "serve", "web"]
            with subprocess.Popen(command, cwd=ROOT, env=os.environ | environ) as process:
                try:
                    wait_for(lambda: httpx.get(f"{address}/healthz", trust_env=False).is_success)
                    started = httpx.post(f"{address}/api/v1/conversations", trust_env=False).json()
                    form = {"name": "Asha", "email": "asha@example.org", "question": "Who?"}
                    httpx.post(
                        f"{address}/api/v1/conversations/{started['id']}/tickets",
                        json=form,
                        headers={"Authorization": f"Bearer {started['token']}", "Idempotency-Key": "k"},
                        trust_env=False,
                    ).raise_for_status()
                    wait_for(lambda: receiver.taken)
                finally:
                    process.terminate()
                    process.wait(20)

        assert receiver.taken[0][0]["Helpdesk-Event"] == "ticket.created"
        assert process.returncode == 0
        database.close()
