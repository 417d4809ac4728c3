"""Starts Rasa on the loopback address: ``python serve.py --model FOLDER --port 8082``.

It opens one channel, ``/webhooks/helpdesk/webhook``, and no HTTP API.

Environment:
    RASA_TOKEN: Shared secret of the channel and of the action server.
    ACTIONS_URL: Where the action server listens; ``http://127.0.0.1:8083/webhook`` where it isn't set.
    RASA_TRACKER_URL: SQLAlchemy address of the conversations; in memory where it isn't set.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from quiet import be_quiet, quieten_rasa, tell

be_quiet()

from material import BOT, MANIFEST, MODEL, is_intact, read_manifest  # noqa: E402 - nothing may load before be_quiet


def main(arguments: list[str] | None = None) -> int:
    """Serve until the process is told to stop; return the exit status."""
    options = _parser().parse_args(arguments)
    model = options.model / MODEL
    if not is_intact(model, read_manifest(options.model / MANIFEST)):
        tell(f"There is no intact model in {options.model}. Train the bot first.", error=True)
        return 3
    if not os.environ.get("RASA_TOKEN"):
        tell("RASA_TOKEN is missing: the channel is only opened with a shared secret.", error=True)
        return 2
    os.environ.setdefault("ACTIONS_URL", "http://127.0.0.1:8083/webhook")
    os.environ.setdefault("RASA_TRACKER_URL", "sqlite://")
    serve(model, options.port)
    return 0


def serve(model: Path, port: int) -> None:
    """Run Rasa's server with our channel and endpoints."""
    from components.action_replies import check_the_shape_only
    from components.kept_endpoint import KeptEndpoint
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    quieten_rasa()
    check_the_shape_only()
    endpoints = AvailableEndpoints.read_endpoints(str(BOT / "endpoints.yml"))
    endpoints.action = KeptEndpoint.like(endpoints.action)
    serve_application(
        str(model),
        interface="127.0.0.1",
        port=port,
        credentials=str(BOT / "credentials.yml"),
        endpoints=endpoints,
        enable_api=False,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Start Rasa on the loopback address.")
    parser.add_argument("--model", type=Path, required=True, help="folder that train.py wrote")
    parser.add_argument("--port", type=int, default=8082, help="port on 127.0.0.1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
