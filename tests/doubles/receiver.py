"""A program that is told of events: a real server on the loopback, which answers as it is told."""

import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """Takes deliveries.

    Args:
        answer: The status that it answers with; may be changed.
        trust: Its certificate; none for a server in clear.
    """

    def __init__(self, answer: int = 204, trust: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.headers_back: dict[str, str] = {}
        self.pause = 0.0
        self.drip = False
        self.taken: list[tuple[dict[str, str], str]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.taken.append((dict(self.headers), body))
                time.sleep(receiver.pause)
                try:
                    self._reply()
                except OSError:
                    # Whoever called has gone; that is what some tests are about.
                    self.close_connection = True

            def _reply(self) -> None:
                if receiver.drip:
                    for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
                        self.wfile.write(bytes([letter]))
                        self.wfile.flush()
                        time.sleep(0.05)
                self.send_response(receiver.answer)
                for name, value in receiver.headers_back.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        # What a test leaves hanging must not hold up its end.
        self._server.block_on_close = False
        if trust is not None:
            self._server.socket = trust.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
