import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from connectors.cli.ports import free_ports
from connectors.settings import ROOT

SLOW_APP = """
import sys, time
from flask import Flask, request
from connectors.app import serve
app = Flask("slow")
@app.get("/")
def home(): return "here"
@app.get("/slow")
def slow():
    time.sleep(1)
    return "done"
@app.get("/heard")
def heard(): return request.headers.get("X-Forwarded-For", "nothing")
@app.post("/")
def post(): return "taken"
serve(app, "127.0.0.1", int(sys.argv[1]), threads=2)
"""


@pytest.fixture
def server():
    [port] = free_ports(1)
    process = subprocess.Popen([sys.executable, "-c", SLOW_APP, str(port)], cwd=ROOT)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            client.get("/")
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield process, client
    client.close()
    process.kill()
    process.wait()


class TestServe:
    def test_a_request_that_runs_is_finished_before_the_end(self, server):
        process, client = server

        with ThreadPoolExecutor() as pool:
            answer = pool.submit(client.get, "/slow")
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)

            assert answer.result().text == "done"
        assert process.wait(10) == 0

    def test_a_huge_body_is_refused_unread(self, server):
        _, client = server

        response = client.post("/", content=b"x" * 1_000_001)

        assert response.status_code == 413

    def test_the_headers_of_proxies_reach_the_application_which_knows_whom_to_believe(self, server):
        _, client = server

        assert client.get("/heard", headers={"X-Forwarded-For": "192.0.2.7"}).text == "192.0.2.7"

    def test_does_not_say_what_it_is_made_of(self, server):
        _, client = server

        assert "server" not in client.get("/").headers
