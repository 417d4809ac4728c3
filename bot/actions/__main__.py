"""Starts the action server on the loopback address: ``python -m actions``, in the folder ``bot``.

Environment:
    ACTIONS_PORT: Port on 127.0.0.1.
    ANSWERS_URL: Address of the answers process, for example ``http://127.0.0.1:8081``.
    ANSWERS_TOKEN: Shared secret of its internal API.
    ANSWERS_TIMEOUT: Seconds for one call; 5 where it isn't set.
    RASA_TOKEN: Shared secret that Rasa sends with each call.
"""

import logging
import os

from actions.answers import HttpAnswers
from actions.server import build_app, build_executor


def main() -> None:
    """Serve until the process is told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    answers = HttpAnswers(
        os.environ.get("ANSWERS_URL", "http://127.0.0.1:8081"),
        os.environ.get("ANSWERS_TOKEN", ""),
        float(os.environ.get("ANSWERS_TIMEOUT", "5")),
    )
    app = build_app(build_executor(answers), os.environ.get("RASA_TOKEN", ""))

    @app.listener("after_server_stop")
    async def close(*_: object) -> None:
        await answers.close()

    app.run("127.0.0.1", int(os.environ.get("ACTIONS_PORT", "8083")), access_log=False)


if __name__ == "__main__":
    main()
