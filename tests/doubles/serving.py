"""An app on a real socket, for what can only be seen over HTTP."""

import threading
from contextlib import contextmanager

from werkzeug.serving import make_server


@contextmanager
def served(app, port=0):
    """Serve an app on the loopback; all connections are closed at the end."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
