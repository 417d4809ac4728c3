"""A stand-in for the answers process that keeps to the agreed calls in tests/contract."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CONTRACT = Path(__file__).parents[2] / "contract"


def example(name):
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))


class FakeAnswers:
    """Answers the texts of the agreed calls as agreed, and offers the Helpdesk for all others.

    Attributes:
        calls: What was asked: (path, body).
        tickets: The tickets made, by conversation and key.
        state: "up", "down" (503), "slow" (longer than the bot waits) or "refuses" (422 for tickets).
    """

    def __init__(self, token):
        self.token = token
        self.by_text = {e["request"]["text"]: e for e in map(example, self._names("respond_*"))}
        self.reset()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def reset(self):
        self.calls, self.tickets, self.state = [], {}, "up"

    def __enter__(self):
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def _names(pattern):
        return sorted(path.stem for path in CONTRACT.glob(f"{pattern}.json"))

    def _answer(self, path, body):
        call = path.rsplit("/", 1)[1]
        if call == "hours":
            return example("hours_open")
        if call == "ratings":
            return example("rating_helpful" if body["helpful"] else "rating_unhelpful")
        if call == "tickets":
            if self.state == "refuses":
                return example("ticket_refused")
            self.tickets[body["conversation"], body["key"]] = body
            return example("ticket_created")
        return self.by_text.get(body["text"]) or example("respond_near_miss")

    def _handler(fake):  # noqa: N805 - the handler below has a self of its own
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self._reply(None)

            def do_POST(self):
                self._reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _reply(self, body):
                assert self.headers["X-Helpdesk-Token"] == fake.token
                fake.calls.append((self.path, body))
                if fake.state == "slow":
                    time.sleep(4)
                agreed = (
                    {"status": 503, "response": {}} if fake.state == "down" else fake._answer(self.path, body)
                )
                data = json.dumps(agreed["response"]).encode()
                try:
                    self.send_response(agreed["status"])
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except BrokenPipeError:
                    # The bot no longer waits.
                    pass

        return Handler
